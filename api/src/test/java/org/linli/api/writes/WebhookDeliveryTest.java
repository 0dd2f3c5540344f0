package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import com.standardwebhooks.Webhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Served;
import org.linli.api.writes.WebhookReceiver.Message;
import org.linli.api.writes.WebhookReceiver.Reply;
import org.linli.live.feed.Sequencer;
import org.linli.live.webhooks.Deliverer;
import org.linli.live.webhooks.Receiver;
import org.linli.live.webhooks.ReceiverAddresses;
import org.linli.live.webhooks.Sender;
import org.linli.live.webhooks.TestDelivery;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Absentees;
import org.linli.tenancy.jobs.Job;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks as they are sent: by nodes that come and go, to receivers that do too. What happens are days of the district's calendar. */
class WebhookDeliveryTest {
    private static final String PAYLOAD =
            "subscription { updates(where: {type: {eq: CALENDAR_DAY_CHANGED}}) { id type entity { id } ... on CalendarDayChanged { day } } }";
    private static final LocalDate DAY = LocalDate.now(HERE.zone()).plusDays(10);

    private final Writes writes = new Writes();
    private final MovedClock clock = new MovedClock();
    private final List<AutoCloseable> nodes = new ArrayList<>();
    private final DatabaseSettings settings = DatabaseSettings.of(
            writes.database().host(),
            writes.database().port(),
            writes.database().name(),
            writes.database().app().user(),
            writes.database().app().password());
    private final Sequencer sequencer = new Sequencer(settings, writes.served().database(), new Notices(settings));
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final Map<LocalDate, Integer> versions = new LinkedHashMap<>();

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
        assertThat(message.update().path("day").stringValue()).isEqualTo(DAY.toString());
        String id = added.at("/webhook/id").stringValue();
        assertThat(message.id()).isEqualTo(message.update().path("id").stringValue() + "_" + id);
        soon(() -> asked(id).path("waiting").intValue() == 0);
        JsonNode webhook = asked(id);
        assertThat(webhook.path("status").stringValue()).isEqualTo("ACTIVE");
        assertThat(webhook.path("lag").intValue()).isZero();
        assertThat(webhook.path("lastSuccessAt").isNull()).isFalse();
        JsonNode delivery = webhook.at("/deliveries/nodes/0");
        assertThat(delivery.path("messageId").stringValue()).isEqualTo(message.id());
        assertThat(delivery.path("status").stringValue()).isEqualTo("DELIVERED");
        assertThat(delivery.path("statusCode").intValue()).isEqualTo(204);
        assertThat(delivery.path("updateType").stringValue()).isEqualTo("CALENDAR_DAY_CHANGED");
        assertThat(delivery.at("/update/id")).isEqualTo(message.update().path("id"));
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
                        { webhook(id: "%s") { id status pauseReason lag waiting failures failingSince lastSuccessAt
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
                writes.served().database(),
                writes.served().subscriptions(),
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
        LocalDate day = DAY.plusDays(n);
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
        sequencer.number(HERE.id()).block();
    }

    private static void soon(BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("too late").isLessThan(until);
            Thread.sleep(50);
        }
    }
}
