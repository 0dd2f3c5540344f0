import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Brings a district on board by the contracts, with a JDK alone: {@code java e2e/clients/OnboardDistrict.java 990888 示例新区 district.xlsx}. It
 * does by turns what an operator, two administrators and the officers of the district do, and asks for the password of each, or a token of the
 * console where it takes more than a password to log in; nobody's is kept. The first administrator's letter goes to {@code LINLI_ADMIN_EMAIL}. Without a
 * file it takes the example that the server has filled in. Called again it goes on where it was. A real program takes a JSON library for what patterns do
 * here.
 */
class OnboardDistrict {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    private static final URI SERVER = URI.create(environment("LINLI_URL", "http://localhost:8080"));
    private static final String MESSAGE = "{ __typename ... on Refusal { code message } }";
    private static String settings;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) end("java e2e/clients/OnboardDistrict.java CODE NAME [WORKBOOK.xlsx]");
        try {
            onboard(arguments);
        } catch (IOException | IllegalStateException reason) {
            end(reason instanceof NoSuchFileException ? "there is no file " + reason.getMessage() : reason.getMessage());
        }
    }

    private static void end(String why) {
        System.err.println(why);
        System.exit(1);
    }

    private static void onboard(String[] arguments) throws Exception {
        settings = send(HttpRequest.newBuilder(SERVER.resolve("/settings.json"))).body();
        String code = arguments[0];
        String email = environment("LINLI_ADMIN_EMAIL", "admin-" + code + "@example.test");
        byte[] file = arguments.length > 2
                ? Files.readAllBytes(Path.of(arguments[2]))
                : HTTP.send(HttpRequest.newBuilder(SERVER.resolve("/templates/example-" + code + ".xlsx")).build(), BodyHandlers.ofByteArray()).body();
        Person operator = new Person(environment("LINLI_OPERATOR", "operator"), null);
        String begun = operator.does("""
                mutation { onboardDistrict(district: { code: "%1$s", name: "%2$s",
                  administrator: { username: "admin-%1$s", email: "%4$s", name: "%2$s" } }) %3$s }""".formatted(code, arguments[1], MESSAGE, email));
        if (!begun.contains("OnboardingBegun") && !begun.contains("ONBOARDING_KNOWN")) throw new IOException("not begun");
        operator.sees("{ onboardings(where: { code: { eq: \"" + code + "\" } }) { nodes { status obstacle } } }", "READY");

        Person admin = new Person("admin-" + code, code);
        admin.brings("STREET, COMMUNITY, COMPOUND, GRID, STAFF, DUTY", file);

        // Roles that see people take a second person: of the first officer another administrator, of everybody else an officer.
        String second = admin.sees(granted("DISTRICT_ADMIN"), "\"username\" ?: ?\"(?!admin-" + code + "\")([^\"]+)\"");
        String officer = admin.sees(granted("DISTRICT_OFFICER"), "\"username\" ?: ?\"([^\"]+)\"");
        if (!admin.asks(granted("DISTRICT_OFFICER")).contains("GIVEN"))
            new Person(second, code).confirms("confirmRoles(grants", granted("DISTRICT_OFFICER").replace("(", "(first: 1, "), "grant");
        admin.sees(granted("DISTRICT_OFFICER"), "settledAt\" ?: ?\"");
        Person first = new Person(officer, code);
        for (int seconds = 0; !first.asks("{ setup(where: { step: { eq: STAFF } }) { nodes { state } } }").contains("DONE"); seconds++) {
            if (seconds > 120) throw new IOException("still somebody lacks: a grid worker with a duty that holds, or what was refused above");
            first.confirms("confirmRoles(grants", "{ roleGrants(where: { status: { eq: PROPOSED } }) { nodes { id } } }", "grant");
            first.confirms("confirmDuties(duties", "{ duties(where: { status: { eq: PROPOSED } }) { nodes { id } } }", "duty");
            Thread.sleep(1000);
        }

        first.brings("RESIDENT, MERCHANT", file);
        System.out.println("The key for the district's archives, told this once; keep it apart from them:");
        System.out.println(first.asks("mutation { issueArchiveKey { __typename ... on ArchiveKeyIssued { key } ... on Refusal { message } } }"));
        System.out.println(admin.asks("{ setup { nodes { step state lacking } } }"));
        admin.does("mutation { goLive " + MESSAGE + " }");
    }

    private static String environment(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    private static String granted(String role) {
        return "{ roleGrants(where: { role: { eq: " + role + " } }) { nodes { id status settledAt member { username } } } }";
    }

    /** Who does something, and the token with which; of operators, whose endpoint is another one, without a district. */
    private static final class Person {
        private final String username;
        private final String district;
        private String password;
        private String token;

        Person(String username, String district) {
            this.username = username;
            this.district = district;
        }

        /** The answer; nothing goes on after errors. A token lasts five minutes, and then there is a new one. */
        String asks(String document) throws Exception {
            var answer = token == null ? null : post(document);
            if (answer == null || answer.statusCode() == 401) {
                do token = logIn();
                while (token == null);
                answer = post(document);
            }
            if (answer.statusCode() != 200 || answer.body().contains("\"errors\"")) throw new IOException(username + ": " + answer.body());
            return answer.body();
        }

        private HttpResponse<String> post(String document) {
            return send(HttpRequest.newBuilder(SERVER.resolve(district == null ? "/platform/graphql" : "/graphql"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofString("{\"query\":\"" + document.replace("\"", "\\\"").replace("\n", " ") + "\"}")));
        }

        /** Says how a mutation ended; what was refused may have been done before. */
        String does(String document) throws Exception {
            String answer = asks(document);
            String refused = value("message", answer);
            System.out.println(username + ": " + value("__typename", answer) + (refused == null ? "" : " (" + refused + ")"));
            return answer;
        }

        /** Waits for it: for what the pattern's last group has found, or the pattern itself. */
        String sees(String document, String pattern) throws Exception {
            for (int seconds = 0; seconds < 600; seconds++) {
                String answer = asks(document);
                var found = Pattern.compile(pattern).matcher(answer);
                if (found.find()) return found.group(found.groupCount());
                if (answer.contains("FAILED")) throw new IOException(answer);
                if (seconds % 10 == 9) System.out.println("waiting: " + answer);
                Thread.sleep(1000);
            }
            throw new IOException("not seen within ten minutes: " + document);
        }

        void confirms(String mutation, String waiting, String prefix) throws Exception {
            for (String id : ids(prefix, asks(waiting))) does("mutation { " + mutation + ": [\"" + id + "\"]) " + MESSAGE + " }");
        }

        /** Sends a file, has it held against the rules, and has its rows taken over. */
        void brings(String kinds, byte[] file) throws Exception {
            String prepared = does("""
                    mutation { prepareImport(kinds: [%s], name: "district.xlsx", format: XLSX, size: %d) {
                      __typename ... on ImportPrepared { address dataImport { id } } ... on Refusal { code message } } }""".formatted(kinds, file.length));
            if (value("address", prepared) == null) throw new IOException("nothing is brought in");
            var sent = send(HttpRequest.newBuilder(SERVER.resolve(value("address", prepared))).PUT(BodyPublishers.ofByteArray(file)));
            if (sent.statusCode() / 100 != 2) throw new IOException("the file was not taken: " + sent.body());
            String id = ids("import", prepared).getFirst();
            String report = "{ dataImport(id: \"" + id + "\") { status rowCount addedCount knownCount faultCount faults(first: 20) { nodes { kind rowNumber columnName message } } } }";
            does("mutation { checkImport(dataImport: \"" + id + "\") " + MESSAGE + " }");
            sees(report, "\"CHECKED\"");
            System.out.println(asks(report));
            does("mutation { runImport(dataImport: \"" + id + "\") " + MESSAGE + " }");
            sees(report, "\"DONE\"");
        }

        /** Authorization code with PKCE (RFC 7636), on the page that a browser would show; null where the password is not taken. */
        private String logIn() throws Exception {
            if (password == null) {
                System.out.printf("Password of %s%s, or a token of the console: ", username, district == null ? "" : ", chosen by the link of the letter");
                // Unseen where somebody types.
                boolean typed = System.console() != null && System.console().isTerminal();
                password = typed ? String.valueOf(System.console().readPassword()) : IN.readLine();
                if (password == null) throw new IOException("nobody types a password");
                password = password.strip();
            }
            if (password.startsWith("eyJ")) {
                String pasted = password;
                password = null;
                return pasted;
            }
            var cookies = new TreeMap<String, String>();
            String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
            String client = value(district == null ? "console" : "client", settings);
            String console = SERVER.resolve("/console").toString();
            byte[] challenge = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            var page = browse(cookies, HttpRequest.newBuilder(keycloak("auth?" + form(Map.of("response_type", "code", "client_id", client, "redirect_uri", console,
                    "scope", district == null ? "openid" : "openid organization:" + district, "code_challenge_method", "S256",
                    "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(challenge))))));
            // In a district the username is asked for on one page, the password on the next.
            for (int pages = 0; pages < 2 && page.statusCode() == 200; pages++)
                page = browse(cookies, posted(form(page.body()), Map.of("username", username, "password", password)));
            var code = Pattern.compile("[?&]code=([^&]+)").matcher(page.headers().firstValue("Location").orElse(""));
            if (!code.find()) {
                System.out.println(username + " is not logged in: is the password right, and is it all that the page asks for?");
                password = null;
                return null;
            }
            String answer = send(posted(keycloak("token"), Map.of("grant_type", "authorization_code", "client_id", client,
                    "redirect_uri", console, "code", code.group(1), "code_verifier", verifier))).body();
            String got = value("access_token", answer);
            if (got == null) throw new IllegalStateException(username + " gets no token: " + value("error_description", answer));
            return got;
        }
    }

    private static URI keycloak(String endpoint) {
        return URI.create(value("issuer", settings) + "/protocol/openid-connect/" + endpoint);
    }

    private static HttpResponse<String> browse(Map<String, String> cookies, HttpRequest.Builder request) {
        if (!cookies.isEmpty()) request.header("Cookie", String.join("; ", cookies.values()));
        var answer = send(request);
        for (String cookie : answer.headers().allValues("Set-Cookie")) cookies.put(cookie.split("=")[0], cookie.split(";")[0]);
        return answer;
    }

    private static HttpRequest.Builder posted(URI address, Map<String, String> fields) {
        return HttpRequest.newBuilder(address).header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form(fields)));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8)).collect(Collectors.joining("&"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException away) {
            throw new IllegalStateException("no answer from " + SERVER + ": " + away, away);
        }
    }

    /** The first value of this name, null without one. */
    private static String value(String name, String json) {
        var found = Pattern.compile("\"" + name + "\" ?: ?\"([^\"]+)").matcher(json);
        return found.find() ? found.group(1) : null;
    }

    private static List<String> ids(String prefix, String json) {
        return Pattern.compile("\"id\" ?: ?\"(" + prefix + "_[^\"]+)").matcher(json).results().map(id -> id.group(1)).toList();
    }

    /** Where the page sends what is typed. */
    private static URI form(String page) {
        var action = Pattern.compile("id=\"kc-form-login\"[^>]* action=\"([^\"]+)\"").matcher(page);
        if (!action.find()) throw new IllegalStateException("Keycloak asks for more than a password; take a token of the console");
        return URI.create(action.group(1).replace("&amp;", "&"));
    }
}
