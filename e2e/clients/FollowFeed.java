import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/**
 * Follows a district over server-sent events with a JDK alone: {@code java e2e/clients/FollowFeed.java}. A real program takes a JSON
 * library for what a pattern does here.
 */
class FollowFeed {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String COPY = "{ updateHead activities(first: 100) { totalCount } }";
    private static final String FOLLOW = "subscription($after: Cursor) { updates(after: $after) { id cursor type } }";
    private static String after;

    public static void main(String[] arguments) throws InterruptedException {
        while (true) {
            try {
                if (after == null) copy();
                follow();
            } catch (java.io.IOException away) {
                System.err.println("ended: " + away);
            }
            Thread.sleep(1000);
        }
    }

    /** The copy and the cursor behind it, in one snapshot. */
    private static void copy() throws java.io.IOException, InterruptedException {
        String answer = HTTP.send(request(COPY, "application/json"), BodyHandlers.ofString()).body();
        after = value("updateHead", answer);
        if (after != null) System.out.println("copied " + value("totalCount", answer) + " activities");
    }

    private static void follow() throws java.io.IOException, InterruptedException {
        var event = new StringBuilder();
        try (var lines = HTTP.send(request(FOLLOW, "text/event-stream"), BodyHandlers.ofLines()).body()) {
            lines.forEach(line -> {
                if (line.startsWith("data: ")) event.append(line.substring(6));
                if (!line.isEmpty() || event.isEmpty()) return;
                if (value("cursor", event) == null) ended(event);
                else {
                    System.out.println(value("id", event) + " " + value("type", event));
                    after = value("cursor", event);
                }
                event.setLength(0);
            });
        } catch (java.io.UncheckedIOException cut) {
            throw cut.getCause();
        }
    }

    /** Why a stream ends, and where to go on. */
    private static void ended(CharSequence errors) {
        String code = value("code", errors);
        System.err.println("ended: " + code);
        if (value("resumeAfter", errors) != null) after = value("resumeAfter", errors);
        if ("CURSOR_EXPIRED".equals(code)) after = null; // away for too long: copy anew
        if ("TOKEN_EXPIRED".equals(code) || "RIGHT_LOST".equals(code)) System.exit(1); // log in anew
    }

    private static HttpRequest request(String query, String accept) {
        var body = "{\"query\":\"%s\",\"variables\":{%s}}"
                .formatted(query, query.startsWith("{") ? "" : "\"after\":\"" + after + "\"");
        var request = HttpRequest.newBuilder(URI.create(environment("LINLI_URL", "http://localhost:8080") + "/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString(body));
        var token = environment("LINLI_TOKEN", "");
        if (token.isEmpty()) request.header("X-District", environment("LINLI_DISTRICT", "140213"));
        else request.header("Authorization", "Bearer " + token);
        return request.build();
    }

    private static String environment(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    /** The first value of this name, null without one. */
    private static String value(String name, CharSequence json) {
        var found = Pattern.compile("\"" + name + "\" ?: ?\"?([^\",}]+)").matcher(json);
        return found.find() ? found.group(1) : null;
    }
}
