package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What is forged into any argument of any field that is read is answered as if the other district had no rows: no row, no text, no count and
 * no error tells of them.
 */
class ForgedReadsTest {
    /** Of a hundred places, how many must show something to whoever is there; the rest lacks rows in the fixture. */
    private static final int SIGHTED = 90;

    private final ReadAttacks attacks = ReadAttacks.shared();
    private final Twins twins = Twins.shared();

    /** Each is asked by whoever may do most, and every third one by somebody else in turn. */
    @Test
    void nothingOfAnotherDistrictIsInAnyAnswer() {
        List<Caller> others = Fixture.callers().values().stream()
                .filter(caller -> HERE.equals(caller.district()))
                .toList();
        int asked = 0;
        for (int i = 0; i < attacks.all().size(); i++) {
            List<Caller> callers = new ArrayList<>(List.of(Twins.omnipotent(HERE)));
            if (i % 3 == 0) callers.add(others.get(i / 3 % others.size()));
            for (Caller caller : callers) {
                assertNothingComesThrough(attacks.all().get(i), caller);
                asked++;
            }
        }
        System.out.printf(
                "attacked: %d fields, %d arguments and fields of inputs of what is read, by %d documents, of %d kinds of callers%n",
                attacks.ways().selected().size(), places().size(), asked, others.size() + 1);
    }

    private void assertNothingComesThrough(Attack attack, Caller caller) {
        Answer answer = twins.both.ask(caller, attack.document(), attack.variables());
        assertThat(String.valueOf(answer.data())).as(attack.document()).doesNotContain(Twins.MARK);
        assertThat(Twins.timeless(answer))
                .as("%s %s as %s", attack.document(), attack.variables(), caller.roles())
                .isEqualTo(Twins.timeless(twins.alone.ask(caller, attack.document(), attack.variables())));
    }

    /** So that what is new is attacked, or somebody says how. */
    @Test
    void everyFieldIsSelectedAndEveryArgumentForged() {
        Set<String> left = attacks.ways().fields();
        left.removeAll(attacks.ways().selected());
        assertThat(left).isEmpty();
        left = attacks.ways().places();
        left.removeAll(places());
        assertThat(left).isEmpty();
    }

    /** Who is there gets other answers by the same documents than where there is nothing: the attacks would see a leak. */
    @Test
    void theSameIsFoundWhereItBelongs() {
        Set<String> sighted = new TreeSet<>();
        for (Attack attack : attacks.all()) {
            if (attack.places().values().stream().allMatch(sighted::containsAll)) continue;
            JsonNode with = data(twins.both.ask(Twins.omnipotent(THERE), attack.document(), attack.variables()));
            JsonNode without = data(twins.alone.ask(Twins.omnipotent(THERE), attack.document(), attack.variables()));
            attack.places().forEach((alias, places) -> {
                if (!with.findValues(alias).equals(without.findValues(alias))) sighted.addAll(places);
            });
        }
        Set<String> blind = new TreeSet<>(places());
        blind.removeAll(sighted);
        System.out.println("shows nothing to whoever is there: " + blind);
        assertThat(sighted.size() * 100 / places().size()).isGreaterThanOrEqualTo(SIGHTED);
    }

    private static JsonNode data(Answer answer) {
        return answer.data() == null ? MissingNode.getInstance() : answer.data();
    }

    private Set<String> places() {
        Set<String> places = new TreeSet<>();
        for (Attack attack : attacks.all()) attack.places().values().forEach(places::addAll);
        return places;
    }
}
