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
    void languageAndRetentionAreChangedUnderTheSameVersion() {
        String saved = "... on SettingsSaved { version settings { language retention packages version } }";
        assertThat(writes.asked("guest", "{ settings { language retention version } }")
                        .toString())
                .contains("{\"language\":\"ZH_CN\",\"retention\":\"DAYS_90\",\"version\":null}");
        writes.refused("admin", "NOT_FOUND", "changeSettings(language: EN, expectedVersion: 1)");
        assertThat(writes.done("admin", "changeSettings(language: EN)", saved).toString())
                .contains("\"version\":1,\"settings\":{\"language\":\"EN\",\"retention\":\"DAYS_90\"", "\"MERCHANTS\"");
        writes.refused("admin", "VERSION_CONFLICT", "changeSettings(retention: DAYS_30)");
        writes.refused("admin", "VERSION_CONFLICT", packages(MOST, ""));
        assertThat(writes.done("admin", "changeSettings(retention: DAYS_30, expectedVersion: 1)", saved)
                        .toString())
                .contains("\"version\":2,\"settings\":{\"language\":\"EN\",\"retention\":\"DAYS_30\"");
        assertThat(writes.rows("select retention_days from district where id = :district"))
                .containsExactly("30");
        writes.fails("district officer", "FORBIDDEN", "changeSettings(language: EN)");
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
