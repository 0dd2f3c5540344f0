package org.linli.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The printed contract is committed, so that a change of it is seen in review; -Dlinli.contract.write=true prints it anew. */
class PrintedContractTest {
    private static final Path PRINTED = Path.of("contract.graphqls");

    @Test
    void theCommittedContractIsTheServedOne() throws IOException {
        String served = Contract.print(Contract.load().schema());
        if (Boolean.getBoolean("linli.contract.write")) Files.writeString(PRINTED, served);
        assertThat(served).isEqualTo(Files.readString(PRINTED));
    }

    @Test
    void internalDirectivesAreNotServed() {
        assertThat(Contract.print(Contract.load().schema()))
                .doesNotContain("@rows", "@many", "@one", "@auth", "@filter");
    }
}
