package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final String SET = "... on PackagesSet { version settings { packages version } }";
    private static final String MOST = "POINTS, ACTIVITIES, UNITS, EVALUATIONS, FILES, FIGURES, WEBHOOKS";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aDistrictHasAllPackagesUntilItSaysOtherwise() {
        assertThat(writes.asked("guest", "{ settings { packages version } }").toString())
                .isEqualTo(
                        "{\"settings\":{\"packages\":[\"ACTIVITIES\",\"EVALUATIONS\",\"FIGURES\",\"FILES\",\"MERCHANTS\","
                                + "\"POINTS\",\"UNITS\",\"WEBHOOKS\"],\"version\":null}}");
    }

    @Test
    void itsAdministratorSwitchesPackagesUnderTheVersionThatIsThere() {
        assertThat(writes.done("admin", packages("FILES, FIGURES, FILES", ""), SET)
                        .toString())
                .contains("\"version\":1,\"settings\":{\"packages\":[\"FIGURES\",\"FILES\"],\"version\":1}");
        assertThat(writes.done("admin", packages(MOST, "expectedVersion: 1"), SET)
                        .toString())
                .contains("\"version\":2", "\"UNITS\"")
                .doesNotContain("MERCHANTS");
        assertThat(
                        writes.rows(
                                "select name || ' ' || subject_type from event where district_id = :district and name like 'PACKAGES%'"))
                .containsExactly("PACKAGES_SWITCHED District", "PACKAGES_SWITCHED District");
        assertThat(writes.asked("guest there", "{ settings { version packages } }")
                        .toString())
                .contains("\"version\":null", "MERCHANTS");
        assertThat(writes.asked("auditor", "{ district { history { nodes { event } } } }")
                        .toString())
                .contains("PACKAGES_SWITCHED");
    }

    @Test
    void nobodyElseSwitchesThem() {
        for (String caller : new String[] {"district officer", "auditor", "integrator", "resident", "guest"})
            writes.fails(caller, "FORBIDDEN", packages("POINTS", ""));
    }

    @Test
    void aPackageWithoutWhatItNeedsIsRefused() {
        assertThat(writes.refused("admin", "PACKAGE_NEEDED", packages("FILES, MERCHANTS", ""))
                        .path("message")
                        .asString())
                .isEqualTo("MERCHANTS needs POINTS. Switch POINTS on as well, or MERCHANTS off.");
        writes.refused("admin", "PACKAGE_NEEDED", packages("UNITS", ""));
        writes.refused("admin", "PACKAGE_NEEDED", packages("ACTIVITIES", ""));
        writes.done("admin", packages("", ""), SET);
    }

    @Test
    void whoHasNotSeenWhatIsThereIsRefused() {
        writes.refused("admin", "NOT_FOUND", packages(MOST, "expectedVersion: 1"));
        writes.done("admin", packages(MOST, ""), SET);
        writes.refused("admin", "VERSION_CONFLICT", packages("", ""));
        writes.refused("admin", "VERSION_CONFLICT", packages("", "expectedVersion: 2"));
        writes.done("admin", packages("", "expectedVersion: 1"), SET);
    }

    private static String packages(String packages, String expected) {
        return "setPackages(packages: [%s] %s)".formatted(packages, expected);
    }
}
