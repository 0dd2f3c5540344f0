package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/** Any resident volunteers. */
class VolunteersTest {
    private static final String SAVED =
            "... on VolunteerSaved { volunteer { name skills version community { name } history { nodes { event } } } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aResidentJoinsOnceAndTellsTheSkills() {
        JsonNode joined = writes.done("resident", "joinVolunteers(skills: [\"书法\", \" 急救 \", \"书法\"])", SAVED);
        assertThat(joined.at("/volunteer/skills").toString()).isEqualTo("[\"书法\",\"急救\"]");
        assertThat(joined.at("/volunteer/community/name").asString()).isEqualTo("太和社区");
        assertThat(joined.findValuesAsString("event")).containsExactly("VOLUNTEER_JOINED");
        assertThat(joined.at("/volunteer/version").asInt()).isEqualTo(2);
        String id = writes.rows("select id from volunteer where district_id = :district and resident_id = '"
                        + Fixture.id(HERE, "resident", 1) + "'")
                .getFirst();
        // On a node that does not know it yet.
        writes.refused("resident", "ALREADY_VOLUNTEER", "joinVolunteers");
        var now = Callers.with(writes.caller("resident"), Role.VOLUNTEER, UUID.fromString(id));
        writes.refused(now, "ALREADY_VOLUNTEER", "joinVolunteers");
        writes.refused(now, "VERSION_CONFLICT", "changeSkills(skills: [], expectedVersion: 1)");
        writes.refused(now, "TOO_MANY_SKILLS", "changeSkills(skills: [" + many(21) + "], expectedVersion: 2)");
        JsonNode changed =
                writes.done(now, "changeSkills(skills: [" + many(20) + "], expectedVersion: 2)", SAVED, null);
        assertThat(changed.at("/volunteer/skills").size()).isEqualTo(20);
        assertThat(writes.done(now, "changeSkills(skills: [], expectedVersion: 3)", SAVED, null)
                        .at("/volunteer/skills")
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void joiningIsRefused() {
        writes.refused("resident", "TOO_MANY_SKILLS", "joinVolunteers(skills: [" + many(21) + "])");
        var nobody = Callers.with(writes.caller("resident"), Role.VOLUNTEER, Fixture.id(HERE, "volunteer", 99));
        writes.refused(nobody, "NOT_FOUND", "changeSkills(skills: [], expectedVersion: 1)");
        writes.fails("resident", "INVALID_TEXT", "joinVolunteers(skills: [\" \"])");
        writes.fails("grid worker", "FORBIDDEN", "joinVolunteers");
        writes.fails("resident", "FORBIDDEN", "changeSkills(skills: [], expectedVersion: 1)");
    }

    /** The record from before they had an account, or of an earlier one, becomes theirs, and stays one. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "'00000000-0000-0000-0000-000000000098'"})
    void whoIsKnownAsAVolunteerStaysTheSame(String before) {
        String known = Fixture.id(HERE, "volunteer", 9).toString();
        writes.sql("update volunteer set resident_id = '%s', subject = %s where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "resident", 1), before, known));
        writes.done("resident", "joinVolunteers", SAVED);
        assertThat(writes.rows("select id from volunteer where district_id = :district and resident_id = '"
                        + Fixture.id(HERE, "resident", 1) + "'"))
                .containsExactly(known);
    }

    private static String many(int skills) {
        return IntStream.range(0, skills).mapToObj(n -> "\"技能" + n + "\"").collect(Collectors.joining(", "));
    }
}
