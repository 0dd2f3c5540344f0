package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.contract.UseCaseField;

/**
 * What is done with ids of another district, or under keys that were used there, is answered as if that district had no rows, and none of its
 * rows moves.
 */
class ForgedWritesTest {
    /** Of a hundred mutations, how many must be answered otherwise where the ids belong; the rest is refused before it looks for a row. */
    private static final int SIGHTED = 60;

    private final Twins twins = Twins.shared();
    private final WriteAttacks attacks = new WriteAttacks(twins, ReadAttacks.shared());

    @Test
    void nothingIsDoneToAnotherDistrict() throws SQLException {
        Map<String, String> before = twins.rowsThere();
        int asked = 0;
        for (UseCaseField useCase : useCases()) {
            List<Caller> mere = Fixture.callers().values().stream()
                    .filter(caller -> HERE.equals(caller.district()) && useCase.denied(caller) == null)
                    .toList();
            for (String document : attacks.against(useCase)) {
                List<Caller> callers = new ArrayList<>(List.of(Twins.omnipotent(HERE)));
                if (asked % 3 == 0 && !mere.isEmpty()) callers.add(mere.get(asked / 3 % mere.size()));
                for (Caller caller : callers) {
                    assertAlike(caller, document, null);
                    asked++;
                }
            }
            assertThat(twins.rowsThere()).as(useCase.name()).isEqualTo(before);
        }
        assertThat(left()).isEmpty();
        System.out.printf(
                "attacked: %d mutations, %d arguments and fields of inputs of theirs, by %d documents; %d tables unmoved%n",
                useCases().size(), attacks.places().size(), asked, before.size());
        assertTheSameIsDoneWhereItBelongs();
    }

    /** Whoever may do most there is answered otherwise than where there is nothing. */
    private void assertTheSameIsDoneWhereItBelongs() {
        Set<String> blind = new TreeSet<>();
        for (UseCaseField useCase : useCases()) {
            Caller caller = Twins.omnipotent(THERE);
            String document = attacks.honest(useCase, true);
            if (Twins.timeless(twins.both.ask(caller, document, Map.of()))
                    .equals(Twins.timeless(twins.alone.ask(caller, document, Map.of())))) blind.add(useCase.name());
        }
        System.out.println("does the same to what is there as to what is not: " + blind);
        assertThat((useCases().size() - blind.size()) * 100 / useCases().size()).isGreaterThanOrEqualTo(SIGHTED);
    }

    /** One account, by one client, in both districts: the key of there is a new one here, for what was asked there as for anything else. */
    @Test
    void aKeyThatWasUsedThereIsNewHere() throws SQLException {
        Caller here = Twins.omnipotent(HERE);
        Caller there = inOtherDistrict(here);
        for (UseCaseField useCase : useCases()) {
            String document = attacks.honest(useCase, false);
            IdempotencyKey same = new IdempotencyKey("same-" + useCase.name());
            IdempotencyKey other = new IdempotencyKey("other-" + useCase.name());
            twins.both.ask(there, document, Map.of(), same);
            twins.both.ask(there, attacks.honest(useCase, true), Map.of(), other);
            Map<String, String> rows = twins.rowsThere();
            assertAlike(here, document, same);
            assertAlike(here, document, other);
            assertThat(twins.rowsThere()).isEqualTo(rows);
        }
    }

    private static Caller inOtherDistrict(Caller here) {
        Caller there = Twins.omnipotent(THERE);
        return new Caller(here.subject(), THERE, here.client(), there.roles(), there.grids(), there.own());
    }

    private void assertAlike(Caller caller, String document, @Nullable IdempotencyKey key) {
        String answer = Twins.timeless(twins.both.ask(caller, document, Map.of(), key));
        assertThat(answer)
                .as("%s as %s", document, caller.roles())
                .doesNotContain(Twins.MARK)
                .isEqualTo(Twins.timeless(twins.alone.ask(caller, document, Map.of(), key)));
    }

    private Collection<UseCaseField> useCases() {
        return twins.both.contract().declarations().useCases().values();
    }

    /** Arguments and fields of inputs that no document fills. */
    private Set<String> left() {
        Set<String> left = new TreeSet<>();
        twins.both
                .schema()
                .getMutationType()
                .getFieldDefinitions()
                .forEach(field -> field.getArguments().forEach(argument -> {
                    left.add("Mutation." + field.getName() + "(" + argument.getName() + ")");
                    Ways.inputs(argument.getType(), left);
                }));
        left.removeAll(attacks.places());
        return left;
    }
}
