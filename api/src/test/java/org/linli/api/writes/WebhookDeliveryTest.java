package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import com.standardwebhooks.Webhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.linli.api.fixture.Served;
import org.linli.api.writes.WebhookReceiver.Message;
import org.linli.api.writes.WebhookReceiver.Reply;
import org.linli.live.webhooks.Deliverer;
import org.linli.live.webhooks.Receiver;
import org.linli.live.webhooks.ReceiverAddresses;
import org.linli.live.webhooks.Sender;
import org.linli.live.webhooks.TestDelivery;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Absentees;
import org.linli.tenancy.jobs.Job;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks as they are sent: by nodes that come and go, to receivers that do too. What happens are days of the district's calendar. */
@Execution(ExecutionMode.CONCURRENT)
class WebhookDeliveryTest {
    private static final String PAYLOAD =
            "subscription { updates(where: {type: {eq: CALENDAR_DAY_CHANGED}}) { id type ... on CalendarDayChanged { day } } }";
    private final LocalDate firstDay = LocalDate.now(HERE.zone()).plusDays(10);

    private final Writes writes = new Writes();
    private final MovedClock clock = new MovedClock();
    private final List<AutoCloseable> nodes = new ArrayList<>();
    private final DatabaseSettings settings = DatabaseSettings.of(
            writes.database().host(),
            writes.database().port(),
            writes.database().name(),
            writes.database().app().user(),
            writes.database().app().password());
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final Map<LocalDate, Integer> versions = new LinkedHashMap<>();
    private String began = "";

    @TempDir
    private Path folder;

    /** A clock that is moved, and goes on from there. */
    private static final class MovedClock extends Clock {
        volatile Duration ahead = Duration.ZERO;

        void move(Duration more) {
            ahead = ahead.plus(more);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    @BeforeEach
    void numbered() {
        number();
        began = writes.asked("integrator", "{ updateHead }").path("updateHead").stringValue();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable node : nodes.reversed()) node.close();
        receiver.close();
        writes.close();
    }

    @Test
    void anUpdateIsSentSignedAndNoted() throws Exception {
        JsonNode added = registered(receiver.address());
        node();
        day(0);
        soon(() -> receiver.taken.size() == 1);
        Message message = receiver.taken.getFirst();
        new Webhook(added.path("secret").stringValue()).verify(message.body(), message.headers());
        assertThat(message.update().path("type").stringValue()).isEqualTo("CALENDAR_DAY_CHANGED");
        assertThat(message.update().path("day").stringValue()).isEqualTo(firstDay.toString());
        String id = added.at("/webhook/id").stringValue();
        assertThat(message.id()).isEqualTo(message.update().path("id").stringValue() + "_" + id);
        soon(() -> asked(id).path("waiting").intValue() == 0);
        JsonNode webhook = asked(id);
        assertThat(webhook.path("status").stringValue()).isEqualTo("ACTIVE");
        assertThat(webhook.path("lag").intValue()).isZero();
        assertThat(webhook.path("lastSuccessAt").isNull()).isFalse();
        assertThat(webhook.path("perMinute").doubleValue()).isEqualTo(0.2);
        assertThat(webhook.path("readUpTo"))
                .isEqualTo(writes.asked("admin", "{ updates(last: 1) { nodes { at } } }")
                        .at("/updates/nodes/0/at"));
        JsonNode delivery = webhook.at("/deliveries/nodes/0");
        assertThat(delivery.path("messageId").stringValue()).isEqualTo(message.id());
        assertThat(delivery.path("status").stringValue()).isEqualTo("DELIVERED");
        assertThat(delivery.path("statusCode").intValue()).isEqualTo(204);
        assertThat(delivery.path("updateType").stringValue()).isEqualTo("CALENDAR_DAY_CHANGED");
        assertThat(delivery.at("/update/id")).isEqualTo(message.update().path("id"));
    }

    @Test
    void eachRecordIsToldInOrderWhateverFails() throws Exception {
        registered(receiver.address());
        Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
        // Every third message is refused the first time.
        receiver.replies = message -> new Reply(
                message.update().path("day").stringValue("").hashCode() % 3 == 0
                                && attempts.computeIfAbsent(message.id(), id -> new AtomicInteger())
                                                .incrementAndGet()
                                        == 1
                        ? 500
                        : 200);
        node();
        for (int i = 0; i < 60; i++) day(i % 12);
        while (receiver.taken.size() < 60) {
            clock.move(Duration.ofSeconds(30));
            Thread.sleep(200);
        }
        complete();
    }

