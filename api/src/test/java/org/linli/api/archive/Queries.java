package org.linli.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.node;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import tools.jackson.databind.JsonNode;

/** Twenty questions about a district, from those who may ask them, and what they are answered. */
final class Queries {
    private record Query(String caller, String document) {}

    private static final List<Query> ALL = List.of(
            new Query("guest", "{ district { code name } streets { nodes { id code name } totalCount } }"),
            new Query("guest", "{ communities(orderBy: [NAME_ASC]) { nodes { id code name street { name } } } }"),
            new Query(
                    "guest",
                    "{ grids(orderBy: [NAME_DESC]) { nodes { id code name status } } compounds { nodes { id name } } }"),
            new Query("district officer", """
                    { residents(first: 50, orderBy: [NAME_ASC]) {
                        nodes { id name gender birthDate phone identityNumber dwelling dwellingRelation registeredAt } totalCount } }
                    """),
            new Query("grid worker", "{ residents { nodes { id name phone dwelling } totalCount } }"),
            new Query("resident", "{ me { id district { name } } pointsAccounts { nodes { id } } }"),
            new Query("district officer", "{ duties { nodes { id role position validFrom validTo } } }"),
            new Query(
                    "guest",
                    "{ merchants(orderBy: [NAME_ASC]) { nodes { id code name category status } totalCount } }"),
            new Query(
                    "merchant",
                    "{ merchantServices { nodes { id title pointsPrice status } } redemptions { nodes { id status } } }"),
            new Query("district officer", "{ merchantVisits { nodes { id visitedOn visitorName notes } } }"),
            new Query(
                    "district officer",
                    "{ pointsAccounts { nodes { id } totalCount } pointsPostings { nodes { id } totalCount } }"),
            new Query(
                    "guest",
                    "{ activities { nodes { id title startsAt status } totalCount } courses { nodes { id } } }"),
            new Query("district officer", """
                    { activities(first: 20) { nodes { id enrolments { nodes { id status resident { name } } totalCount } } } }
                    """),
            new Query(
                    "guest",
                    "{ calendarDays { nodes { day kind name } } workingTimes { nodes { weekday opensAt } } deadlines { nodes { kind amount } } }"),
            new Query("district officer", "{ evaluationCampaigns { nodes { id title opensAt closesAt } totalCount } }"),
            new Query(
                    "district officer",
                    "{ units { nodes { id name pairings { nodes { id status } } } } pairings { nodes { id } } }"),
            new Query(
                    "district officer",
                    "{ volunteers { nodes { id } } shifts { nodes { id } } projects { nodes { id } } ruleSets { nodes { id } } }"),
            new Query("admin", "{ webhooks { nodes { id name host status } } streams { totalCount } }"),
            new Query(
                    "district officer",
                    "{ updates(first: 50) { nodes { id cursor at } pageInfo { endCursor hasNextPage } } updateHead }"),
            new Query(
                    "district officer",
                    "{ importBatches { nodes { id status rowCount } } figures(scope: \"%s\") { key value } }"
                            .formatted(node(HERE, "street", 1))));

    private static final String PAGE =
            "query($after: String) { residents(first: 5, after: $after, orderBy: [NAME_ASC]) { nodes { id } pageInfo { endCursor } } }";
    private static final String NEWS =
            "query($after: Cursor) { updates(first: 5, after: $after) { nodes { id cursor } pageInfo { endCursor } } }";

    private Queries() {}

    /** All answers, in bytes that a client would get. */
    static List<String> answers(Served served) {
        List<String> answers = ALL.stream()
                .map(query -> asked(served, query.caller(), query.document(), Map.of())
                        .toString())
                .toList();
        assertThat(answers).hasSize(20).doesNotHaveDuplicates();
        return answers;
    }

    /** Places in a list and in the log, as a client has kept them. */
    static List<String> cursors(Served served) {
        return List.of(
                asked(served, "district officer", PAGE, Map.of())
                        .at("/residents/pageInfo/endCursor")
                        .asString(),
                asked(served, "district officer", NEWS, Map.of())
                        .at("/updates/pageInfo/endCursor")
                        .asString());
    }

    /** What comes behind such places. */
    static List<String> behind(Served served, List<String> cursors) {
        return List.of(
                asked(served, "district officer", PAGE, Map.of("after", cursors.getFirst()))
                        .toString(),
                asked(served, "district officer", NEWS, Map.of("after", cursors.getLast()))
                        .toString());
    }

    private static JsonNode asked(Served served, String caller, String document, Map<String, ?> variables) {
        Answer answer = served.ask(Objects.requireNonNull(Fixture.callers().get(caller)), document, variables);
        assertThat(answer.problems()).as(document + answer.told()).isEmpty();
        return Objects.requireNonNull(answer.data());
    }
}
