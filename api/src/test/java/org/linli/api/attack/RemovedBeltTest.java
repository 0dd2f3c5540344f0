package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;

/**
 * A district's rows are kept to it twice, by the policy of their table and by a predicate in every statement, and each hides what the other
 * lacks. So each is attacked where the other is out of force: policies in {@link ForeignSqlTest}, predicates here; masks have nothing behind
 * them. And each is removed by hand, to see its attack fail.
 */
class RemovedBeltTest {
    private static final String OFFICERS = "district officer, street officer, ";

    /** Who of the fixture's callers is answered a clear value of what the contract says is masked. */
    private static final Map<String, String> LIFTED = Map.ofEntries(
            Map.entry(
                    "EvaluationCampaign.subjectName",
                    OFFICERS
                            + "another resident, auditor, community worker, department officer, grid worker, merchant, "
                            + "property manager, resident, serving member, unit contact, volunteer, worker and resident"),
            Map.entry(
                    "Merchant.contactName", OFFICERS + "community worker, grid worker, merchant, worker and resident"),
            Map.entry(
                    "Merchant.contactPhone", OFFICERS + "community worker, grid worker, merchant, worker and resident"),
            Map.entry("Merchant.licence", ""),
            Map.entry("MerchantService.reviewNote", ""),
            Map.entry("Pairing.review", OFFICERS + "auditor, unit contact, worker and resident"),
            Map.entry(
                    "PropertyCompany.contactName",
                    OFFICERS + "community worker, property manager, worker and resident"),
            Map.entry(
                    "PropertyCompany.contactPhone",
                    OFFICERS + "community worker, property manager, worker and resident"),
            Map.entry("Resident.identityNumber", "community worker, grid worker, worker and resident"),
            Map.entry("Resident.phone", "community worker, grid worker, worker and resident"),
            Map.entry("Unit.contactName", OFFICERS + "unit contact, worker and resident"),
            Map.entry("Unit.contactPhone", OFFICERS + "unit contact, worker and resident"),
            Map.entry("Volunteer.name", "serving member, volunteer"));

    private final Twins twins = Twins.shared();

    @Test
    void predicatesAloneKeepDistrictsApart() {
        assertPredicatesKeepDistrictsApart(UnaryOperator.identity());
    }

    @Test
    void aRemovedPredicateIsSeen() {
        assertThatThrownBy(() -> assertPredicatesKeepDistrictsApart(
                        sql -> sql.replace("from resident r where r.district_id = $1", "from resident r where true")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(Twins.MARK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table resident disable row level security",
                "drop policy one_district on resident; create policy one_district on resident using (true)",
                "create policy another on resident using (status = 'ACTIVE')"
            })
    void aRemovedPolicyIsSeen(String removal) throws SQLException {
        Database place = Fixture.fill();
        assertThat(foreignRows(place)).isFalse();
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(removal);
        }
        assertThat(foreignRows(place)).isTrue();
    }

    @Test
    void aMaskIsLiftedForThoseAlone() throws SQLException {
        assertThat(lifted(UnaryOperator.identity())).isEqualTo(expected());
    }

    @Test
    void aRemovedMaskIsSeen() throws SQLException {
        Map<String, Set<String>> lifted =
                lifted(sql -> sql.replace("overlay(r.phone placing '****' from 4 for 4)", "r.phone"));
        assertThat(lifted).isNotEqualTo(expected());
        assertThat(lifted.get("Resident.phone")).contains("district officer", "street officer");
    }

    private void assertPredicatesKeepDistrictsApart(UnaryOperator<String> changed) {
        Caller caller = Twins.omnipotent(HERE);
        try (Served unguarded = twins.unguarded(changed)) {
            for (Attack attack : ReadAttacks.shared().all())
                if (attack.places().isEmpty() || attack.variables().containsKey("id"))
                    assertThat(Twins.timeless(unguarded.ask(caller, attack.document(), attack.variables())))
                            .as(attack.document())
                            .isEqualTo(Twins.timeless(twins.alone.ask(caller, attack.document(), attack.variables())));
        }
    }

    private static boolean foreignRows(Database place) throws SQLException {
        try (ForeignSql sql = new ForeignSql(place)) {
            sql.enter(HERE);
            sql.keepsToItsDistrict("resident");
            return false;
        } catch (AssertionError seen) {
            return true;
        }
    }

    private static Map<String, Set<String>> lifted(UnaryOperator<String> changed) throws SQLException {
        Database place = Fixture.fill();
        try (Served served = new Served(Contract.load(), place, Limits.USUAL, changed)) {
            return Masks.lifted(served, place);
        }
    }

    private static Map<String, Set<String>> expected() {
        return LIFTED.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> callers(each.getValue())));
    }

    private static Set<String> callers(String names) {
        return names.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(names.split(", ")));
    }
}
