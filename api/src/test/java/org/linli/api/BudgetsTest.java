package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
        Quota quota = new Quota(1_000, 100, 1_000_000, 0, 60_000, Map.of("vendor", 2));
        spends(carried(quota, "vendor"), 1);
        spends(carried(quota, "vendor"), 1);
        assertThat(throttled(carried(quota, "vendor"), 1)).isBetween(20L, 30L);
        spends(carried(quota, "linli-web"), 1);
        spends(guest(1, quota), 1);
        assertThat(meters.get("linli.districts.throttled")
                        .tags("district", "990101", "limit", "client")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static Caller carried(Quota quota, String client) {
        return new Caller(UUID.randomUUID(), guest(1, quota).district(), client, Set.of(), Map.of(), Map.of());
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
    void whatIsGrantedAnewHoldsFromThenOn() {
        Caller before = guest(1, new Quota(1, 1, 1, 0));
        spends(before, 1_000_000);
        throttled(before, 1);
        spends(guest(1, WIDE), 1);
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
