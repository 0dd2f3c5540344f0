package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.e2e.Soon.soon;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who is let in, and what the others are told. */
class TokenStory {
    private static final String QUESTION = "{ district { code } }";
    private static final String SOMEWHERE = "01900000-0000-7000-8000-000000990101";

    private final RunningDemo demo = RunningDemo.shared();
    private final Rows rows = demo.rows();

    @TestFactory
    Stream<DynamicTest> aBadTokenIsRefused() throws GeneralSecurityException {
        String good = token("140213-officer", "access_token");
        String[] parts = good.split("\\.");
        Map<String, String> bad = new HashMap<>();
        bad.put("garbage", "no.token.atall");
        bad.put("empty", "");
        bad.put("unsigned", encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".");
        bad.put("signature of another key", parts[0] + "." + parts[1] + "." + foreignSignature(parts));
        bad.put("changed", parts[0] + "." + encoded(decoded(parts[1]).replace("140213", "990101")) + "." + parts[2]);
        bad.put("for logging in, not for the API", token("140213-officer", "id_token"));
        bad.put("for another service", demo.realm().clientToken("linli-provisioner", "linli-provisioner-dev-secret"));
        return bad.entrySet().stream()
                .map(token -> DynamicTest.dynamicTest(
                        token.getKey(), () -> refuses(demo.bearer(token.getValue()), 401, "TOKEN_INVALID")));
    }

    @Test
    void aRefusedTokenIsToldAsTheStandardHasIt() {
        assertThat(demo.bearer("no.token.atall").ask(QUESTION).headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer "));
    }

    /** The client's tokens live for a second, and clocks may differ by five. */
    @Test
    void anExpiredTokenIsToldSo() {
        Visitor brief = demo.bearer(demo.realm().clientToken("integrator-140213-brief", "integrator-dev-secret"));
        assertThat(brief.ask(QUESTION).codes()).isEmpty();
        soon(() -> refuses(brief, 401, "TOKEN_EXPIRED"));
    }

    @Test
    void anEndedSessionIsRefused() {
        Visitor resident = demo.user("990101-resident");
        String subject = "01900000-0000-4000-9000-990101000011";
        assertThat(resident.ask(QUESTION).codes()).isEmpty();
        rows.run("insert into revocation (subject) values ('" + subject + "')");
        try {
            soon(() -> refuses(resident, 401, "TOKEN_INVALID"));
        } finally {
            rows.run("delete from revocation where subject = '" + subject + "'");
        }
        soon(() -> assertThat(resident.ask(QUESTION).codes()).isEmpty());
    }

    @Test
    void whoBelongsToNoDistrictAsksWhoTheyAreAndNothingElse() {
        Visitor newcomer = demo.user("newcomer", "");
        Answer me = newcomer.ask("{ me { id roles district { code } resident { id } duties { totalCount } } }");
        assertThat(me.codes()).isEmpty();
        assertThat(me.at("me/id").asString()).isEqualTo("account_01900000-0000-4000-9000-000000000001");
        assertThat(me.at("me/roles").valueStream().map(role -> role.asString())).containsExactly("ACCOUNT");
        assertThat(me.at("me/district").isNull()).isTrue();
        assertThat(me.at("me/resident").isNull()).isTrue();
        Contract.of(newcomer).type("Query").fields().values().stream()
                .filter(field -> !field.needsArguments() && !field.name().equals("me"))
                .forEach(field -> refuses(newcomer, 403, "NO_DISTRICT", "{ " + field.name() + field.anything() + " }"));
        refuses(newcomer, 403, "NO_DISTRICT", "{ me { id } streets { totalCount } }");
        refuses(newcomer.with("X-District", "140213"), 403, "NO_DISTRICT");
    }

    @Test
    void aTokenCarriesOneDistrict() {
        refuses(demo.user("commuter", "organization:*"), 403, "SEVERAL_DISTRICTS");
        for (String code : List.of("140213", "990101"))
            assertThat(demo.user("commuter", "organization:" + code)
                            .ask(QUESTION)
                            .at("district/code")
                            .asString())
                    .isEqualTo(code);
    }

    @Test
    void aSuspendedDistrictAnswersNobody() {
        List<Visitor> visitors = List.of(demo.guest("990101"), demo.user("990101-officer"), demo.integrator("990101"));
        rows.during("district", SOMEWHERE, Map.of("state", "SUSPENDED"), () -> {
            for (Visitor visitor : visitors) soon(() -> refuses(visitor, 403, "DISTRICT_SUSPENDED"));
            assertThat(demo.guest("140213").ask(QUESTION).codes()).isEmpty();
        });
        for (Visitor visitor : visitors)
            soon(() -> assertThat(visitor.ask(QUESTION).codes()).isEmpty());
    }

    @Test
    void guestsNameADistrict() {
        refuses(demo.stranger(), 400, "DISTRICT_REQUIRED");
        for (String code : List.of("999999", "1402", "abc", "'; drop table district; --"))
            refuses(demo.guest(code), 403, "DISTRICT_UNKNOWN");
    }

    private static void refuses(Visitor visitor, int status, String code) {
        refuses(visitor, status, code, QUESTION);
    }

    /** In both languages, without data, and without a word on how the server is made. */
    private static void refuses(Visitor visitor, int status, String code, String document) {
        Answer english = visitor.with("Accept-Language", "en").ask(document);
        Answer chinese = visitor.with("Accept-Language", "zh-CN").ask(document);
        for (Answer answer : List.of(english, chinese)) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
            assertThat(answer.codes()).containsExactly(code);
            assertThat(answer.json().has("data")).isFalse();
            assertThat(answer.text())
                    .doesNotContainPattern("(?i)exception|org\\.|java\\.|reactor|netty|\\bselect\\b|\\bat [a-z.]+\\(");
        }
        assertThat(english.messages().getFirst()).doesNotContainPattern("[\\u4e00-\\u9fff]");
        assertThat(chinese.messages().getFirst()).containsPattern("[\\u4e00-\\u9fff]");
    }

    private String token(String username, String kind) {
        return demo.realm().tokens(username, "organization:140213").path(kind).asString();
    }

    private static String foreignSignature(String[] token) throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.generateKeyPair().getPrivate());
        signature.update((token[0] + "." + token[1]).getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }
}
