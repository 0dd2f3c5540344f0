package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;

class ForgedReadsTest {
    private static Twins twins;
    private static ReadAttacks attacks;

    @BeforeAll
    static void open() throws SQLException {
        twins = new Twins();
        attacks = new ReadAttacks(twins);
    }

    @AfterAll
    static void close() throws SQLException {
        twins.close();
    }

    @Test
    void nothingOfAnotherDistrictIsInAnyAnswer() {
        System.out.println(twins.unmarked());
        System.out.println(attacks.all().size() + " attacks, " + attacks.ways().selected().size() + " fields");
        List<String> leaks = new ArrayList<>();
        long begun = System.nanoTime();
        for (Attack attack : attacks.all()) leaks.addAll(leaks(attack, Twins.omnipotent(HERE)));
        System.out.println((System.nanoTime() - begun) / 1e9);
        assertThat(leaks).isEmpty();
    }

    private static List<String> leaks(Attack attack, Caller caller) {
        Answer with = twins.both.ask(caller, attack.document(), attack.variables());
        Answer without = twins.alone.ask(caller, attack.document(), attack.variables());
        List<String> leaks = new ArrayList<>();
        if (!String.valueOf(with.data()).equals(String.valueOf(without.data())) || !with.problems().equals(without.problems()) || !with.told().equals(without.told()))
            leaks.add(attack.name() + ": " + attack.document() + attack.variables() + "\n" + with.told() + with.data() + "\n" + without.told() + without.data());
        return leaks;
    }

    @Test
    void blind() {
        Set<String> places = new TreeSet<>();
        Set<String> sighted = new TreeSet<>();
        long begun = System.nanoTime();
        for (Attack attack : attacks.all()) {
            Answer with = twins.both.ask(Twins.omnipotent(THERE), attack.document(), attack.variables());
            Answer without = twins.alone.ask(Twins.omnipotent(THERE), attack.document(), attack.variables());
            attack.places().forEach((alias, attacked) -> {
                places.addAll(attacked);
                if (with.data() != null && (without.data() == null || !with.data().findValues(alias).equals(without.data().findValues(alias)))) sighted.addAll(attacked);
            });
            if (with.data() == null) System.out.println("!! " + attack.name() + " " + with.told() + with.problems());
        }
        System.out.println((System.nanoTime() - begun) / 1e9);
        System.out.println(places.size() + " places");
        places.removeAll(sighted);
        System.out.println("blind " + places);
    }
}
