package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.live.feed.Feed.Following;
import org.linli.live.feed.Outlet;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Language;
import org.linli.schema.Quota;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class BudgetsTest {
    private static final Quota WIDE = new Quota(1_000_000, 1_000_000, 1_000_000_000, 0);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Budgets budgets = new Budgets(meters);

    private static Caller guest(int district, Quota quota) {
        return Caller.guest(new District(
                new UUID(0, district),
                "99010" + district,
                "示例区",
                ZoneId.of("Asia/Shanghai"),
                Set.of(),
                Language.ZH_CN,
                quota));
    }

    private void spends(Caller caller, long cost) {
        budgets.within(caller, budget -> Mono.fromRunnable(() -> budget.spend(cost)))
                .block();
    }

    /** The seconds after which to come back. */
    private long throttled(Caller caller, long cost) {
        List<ClientFault> faults = new ArrayList<>();
        assertThatThrownBy(() -> spends(caller, cost)).isInstanceOfSatisfying(ClientFault.class, faults::add);
        assertThat(faults.getFirst().code()).isEqualTo(ErrorCode.THROTTLED);
        return (long) faults.getFirst().arguments().getFirst();
    }

    @Test
    void whoAsksTooOftenComesBackLaterAndOthersGoOn() {
        Caller busy = guest(1, new Quota(1, 100, 1_000_000, 0));
        spends(busy, 1);
        spends(busy, 1);
        assertThat(throttled(busy, 1)).isEqualTo(1);
        spends(guest(2, new Quota(1, 100, 1_000_000, 0)), 1);
        assertThat(meters.get("linli.districts.throttled")
                        .tags("district", "990101", "limit", "requests")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatAClientMayNotCarryOthersOfItsDistrictStillMay() {
        Quota quota = new Quota(1_000, 100, 1_000_000, 0, 10, 60_000, Map.of("vendor", 2));
        spends(carried(1, quota, "vendor"), 1);
        spends(carried(1, quota, "vendor"), 1);
        assertThat(throttled(carried(1, quota, "vendor"), 1)).isBetween(20L, 30L);
        spends(carried(1, quota, "linli-web"), 1);
        spends(guest(1, quota), 1);
        assertThat(meters.get("linli.districts.throttled")
                        .tags("district", "990101", "limit", "client")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static Caller carried(int district, Quota quota, String client) {
        return new Caller(UUID.randomUUID(), guest(district, quota).district(), client, Set.of(), Map.of(), Map.of());
    }

    @Test
    void whatIsDearIsHadOnceAndWaitedFor() {
        Caller busy = guest(1, new Quota(1_000_000, 100, 100, 0));
        spends(busy, 1_200);
        // In debt by ten seconds' worth.
        assertThat(throttled(busy, 1)).isBetween(9L, 12L);
        assertThat(throttled(busy, 0)).isBetween(9L, 12L);
        spends(guest(2, WIDE), 1_200);
    }

    @Test
    void noMoreRunAtOnceThanMay() {
        Caller busy = guest(1, new Quota(1_000_000, 3, 1_000_000, 0));
        AtomicInteger begun = new AtomicInteger();
        List<Disposable> running = new ArrayList<>();
        for (int i = 0; i < 10; i++)
            running.add(budgets.within(busy, budget -> Mono.never().doOnSubscribe(s -> begun.incrementAndGet()))
                    .subscribe(none -> {}, refused -> {}));
        assertThat(begun).hasValue(3);
        assertThat(throttled(busy, 0)).isEqualTo(1);
        spends(guest(2, WIDE), 1);
        // Whoever leaves makes room, as does what fails.
        running.getFirst().dispose();
        assertThatThrownBy(() -> budgets.within(busy, budget -> Mono.error(new IllegalStateException("fails")))
                        .block())
                .hasMessage("fails");
        spends(busy, 1);
    }

    @Test
    void bytesTakeATurnUntilTheLastOneIsTakenAndLeaveHalfOfThem() {
        Caller busy = guest(1, new Quota(1_000_000, 4, 1_000_000, 0));
        List<Disposable> downloads = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        for (int i = 0; i < 10; i++)
            downloads.add(budgets.withBytes(busy, i, Mono.never())
                    .subscribe(none -> {}, failure -> refused.incrementAndGet()));
        assertThat(refused).hasValue(8);
        // There is room for two others.
        budgets.within(busy, budget -> Mono.never()).subscribe();
        spends(busy, 1);
        budgets.within(busy, budget -> Mono.never()).subscribe();
        assertThat(throttled(busy, 0)).isEqualTo(1);
        downloads.forEach(Disposable::dispose);
        assertThat(budgets.withBytes(busy, "a", Mono.just(1)).block()).isEqualTo(1);
        assertThatThrownBy(() -> budgets.withBytes(busy, "a", Mono.error(new IllegalStateException("breaks off")))
                        .block())
                .hasMessage("breaks off");
        spends(busy, 1);
        spends(guest(2, WIDE), 1);
    }

    @Test
    void whoeverIsSlowHoldsAQuarterOfTheTurnsForBytesAndAlwaysMayHaveOne() {
        assertThat(held(1, 16, 1)).isEqualTo(2);
        assertThat(held(2, 16, 20)).isEqualTo(8);
        assertThat(held(3, 7, 1)).isEqualTo(1);
        assertThat(held(4, 7, 20)).isEqualTo(3);
        assertThat(held(5, 1, 20)).isEqualTo(1);
        // Whoever leaves, however it ends, makes room for oneself again.
        Caller busy = guest(6, new Quota(1_000_000, 16, 1_000_000, 0));
        for (int i = 0; i < 10; i++) {
            Disposable one = budgets.withBytes(busy, "a", Mono.never()).subscribe();
            assertThat(budgets.withBytes(busy, "a", Mono.just(1)).block()).isEqualTo(1);
            Disposable other = budgets.withBytes(busy, "a", Mono.never()).subscribe();
            assertThatThrownBy(() -> budgets.withBytes(busy, "a", Mono.just(1)).block())
                    .isInstanceOf(ClientFault.class);
            assertThat(budgets.withBytes(busy, "b", Mono.just(1)).block()).isEqualTo(1);
            one.dispose();
            other.dispose();
        }
    }

    /** How many of 20 turns each some holders get together. */
    private int held(int district, int atOnce, int holders) {
        Caller busy = guest(district, new Quota(1_000_000, atOnce, 1_000_000, 0));
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 20 * holders; i++)
            budgets.withBytes(busy, i % holders, Mono.never().doOnSubscribe(s -> begun.incrementAndGet()))
                    .subscribe(none -> {}, refused -> {});
        return begun.get();
    }

    @Test
    void aStreamCountsUntilItEndsOnceWhoeverEndsIt() {
        Caller busy = guest(1, new Quota(1, 1, 1, 0, 2, 1, Map.of()));
        List<Outlet> outlets = new ArrayList<>();
        Following first = follow(busy, outlets);
        Following second = follow(busy, outlets);
        ClientFault full = catchThrowableOfType(ClientFault.class, () -> follow(busy, outlets));
        assertThat(full.code()).isEqualTo(ErrorCode.STREAMS_FULL);
        assertThat(full.arguments()).containsExactly(10L, 2);
        assertThat(outlets).hasSize(2);
        // Those that another server's settings, or operators, have taken away meanwhile stay.
        assertThatThrownBy(() -> budgets.checkStreams(guest(1, new Quota(1, 1, 1, 0, 1, 1, Map.of()))))
                .isInstanceOf(ClientFault.class);
        budgets.checkStreams(guest(1, new Quota(1, 1, 1, 0, 3, 1, Map.of())));
        outlets.getFirst().end(ClientFault.of(ErrorCode.GAP), null);
        first.cancel();
        first.cancel();
        Following third = follow(busy, outlets);
        assertThatThrownBy(() -> budgets.checkStreams(busy)).isInstanceOf(ClientFault.class);
        third.cancel();
        outlets.getLast().end(ClientFault.of(ErrorCode.GAP), null);
        second.cancel();
        assertThatThrownBy(() -> budgets.streaming(busy, NOWHERE, outlet -> {
                    throw new IllegalStateException("fails");
                }))
                .hasMessage("fails");
        follow(busy, outlets);
        follow(busy, outlets);
        assertThatThrownBy(() -> follow(busy, outlets)).isInstanceOf(ClientFault.class);
        follow(guest(2, WIDE), outlets);
        assertThat(meters.get("linli.districts.throttled")
                        .tags("district", "990101", "limit", "streams")
                        .counter()
                        .count())
                .isEqualTo(4);
    }

    private Following follow(Caller caller, List<Outlet> outlets) {
        return budgets.streaming(caller, NOWHERE, outlet -> {
            outlets.add(outlet);
            return new Following() {
                @Override
                public void ready() {}

                @Override
                public void cancel() {}
            };
        });
    }

    private static final Outlet NOWHERE = new Outlet() {
        @Override
        public Executor loop() {
            return Runnable::run;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void next(byte[] payload) {}

        @Override
        public void flush() {}

        @Override
        public void end(ClientFault reason, @Nullable String resumeAfter) {}
    };

    @Test
    void whatIsGrantedAnewHoldsFromThenOn() throws InterruptedException {
        Caller before = guest(1, new Quota(1, 1, 1, 0));
        spends(before, 1_000_000);
        assertThat(throttled(before, 1)).isGreaterThan(100_000);
        // What it owes is paid at the new pace, in a thousandth of a second.
        assertThat(throttled(guest(1, new Quota(1, 1, 1_000, 0)), 1)).isBetween(900L, 1_000L);
        TimeUnit.MILLISECONDS.sleep(50);
        Caller wide = guest(1, WIDE);
        budgets.within(wide, budget -> Mono.empty()).onErrorComplete().block();
        TimeUnit.MILLISECONDS.sleep(50);
        spends(wide, 1);
    }

    /** Which the district does by itself, as often as it likes. */
    @Test
    void whoChangesTheLimitOfAClientOwesWhatItOwed() {
        Quota quota = new Quota(1_000_000, 3, 100, 0, 10, 60_000, Map.of("vendor", 2));
        Quota changed = new Quota(1_000_000, 3, 100, 0, 10, 60_000, Map.of("vendor", 4));
        for (int i = 0; i < 3; i++)
            budgets.within(guest(1, quota), budget -> Mono.never()).subscribe();
        assertThat(throttled(guest(1, changed), 0)).isEqualTo(1);
        Quota dear = new Quota(1_000_000, 10, 100, 0, 10, 60_000, Map.of("vendor", 2));
        spends(guest(1, dear), 1_200);
        assertThat(throttled(guest(1, new Quota(1_000_000, 10, 100, 0, 10, 60_000, Map.of("vendor", 4))), 1))
                .isBetween(9L, 12L);
        // Of the client itself, what has been taken counts under its new limit, too.
        Quota other = new Quota(1_000, 100, 1_000_000, 0, 10, 60_000, Map.of("vendor", 2));
        Caller client = carried(2, other, "vendor");
        spends(client, 1);
        spends(client, 1);
        Quota wider = new Quota(1_000, 100, 1_000_000, 0, 10, 60_000, Map.of("vendor", 6));
        assertThat(throttled(carried(2, wider, "vendor"), 1)).isBetween(5L, 10L);
    }

    @Test
    void figuresOfManyDistrictsAreToldTogether() {
        for (int i = 0; i < 300; i++) spends(guest(i, WIDE), 1);
        assertThat(meters.find("linli.districts.requests").counters()).hasSizeLessThanOrEqualTo(201);
        assertThat(meters.get("linli.districts.requests")
                        .tag("district", "other")
                        .counter()
                        .count())
                .isEqualTo(100);
    }
}
