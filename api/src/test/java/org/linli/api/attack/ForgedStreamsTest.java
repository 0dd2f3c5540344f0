package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import graphql.schema.GraphQLFieldDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.linli.api.Served;
import org.linli.schema.District;
import tools.jackson.databind.json.JsonMapper;

/** Streams, over HTTP: what was missed behind a cursor of another district, and under a filter that names its rows. */
class ForgedStreamsTest {
    private static final String CURSOR = "{ updates(first: 5) { edges { __typename cursor } } }";

    private final Twins twins = Twins.shared();
    private final ReadAttacks reads = ReadAttacks.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    /** The filter is that of the field of Query, which {@link ForgedReadsTest} takes apart. */
    @Test
    void everySubscriptionIsAttacked() {
        Set<String> places = new TreeSet<>();
        for (GraphQLFieldDefinition field :
                twins.both.schema().getSubscriptionType().getFieldDefinitions())
            field.getArguments().forEach(argument -> places.add(field.getName() + "(" + argument.getName() + ")"));
        assertThat(places).containsExactly("updates(after)", "updates(where)");
        System.out.printf("attacked: %d arguments of subscriptions%n", places.size());
    }

    @Test
    void aStreamTellsOfItsDistrictOnly() throws Exception {
        // A stream leaves a row of its own.
        Twins own = new Twins();
        try (Served served = new Served(own.place)) {
            String foreign = reads.cursors(CURSOR).getFirst();
            String refitted = reads.cursors(CURSOR).getLast();
            assertThat(followed(served, HERE, foreign, "")).contains("INVALID_CURSOR");
            String entity = reads.there().of("Activity", "id").getFirst().asString();
            for (String where : List.of("", ", where: {entity: {id: {ne: \"" + entity + "\"}}}"))
                assertThat(followed(served, HERE, refitted, where))
                        .contains("event: next", "update_")
                        .doesNotContain(Twins.MARK, THERE.id().toString());
            assertThat(followed(served, HERE, refitted, ", where: {entity: {id: {eq: \"" + entity + "\"}}}"))
                    .doesNotContain("update_");
            assertThat(followed(served, THERE, foreign, "")).contains("update_");
        }
    }

    /** What comes within a second. */
    private String followed(Served served, District district, String cursor, String where)
            throws IOException, InterruptedException {
        String document = "subscription($after: Cursor) { updates(after: $after%s) { id entity { __typename } } }"
                .formatted(where);
        HttpResponse<InputStream> stream = http.send(
                HttpRequest.newBuilder(served.at("/graphql"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .header("X-District", district.code())
                        .POST(BodyPublishers.ofString(JsonMapper.shared()
                                .writeValueAsString(Map.of("query", document, "variables", Map.of("after", cursor)))))
                        .build(),
                BodyHandlers.ofInputStream());
        StringBuilder told = new StringBuilder();
        try (InputStream body = stream.body()) {
            CompletableFuture<Void> read = CompletableFuture.runAsync(() -> {
                byte[] bytes = new byte[8192];
                try {
                    for (int n = body.read(bytes); n >= 0; n = body.read(bytes))
                        synchronized (told) {
                            told.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                        }
                } catch (IOException closed) {
                    // By us, below.
                }
            });
            read.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        }
        synchronized (told) {
            return told.toString();
        }
    }
}
