package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;

/** Runs after all tests: every way in which a mutation may end was seen by one of them, refusals by one that compared tables. */
class EveryOutcomeIT {
    @Test
    void everyOutcomeOfEveryMutationWasSeen() {
        assertThat(unseen(Contract.load())).isEmpty();
        assertThat(unseen(Contract.ofPlatform())).isEmpty();
    }

    /** That a mutation without a test is told. */
    @Test
    void anOutcomeThatNoTestHasSeenIsTold() {
        Contract more = Contract.of("""
                directive @auth(any: [Role!]) on FIELD_DEFINITION
                enum Role { GUEST }
                extend type Mutation { "Does nothing." doNothing: NothingResult @auth(any: [GUEST]) }
                union NothingResult = Nothing
                type Nothing { at: String }
                """);
        assertThat(unseen(more)).containsExactly("doNothing.Nothing");
    }

    private static List<String> unseen(Contract contract) {
        return contract.declarations().useCases().values().stream()
                .flatMap(EveryOutcomeIT::outcomes)
                .filter(outcome -> !Files.exists(Writes.SEEN.resolve(outcome)))
                .toList();
    }

    private static Stream<String> outcomes(UseCaseField useCase) {
        return useCase.outcomes().stream().map(RowType::name).map(outcome -> useCase.name() + "." + outcome);
    }
}
