package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.OPERATOR;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.tenancy.identity.Platform;
import tools.jackson.databind.JsonNode;

/** What operators ask for where districts move from cell to cell; nobody works it off here. */
class MovesTest {
    private final String here = "district: \"" + node(HERE) + "\"";
    private final String east = "moveDistrict(" + here + ", cell: \"east\")";
    private final Writes writes = Writes.ofPlatform();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void oneMoveIsAskedForAtATimeAndTakenBack() {
        JsonNode begun = writes.done(
                OPERATOR,
                "moveDistrict(" + here + ", cell: \"east\", at: \"2030-01-01T00:00:00Z\", leaveClients: true)",
                "... on MoveBegun { move { id status fromCell toCell obstacle rows frozenAt leavesClients district { cell frozenAt moves { totalCount } } } }",
                "once");
        String id = begun.at("/move/id").asString();
        assertThat(begun.path("move").toString())
                .isEqualTo("{\"id\":\"" + id
                        + "\",\"status\":\"REQUESTED\",\"fromCell\":\"home\",\"toCell\":\"east\",\"obstacle\":null,\"rows\":null,\"frozenAt\":null,\"leavesClients\":true,"
                        + "\"district\":{\"cell\":\"home\",\"frozenAt\":null,\"moves\":{\"totalCount\":1}}}");
        assertThat(writes.rows("select next_at::date::text from job where kind = 'move-district'"))
                .containsExactly("2030-01-01");
        writes.refused(OPERATOR, "MOVE_REFUSED", east);
        assertThat(writes.done(
                                OPERATOR,
                                "cancelMove(move: \"" + id + "\")",
                                "... on MoveTakenBack { move { status history { nodes { event } } } }",
                                "back")
                        .toString())
                .contains("\"status\":\"CANCELLED\"", "DISTRICT_MOVE_REQUESTED", "DISTRICT_MOVE_CANCELLED");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "cancelMove(move: \"" + id + "\")");
        writes.refused(OPERATOR, "NOT_FOUND", "cancelMove(move: \"move_" + HERE.id() + "\")");
        // Until what was begun is undone, no other may begin.
        writes.refused(OPERATOR, "MOVE_REFUSED", east);
    }

    /** Before the time that was asked for nobody is kept from writing. */
    @Test
    void aMoveIsTriedAtOnceWhereSomethingIsInItsWay() {
        String id = writes.done(
                        OPERATOR,
                        "moveDistrict(" + here + ", cell: \"east\", at: \"2030-01-01T00:00:00Z\")",
                        "... on MoveBegun { move { id } }",
                        null)
                .at("/move/id")
                .asString();
        String retry = "retryMove(move: \"" + id + "\")";
        writes.refused(OPERATOR, "MOVE_NOT_HINDERED", retry);
        writes.sql("update district_move set obstacle = 'BUSY'");
        assertThat(writes.done(
                                OPERATOR,
                                retry,
                                "... on MoveTried { move { status obstacle history { nodes { event } } } }",
                                "again")
                        .toString())
                .contains("\"status\":\"REQUESTED\",\"obstacle\":\"BUSY\"", "DISTRICT_MOVE_RETRIED");
        assertThat(writes.rows("select next_at <= now() from job where kind = 'move-district'"))
                .containsExactly("t");
        writes.refused(OPERATOR, "NOT_FOUND", "retryMove(move: \"move_" + HERE.id() + "\")");
        writes.fails("admin", "FORBIDDEN", retry);
    }

    @Test
    void aDistrictThatCannotMoveIsToldWhy() {
        for (String cell : new String[] {"home", "west"})
            writes.refused(OPERATOR, "MOVE_REFUSED", "moveDistrict(" + here + ", cell: \"" + cell + "\")");
        writes.refused(
                OPERATOR, "NOT_FOUND", "moveDistrict(district: \"district_" + Platform.ID + "\", cell: \"east\")");
        for (String state : new String[] {"OPENING", "LEAVING"}) {
            writes.sql("update district set state = '" + state + "' where id = :district");
            writes.refused(OPERATOR, "MOVE_REFUSED", east);
        }
    }

    @Test
    void aDistrictLeavesFromHome() {
        String leave = "requestDeletion(" + here + ", graceDays: 7, reason: \"合并\")";
        writes.done(OPERATOR, "moveDistrict(" + here + ", cell: \"east\", at: \"2030-01-01T00:00:00Z\")", "", "once");
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        writes.refused(OPERATOR, "HOME_NEEDED", leave);
        writes.sql("update district_move set status = 'DONE' where target_id = :district");
        writes.sql("update district set cell = 'east' where id = :district");
        assertThat(writes.refused(OPERATOR, "HOME_NEEDED", leave)
                        .path("message")
                        .asString())
                .contains(" east ");
    }
}