    @Test
    void whatHappensWhileAReceiverIsDownForAnHourComesAfterwards() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message -> new Reply(503);
        node();
        for (int i = 0; i < 30; i++) day(i % 5);
        soon(() -> receiver.seen.stream().map(Message::id).distinct().count() == 5);
        clock.move(Duration.ofMinutes(30));
        soon(() -> asked(id).path("failures").intValue() >= 10);
        assertThat(receiver.taken).isEmpty();
        receiver.replies = message -> new Reply(200);
        clock.move(Duration.ofMinutes(30));
        soon(() -> receiver.taken.size() == 30);
        complete();
        soon(() -> asked(id).path("waiting").intValue() == 0);
        assertThat(asked(id).path("failures").intValue()).isZero();
    }

    @Test
    void aReceiverThatIsBackIsSentWhatWaits() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message -> {
            throw new IllegalStateException("closes the connection");
        };
        node();
        for (int i = 0; i < 3; i++) day(i);
        soon(() -> asked(id).path("failures").intValue() == 3);
        clock.move(Duration.ofSeconds(6));
        soon(() -> asked(id).path("failures").intValue() == 6);
        receiver.replies = message -> new Reply(200);
        day(3);
        soon(() -> receiver.taken.size() == 4);
        complete();
    }

    @Test
    void whatAReceiverRefusesIsNotSentAgainWheneverItTakesSomethingElse() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message ->
                new Reply(message.update().path("day").stringValue("").equals(firstDay.toString()) ? 400 : 200);
        node();
        day(0);
        soon(() -> asked(id).path("failures").intValue() == 1);
        for (int i = 1; i <= 5; i++) day(i);
        soon(() -> receiver.taken.size() == 5);
        assertThat(delivery(id, 0).path("attempts").intValue()).isEqualTo(1);
    }

    @Test
    void anotherNodeGoesOnWhereOneEnds() throws Exception {
        registered(receiver.address());
        Deliverer one = node();
        receiver.replies = message -> {
            slowly(200);
            return new Reply(200);
        };
        for (int i = 0; i < 40; i++) day(i % 4);
        soon(() -> receiver.taken.size() > 5);
        one.close();
        int taken = receiver.taken.size();
        assertThat(taken).isLessThan(40);
        receiver.replies = message -> new Reply(200);
        node();
        soon(() -> receiver.taken.size() == 40);
        complete();
    }

    /** One that hangs is left its lease, and no longer. */
    @Test
    void anotherNodeTakesOverFromOneThatDied() throws Exception {
        registered(receiver.address());
        CountDownLatch dead = new CountDownLatch(1);
        AtomicInteger first = new AtomicInteger();
        receiver.replies = message -> {
            if (first.incrementAndGet() <= 4) hold(dead);
            return new Reply(200);
        };
        node();
        for (int i = 0; i < 20; i++) day(i % 4);
        soon(() -> receiver.seen.size() >= 4);
        clock.move(Duration.ofMinutes(2));
        node();
        soon(() -> receiver.taken.stream().map(Message::id).distinct().count() == 20);
        dead.countDown();
        complete();
    }

    @Test
    void aSlowReceiverKeepsNoOtherWaiting() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (WebhookReceiver slow = new WebhookReceiver()) {
            slow.replies = message -> {
                hold(held);
                return new Reply(200);
            };
            registered(slow.address());
            registered(receiver.address());
            node();
            for (int i = 0; i < 10; i++) day(i);
            soon(() -> receiver.taken.size() == 10);
            assertThat(slow.taken).isEmpty();
            held.countDown();
        }
    }

    @Test
    void whatIsTriedForADayInVainIsADeadLetterAndCanBeSentAgain() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message ->
                new Reply(message.update().path("day").stringValue("").equals(firstDay.toString()) ? 500 : 200);
        node();
        day(0);
        for (int i = 1; i <= 11; i++) {
            int attempts = i;
            day(1);
            soon(() -> receiver.taken.size() == attempts);
            soon(() -> delivery(id, 0).path("attempts").intValue() == attempts);
            clock.move(Duration.ofHours(11));
        }
        assertThat(delivery(id, 0).path("status").stringValue()).isEqualTo("DEAD");
        assertThat(delivery(id, 0).path("failure").stringValue()).isEqualTo("STATUS");
        assertThat(delivery(id, 0).path("nextAttemptAt").isNull()).isTrue();
        receiver.replies = message -> new Reply(200);
        String dead = delivery(id, 0).path("id").stringValue();
        writes.done(
                "integrator",
                "replayDelivery(delivery: \"" + dead + "\")",
                "... on DeliveryReplayBegun { delivery { status } }");
        soon(() -> delivery(id, 0).path("status").stringValue().equals("DELIVERED"));
        assertThat(receiver.taken.getLast().id())
                .isEqualTo(delivery(id, 0).path("messageId").stringValue());
        complete();
    }

    @Test
    void aStretchIsSentAgainWithTheSameIds() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        node();
        for (int i = 0; i < 5; i++) day(i);
        soon(() -> receiver.taken.size() == 5);
        soon(() -> asked(id).path("waiting").intValue() == 0);
        List<String> stretch = new ArrayList<>();
        for (int i = 1; i <= 3; i++)
            stretch.add(delivery(id, i).path("messageId").stringValue());
        writes.done(
                "integrator",
                "replayWebhook(webhook: \"%s\", after: \"%s\", upTo: \"%s\")"
                        .formatted(id, cursor(id, 0), cursor(id, 3)),
                "... on WebhookReplayBegun { webhook { id } }");
        soon(() -> receiver.taken.size() == 8);
        assertThat(ids().subList(5, 8)).containsExactlyInAnyOrderElementsOf(stretch);
    }

    /** While so much waits that no more is read, and none of it is due, nobody takes it up over and over. */
    @Test
    void aReplayWaitsWhileNothingIsDue() throws Exception {
        registered(receiver.address());
        writes.sql("""
                insert into webhook_delivery (district_id, id, webhook_id, event_id, position, entity_id, next_at, created_at)
                select :district, uuidv7(), u.webhook_id, uuidv7(), n, uuidv7(), now() + interval '1 hour', now()
                  from webhook_due u, generate_series(1, 500) n where u.district_id = :district
                """);
        writes.sql("update webhook_due set due_at = '-infinity' where district_id = :district");
        writes.sql(
                "update webhook set replay_after = 0, replay_up_to = 1 where district_id = :district and status = 'ACTIVE'");
        node();
        String released =
                "select lease from webhook_due where district_id = :district and lease > 0 and leased_until is null";
        soon(() -> !writes.rows(released).isEmpty());
        Thread.sleep(1000);
        assertThat(writes.rows(released)).allMatch(lease -> Integer.parseInt(lease) <= 3);
    }

    @Test
    void oneThatTakesNothingForADayIsPausedAndLosesNothing() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message -> new Reply(500);
        node();
        day(0);
        soon(() -> asked(id).path("failures").intValue() == 1);
        clock.move(Duration.ofHours(25));
        paused(id, "RECEIVER_FAILING");
        day(1);
        receiver.replies = message -> new Reply(200);
        writes.done("integrator", "resumeWebhook(webhook: \"" + id + "\")", "");
        soon(() -> receiver.taken.size() == 2);
        complete();
    }

    @Test
    void oneThatIsGoneIsPausedAtOnce() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message -> new Reply(410);
        node();
        day(0);
        paused(id, "RECEIVER_GONE");
        assertThat(receiver.seen).hasSize(1);
    }

    @Test
    void oneWhoseRightIsGoneIsToldNothingMore() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        writes.sql("update webhook set granted_at = now() - interval '1 hour' where district_id = :district");
        writes.sql(
                "insert into revocation (subject, district_id, before) values ('%s', :district, now() - interval '1 minute')"
                        .formatted(writes.caller("integrator").subject()));
        node();
        day(0);
        paused(id, "RIGHT_LOST");
        assertThat(receiver.seen).isEmpty();
        // Whoever may ask again, may go on again.
        writes.done("integrator", "resumeWebhook(webhook: \"" + id + "\")", "");
        soon(() -> receiver.taken.size() == 1);
    }

    @Test
    void oneWhoseClientIsWithdrawnIsToldNothingMore() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        writes.sql("update webhook set client = 'withdrawn' where district_id = :district");
        node();
        day(0);
        paused(id, "RIGHT_LOST");
        assertThat(receiver.seen).isEmpty();
        writes.sql("insert into client_grant (azp, district_id) values ('withdrawn', :district)");
        writes.sql(
                "update webhook set client = 'withdrawn', status = 'ACTIVE', pause_reason = null where district_id = :district and id = '%s'"
                        .formatted(id.substring("webhook_".length())));
        writes.sql(
                "update webhook_due set active = true, due_at = '-infinity' where district_id = :district and webhook_id = '%s'"
                        .formatted(id.substring("webhook_".length())));
        soon(() -> receiver.taken.size() == 1);
    }

    @Test
    void aSuspendedDistrictSendsNothingUntilItIsBack() throws Exception {
        nothingIsSentUntil(
                "update district set state = 'SUSPENDED' where id = :district",
                "update district set state = 'ACTIVE' where id = :district");
    }

    @Test
    void aDistrictWithoutThePackageSendsNothingUntilItHasIt() throws Exception {
        nothingIsSentUntil(
                "insert into district_settings (district_id, packages) values (:district, '{FILES}')",
                "delete from district_settings");
    }

    private void nothingIsSentUntil(String off, String on) throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        day(0);
        writes.sql(off);
        node();
        String claimed = "select lease from webhook_due where district_id = :district and lease > 1";
        soon(() -> !writes.rows(claimed).isEmpty());
        Thread.sleep(1000);
        assertThat(writes.rows(claimed)).containsExactly("2");
        assertThat(receiver.seen).isEmpty();
        writes.sql(on);
        assertThat(asked(id).path("status").stringValue()).isEqualTo("ACTIVE");
        clock.move(Duration.ofMinutes(2));
        soon(() -> receiver.taken.size() == 1);
    }

    @Test
    void oneThatSelectsWhatTheDistrictHasNotGotAnyMoreIsPaused() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        writes.sql("""
                update webhook set payload = 'subscription { updates { id ... on MerchantMoved { version } } }'
                 where district_id = :district;
                insert into district_settings (district_id, packages) values (:district, '{WEBHOOKS}')
                """);
        node();
        day(0);
        paused(id, "PAYLOAD_REFUSED");
        assertThat(receiver.seen).isEmpty();
    }

    @Test
    void whatTheLogNoLongerKeepsPausesIt() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        day(0);
        day(0);
        writes.sql(
                "delete from feed where district_id = :district and position < (select max(position) from feed where district_id = :district)");
        node();
        paused(id, "CURSOR_EXPIRED");
        assertThat(receiver.seen).isEmpty();
        writes.refused("integrator", "WEBHOOK_PLACE_EXPIRED", "resumeWebhook(webhook: \"" + id + "\")");
        writes.fails(
                "integrator", "CURSOR_EXPIRED", "resumeWebhook(webhook: \"%s\", after: \"%s\")".formatted(id, began));
        String head =
                writes.asked("integrator", "{ updateHead }").path("updateHead").stringValue();
        writes.done("integrator", "resumeWebhook(webhook: \"%s\", after: \"%s\")".formatted(id, head), "");
        day(0);
        soon(() -> receiver.taken.size() == 1);
    }

    @Test
    void aReceiverMayAskToWait() throws Exception {
        String id = registered(receiver.address()).at("/webhook/id").stringValue();
        receiver.replies = message -> new Reply(429, "Retry-After", "7200");
        node();
        day(0);
        soon(() -> asked(id).path("failures").intValue() == 1);
        assertThat(next(id)).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(133));
        receiver.replies = message -> new Reply(503, "Retry-After", "999999999");
        clock.move(Duration.ofHours(3));
        soon(() -> asked(id).path("failures").intValue() == 2);
        assertThat(next(id)).isBetween(Duration.ofMinutes(359), Duration.ofMinutes(397));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (WebhookReceiver elsewhere = new WebhookReceiver()) {
            String id = registered(receiver.address()).at("/webhook/id").stringValue();
            receiver.replies = message -> new Reply(307, "Location", elsewhere.address());
            node();
            day(0);
            soon(() -> asked(id).path("failures").intValue() == 1);
            assertThat(delivery(id, 0).path("failure").stringValue()).isEqualTo("REDIRECT");
            assertThat(elsewhere.seen).isEmpty();
        }
    }

    /** The address is looked up by the server itself, but the certificate is still for the name. */
    @Test
    void overTlsTheCertificateIsForTheName() throws Exception {
        KeyStore keys = certified("localhost");
        try (WebhookReceiver secure = new WebhookReceiver(tls(keys))) {
            String named =
                    registered(secure.address("localhost")).at("/webhook/id").stringValue();
            String literal = registered(secure.address()).at("/webhook/id").stringValue();
            node(Served.RECEIVERS, HttpClient.newConnection().secure(spec -> spec.sslContext(trusting(keys))));
            day(0);
            soon(() -> secure.taken.size() == 1);
            assertThat(secure.taken.getFirst().id()).endsWith(named);
            soon(() -> asked(literal).path("failures").intValue() == 1);
            assertThat(delivery(literal, 0).path("failure").stringValue()).isEqualTo("TLS");
            String stranger =
                    registered(secure.address("localhost")).at("/webhook/id").stringValue();
            nodes.removeLast().close();
            node();
            day(1);
            soon(() -> asked(stranger).path("failures").intValue() == 1);
            assertThat(delivery(stranger, 0).path("failure").stringValue()).isEqualTo("TLS");
        }
    }

    private KeyStore certified(String host) throws Exception {
        Path store = folder.resolve("keys");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    }

    private static SSLContext tls(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SslContext trusting(KeyStore keys) {
        try {
            return SslContextBuilder.forClient()
                    .trustManager((X509Certificate) keys.getCertificate("it"))
                    .build();
        } catch (KeyStoreException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A name may lead elsewhere than it did when it was registered. */
    @Test
    void whereItGoesIsLookedAtEachTime() throws Exception {
        String named =
                registered(receiver.address("localhost")).at("/webhook/id").stringValue();
        String literal = registered(receiver.address()).at("/webhook/id").stringValue();
        node(new ReceiverAddresses(true, List.of("10.0.0.0/8")), HttpClient.newConnection());
        day(0);
        for (String id : List.of(named, literal)) {
            soon(() -> asked(id).path("failures").intValue() == 1);
            assertThat(delivery(id, 0).path("failure").stringValue()).isEqualTo("ADDRESS_REFUSED");
        }
        assertThat(receiver.seen).isEmpty();
    }

    @Test
    void aNewSecretSignsBesideTheOldOneForADay() throws Exception {
        JsonNode added = registered(receiver.address());
        String id = added.at("/webhook/id").stringValue();
        JsonNode rotated = writes.done(
                "integrator",
                "rotateWebhookSecret(webhook: \"" + id + "\")",
                "... on WebhookSecretGiven { secret oldUntil webhook { id } }");
        Webhook before = new Webhook(added.path("secret").stringValue());
        Webhook after = new Webhook(rotated.path("secret").stringValue());
        node();
        day(0);
        soon(() -> receiver.taken.size() == 1);
        Message both = receiver.taken.getFirst();
        before.verify(both.body(), both.headers());
        after.verify(both.body(), both.headers());
        assertThat(both.header("webhook-signature").split(" ")).hasSize(2);
        clock.move(Duration.ofHours(25));
        day(0);
        soon(() -> receiver.taken.size() == 2);
        assertThat(receiver.taken.getLast().header("webhook-signature").split(" "))
                .hasSize(1);
    }

    @Test
    void aTestIsSentOnceThoughItIsPaused() throws Exception {
        JsonNode added = registered(receiver.address());
        String id = added.at("/webhook/id").stringValue();
        writes.done("integrator", "pauseWebhook(webhook: \"" + id + "\")", "");
        String delivery = writes.done(
                        "integrator",
                        "testWebhook(webhook: \"" + id + "\")",
                        "... on WebhookTestBegun { delivery { id status } }")
                .at("/delivery/id")
                .stringValue();
        assertThat(writes.rows("select kind from job where district_id = :district and kind = 'test-webhook'"))
                .hasSize(1);
        JsonNode payload = new JsonMapper()
                .readTree(writes.rows("select payload from job where district_id = :district and kind = 'test-webhook'")
                        .getFirst());
        TestDelivery job =
                new TestDelivery(writes.served().database(), sender(Served.RECEIVERS, HttpClient.newConnection()));
        Job once = new Job(HERE.id(), HERE.id(), job.name(), payload, 1);
        job.run(once).block();
        job.run(once).block();
        Message message = receiver.taken.getFirst();
        assertThat(receiver.taken).hasSize(1);
        assertThat(message.body()).isEqualTo("{\"data\":null,\"extensions\":{\"test\":true}}");
        new Webhook(added.path("secret").stringValue()).verify(message.body(), message.headers());
        assertThat(delivery(id, 0).path("id").stringValue()).isEqualTo(delivery);
        assertThat(delivery(id, 0).path("status").stringValue()).isEqualTo("DELIVERED");
        assertThat(delivery(id, 0).path("messageId").stringValue()).isEqualTo(message.id());
    }

    /** From a cursor on, what happened before the registration is sent as well. */
    @Test
    void itBeginsBehindACursor() throws Exception {
        day(0);
        registered(receiver.address(), ", after: \"" + began + "\"");
        node();
        soon(() -> receiver.taken.size() == 1);
    }

    /** Each came, once by its id, those of one record in the order of the log. */
    private void complete() {
        Map<String, List<String>> log = new LinkedHashMap<>();
        writes.asked("integrator", """
                        { updates(first: 100, after: "%s", where: {type: {eq: CALENDAR_DAY_CHANGED}}) { nodes { id ... on CalendarDayChanged { day } } } }
                        """.formatted(began)).at("/updates/nodes").forEach(node -> add(log, node));
        Map<String, List<String>> told = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Message message : receiver.taken) if (seen.add(message.id())) add(told, message.update());
        assertThat(told).isEqualTo(log);
    }

    private static void add(Map<String, List<String>> all, JsonNode update) {
        all.computeIfAbsent(update.path("day").stringValue(), none -> new ArrayList<>())
                .add(update.path("id").stringValue());
    }

    private List<String> ids() {
        return receiver.taken.stream().map(Message::id).toList();
    }

    private JsonNode delivery(String id, int n) {
        return asked(id).at("/deliveries/nodes/" + n);
    }

    private String cursor(String id, int n) {
        return delivery(id, n).at("/update/cursor").stringValue();
    }

    private Duration next(String id) {
        Instant at = OffsetDateTime.parse(delivery(id, 0).path("nextAttemptAt").stringValue())
                .toInstant();
        return Duration.between(clock.instant(), at);
    }

    /** It is paused, and somebody who looks at the log is told why. */
    private void paused(String id, String reason) throws InterruptedException {
        soon(() -> asked(id).path("status").stringValue().equals("PAUSED"));
        assertThat(asked(id).path("pauseReason").stringValue()).isEqualTo(reason);
        number();
        JsonNode notice = writes.asked("admin", """
                        { updates(last: 1, where: {type: {eq: WEBHOOK_PAUSED}}) { nodes { actorRoles entity { id } ... on WebhookPaused { pauseReason } } } }
                        """).at("/updates/nodes/0");
        assertThat(notice.path("pauseReason").stringValue()).isEqualTo(reason);
        assertThat(notice.at("/entity/id").stringValue()).isEqualTo(id);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void slowly(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode registered(String address) {
        return registered(address, "");
    }

    private JsonNode registered(String address, String more) {
        return writes.done(
                "integrator",
                "registerWebhook(name: \"大屏\", address: \"%s\", payload: \"%s\"%s)".formatted(address, PAYLOAD, more),
                "... on WebhookAdded { secret webhook { id host status version } }");
    }

    private JsonNode asked(String id) {
        return writes.asked("integrator", """
                        { webhook(id: "%s") { id status pauseReason lag readUpTo perMinute waiting failures failingSince lastSuccessAt
                            deliveries(first: 100, orderBy: [CREATED_AT_ASC]) { nodes { id messageId status attempts statusCode failure updateType nextAttemptAt
                                                                  update { id cursor } } } } }
                        """.formatted(id)).path("webhook");
    }

    /** A node that sends. */
    private Deliverer node() {
        return node(Served.RECEIVERS, HttpClient.newConnection());
    }

    private Deliverer node(ReceiverAddresses addresses, HttpClient client) {
        Notices notices = new Notices(settings);
        Deliverer deliverer = new Deliverer(
                "home",
                writes.served().database(),
                caller -> Mono.just(writes.served().subscriptions(caller)),
                new Absentees(writes.served().database()),
                sender(addresses, client),
                notices,
                new SimpleMeterRegistry());
        notices.start();
        deliverer.start();
        nodes.add(notices);
        nodes.add(deliverer);
        return deliverer;
    }

    private Sender sender(ReceiverAddresses addresses, HttpClient client) {
        return new Sender(new Receiver(addresses, client), Served.sealer(), clock);
    }

    /** Something happens to one of several records. */
    private void day(int n) {
        LocalDate day = firstDay.plusDays(n);
        Integer version = versions.get(day);
        writes.done(
                "admin",
                "setCalendarDay(day: \"%s\", kind: DAY_OFF, name: \"示例日\"%s)"
                        .formatted(day, version == null ? "" : ", expectedVersion: " + version),
                "");
        versions.merge(day, 1, Integer::sum);
        number();
    }

    private void number() {
        writes.sql("select pg_notify('linli_head', n.district_id || ' ' || n.position) from number_arrivals(5000) n");
    }

    private static void soon(BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(until);
            Thread.sleep(50);
        }
    }
}
