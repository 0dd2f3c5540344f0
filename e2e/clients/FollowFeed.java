import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Keeps a copy of a district's activities in step over server-sent events with a JDK alone: {@code java e2e/clients/FollowFeed.java}. A
 * real program takes a JSON library for what patterns do here.
 */
class FollowFeed {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String COPY = "{ updateHead activities(first: 100) { nodes { id status title } } }";
    private static final String FOLLOW =
            "subscription($after: Cursor) { updates(after: $after) { id cursor type entity { ... on Activity { id status title } } } }";
    private static final Pattern ACTIVITY = Pattern.compile(
            "\"id\" ?: ?\"(activity_[^\"]+)\", ?\"status\" ?: ?\"(\\w+)\", ?\"title\" ?: ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Away for too long, or a database that is another one now: copy anew. */
    private static final List<String> ANEW = List.of("CURSOR_EXPIRED", "INVALID_CURSOR");
    /** Log in anew, or mend the settings. */
    private static final List<String> FINAL = List.of("TOKEN_EXPIRED", "TOKEN_INVALID", "RIGHT_LOST", "FORBIDDEN", "DISTRICT_UNKNOWN", "CLIENT_NOT_GRANTED");

    private static final Map<String, String> activities = new ConcurrentHashMap<>();
    private static final Timer SILENCE = new Timer(true);
    private static String after;

    public static void main(String[] arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
                activities.forEach((id, activity) -> System.out.println("kept " + id + " " + activity))));
        while (true) {
            try {
                if (after != null || copy()) follow();
            } catch (IOException away) {
                System.err.println("ended: " + away);
            }
            Thread.sleep(1000);
        }
    }

    /** The copy and the cursor behind it, in one snapshot. */
    private static boolean copy() throws IOException, InterruptedException {
        String answer = HTTP.send(request(COPY, "application/json"), BodyHandlers.ofString()).body();
        after = value("updateHead", answer);
        if (after == null) {
            ended(answer);
            return false;
        }
        activities.clear();
        keep(answer);
        System.out.println("copied " + activities.size() + " activities");
        return true;
    }

    private static void follow() throws IOException, InterruptedException {
        var response = HTTP.send(request(FOLLOW, "text/event-stream"), BodyHandlers.ofInputStream());
        var event = new StringBuilder();
        TimerTask silence = leave(response.body());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                silence.cancel();
                silence = leave(response.body());
                // A refusal is no event stream.
                if (response.statusCode() != 200) ended(line);
                if (line.startsWith("data: ")) event.append(line.substring(6));
                if (!line.isEmpty() || event.isEmpty()) continue;
                if (value("cursor", event) == null) ended(event);
                else {
                    keep(event);
                    System.out.println(value("id", event) + " " + value("type", event));
                    after = value("cursor", event);
                }
                event.setLength(0);
            }
        } finally {
            silence.cancel();
        }
    }

    /** A server that is there says something every 15 seconds; one that says nothing may be gone unnoticed. */
    private static TimerTask leave(InputStream body) {
        var task = new TimerTask() {
            @Override
            public void run() {
                try {
                    body.close();
                } catch (IOException gone) {
                    System.err.println("ended: " + gone);
                }
            }
        };
        SILENCE.schedule(task, 45_000);
        return task;
    }

    private static void keep(CharSequence json) {
        ACTIVITY.matcher(json).results().forEach(found -> activities.put(found.group(1), found.group(2) + " " + found.group(3)));
    }

    /** Why a stream ends, and where to go on. */
    private static void ended(CharSequence errors) {
        String code = value("code", errors);
        System.err.println("ended: " + code);
        if (value("resumeAfter", errors) != null) after = value("resumeAfter", errors);
        if (code != null && ANEW.contains(code)) after = null;
        if (code != null && FINAL.contains(code)) System.exit(1);
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
