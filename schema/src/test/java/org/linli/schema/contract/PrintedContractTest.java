package org.linli.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The printed contract is committed, so that a change of it is seen in review; -Dlinli.contract.write=true prints it anew. */
class PrintedContractTest {
    @Test
    void theCommittedContractIsTheServedOne() throws IOException {
        compare(Contract.load(), Path.of("contract.graphqls"));
    }

    @Test
    void soIsTheOneOfOperators() throws IOException {
        compare(Contract.ofPlatform(), Path.of("platform.graphqls"));
    }

    @Test
    void soIsWhatIsLeftOfItForGuests() throws IOException {
        compare(Contract.ofPlatformGuests(), Path.of("platform-guests.graphqls"));
    }

    private static void compare(Contract contract, Path printed) throws IOException {
        String served = Contract.print(contract.schema());
        if (Boolean.getBoolean("linli.contract.write")) Files.writeString(printed, served);
        assertThat(served).isEqualTo(Files.readString(printed));
    }

    @Test
    void internalDirectivesAreNotServed() {
        assertThat(Contract.print(Contract.load().schema()))
                .doesNotContain("@rows", "@many", "@one", "@auth", "@filter");
    }
}
