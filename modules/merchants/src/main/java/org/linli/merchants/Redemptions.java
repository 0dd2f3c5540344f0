package org.linli.merchants;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.evaluations.Opinions;
import org.linli.live.NotFound;
import org.linli.live.OneTimeCode;
import org.linli.live.OwnWork;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.merchants.ExpireRedemptionsResult.NoneExpired;
import org.linli.merchants.ExpireRedemptionsResult.RedemptionsExpired;
import org.linli.merchants.RedeemServiceResult.ServiceRedeemed;
import org.linli.merchants.VerifyRedemptionResult.RedemptionVerified;
import org.linli.merchants.VerifyRedemptionResult.WrongCode;
import org.linli.points.Points;
import org.linli.points.PointsAccountKind;
import org.linli.points.PointsPostingKind;
import org.linli.residents.Guardians;
import org.linli.schema.Role;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Services for points: the service is locked first, then the redemption, then accounts, so that nobody waits in a circle. */
public final class Redemptions {
    private static final String TYPE = "Redemption";

    private final MerchantStore merchants = new MerchantStore();
    private final ServiceStore services = new ServiceStore();
    private final RedemptionStore store = new RedemptionStore();
    private final Points points = new Points();
    private final Guardians guardians = new Guardians();
    private final Opinions opinions = new Opinions();

    @UseCase
    public Mono<RedeemServiceResult> redeemService(Work work, UUID service, @Nullable UUID child) {
        return guardians
                .actsFor(work, child)
                .flatMap(resident -> redeem(work, service, resident))
                .switchIfEmpty(NotFound.mono());
    }

    private Mono<RedeemServiceResult> redeem(Work work, UUID service, UUID resident) {
        return services.lock(work, service)
                .flatMap(found -> merchants
                        .read(work, found.merchantId())
                        .filter(merchant ->
                                found.status().offered() && merchant.status().takesPart())
                        .flatMap(merchant -> {
                            OwnWork.check(merchant.isOwn(work));
                            found.redeemable(work.today());
                            return redeem(work, found, resident);
                        }));
    }

    private Mono<RedeemServiceResult> redeem(Work work, Service service, UUID resident) {
        UUID id = work.newId();
        OneTimeCode code = work.newCode();
        OffsetDateTime expiresAt = work.now().plusDays(service.codeDays());
        return points.hold(work, PointsPostingKind.REDEMPTION, resident, service.pointsPrice(), TYPE, id)
                .flatMap(posting -> store.add(work, id, service, resident, posting, code, expiresAt))
                .then(stock(work, service, -1))
                .then(log(work, id, service.id(), service.merchantId(), null, RedemptionStatus.RESERVED))
                .then(log(
                        work,
                        id,
                        service.id(),
                        service.merchantId(),
                        RedemptionStatus.RESERVED,
                        RedemptionStatus.CODE_ISSUED))
                .thenReturn(new ServiceRedeemed(id, code.text(), expiresAt));
    }

    /** Only a code of the caller's own merchants is one; whoever holds it does not verify it. */
    @UseCase
    public Mono<VerifyRedemptionResult> verifyRedemption(Work work, String code) {
        return store.lock(work, OneTimeCode.typed(code), work.caller().ownOf(List.of(Role.MERCHANT)))
                .map(found -> found.verifiable(work))
                .delayUntil(found -> Guardians.notOwn(work, found.residentId()))
                .flatMap(found -> points.capture(
                                work, List.of(found.postingId()), PointsAccountKind.MERCHANT, found.merchantId())
                        .then(store.verify(work, found.id()))
                        .then(moved(work, found, RedemptionStatus.CODE_ISSUED, RedemptionStatus.VERIFIED))
                        .then(moved(work, found, RedemptionStatus.VERIFIED, RedemptionStatus.DONE))
                        .<VerifyRedemptionResult>thenReturn(new RedemptionVerified(found.id())))
                .switchIfEmpty(Mono.fromSupplier(WrongCode::new));
    }

    @UseCase
    public Mono<RedemptionChanged> cancelRedemption(Work work, UUID redemption) {
        return store.serviceOf(work, redemption)
                .flatMap(service -> services.lock(work, service))
                .flatMap(service -> byItsResident(work, redemption).flatMap(found -> {
                    found.mayBecome(RedemptionStatus.CANCELLED);
                    return giveBack(work, List.of(service), List.of(found), RedemptionStatus.CANCELLED, null)
                            .thenReturn(new RedemptionChanged(redemption));
                }))
                .switchIfEmpty(NotFound.mono());
    }

    @UseCase
    public Mono<RedemptionChanged> rateRedemption(Work work, UUID redemption, int rating, @Nullable String comment) {
        WrongForm.checkRange("rating", rating, Opinions.HIGHEST);
        return byItsResident(work, redemption)
                .map(found -> found.mayBecome(RedemptionStatus.RATED))
                .flatMap(found -> merchants.read(work, found.merchantId()).flatMap(merchant -> {
                    OwnWork.check(merchant.isOwn(work));
                    return store.rate(work, redemption, rating, comment)
                            .then(opinions.ofMerchant(work, found.residentId(), found.merchantId(), rating, comment))
                            .then(moved(work, found, found.status(), RedemptionStatus.RATED))
                            .thenReturn(new RedemptionChanged(redemption));
                }))
                .switchIfEmpty(NotFound.mono());
    }

    /** The redemption, locked, of the caller or of a child for whom the caller acts. */
    private Mono<Redemption> byItsResident(Work work, UUID redemption) {
        return store.lock(work, redemption)
                .delayUntil(found -> guardians.actsFor(work, found.isTheCallers(work) ? null : found.residentId()));
    }

    @UseCase
    public Mono<ExpireRedemptionsResult> expireRedemptions(Work work) {
        return expire(work)
                .flatMap(expired -> expired == 0
                        ? Mono.just(new NoneExpired())
                        : store.due(work).hasElements().map(more -> new RedemptionsExpired(expired, more)));
    }

    /** Gives points and pieces back for codes that ran out, some at a time; gives how many these were, 0 when all is done. */
    public Mono<Integer> expire(Work work) {
        return lock(work, store.due(work))
                .flatMap(open -> giveBack(work, open.services(), open.redemptions(), RedemptionStatus.EXPIRED, null)
                        .thenReturn(open.redemptions().size()))
                .defaultIfEmpty(0);
    }

    /** Redemptions whose code is good or ran out, with their services; all of them locked. */
    record Open(List<Service> services, List<Redemption> redemptions) {}

    /** What a resident could still have. */
    Mono<Open> lockOpen(Work work, UUID resident) {
        return lock(work, store.open(work, resident));
    }

    private Mono<Open> lock(Work work, Flux<Redemption> some) {
        return some.collectList()
                .filter(found -> !found.isEmpty())
                .flatMap(found -> services.lock(
                                work, found.stream().map(Redemption::serviceId).toList())
                        .collectList()
                        .flatMap(locked -> store.lock(
                                        work, found.stream().map(Redemption::id).toList())
                                .filter(redemption -> redemption.status() == RedemptionStatus.CODE_ISSUED)
                                .collectList()
                                .map(open -> new Open(locked, open))));
    }

    /** Calls off what a resident could still have, who leaves. */
    Mono<Void> callOff(Work work, UUID resident) {
        return lockOpen(work, resident)
                .flatMap(open -> giveBack(work, open.services(), open.redemptions(), RedemptionStatus.CANCELLED, null));
    }

    /**
     * Calls off what nobody can verify any more, because the merchant leaves.
     *
     * @param services all of the merchant's, locked
     */
    Mono<Void> callOff(Work work, UUID merchant, List<Service> services, String reason) {
        return store.lockOpen(work, merchant)
                .collectList()
                .filter(open -> !open.isEmpty())
                .flatMap(open -> giveBack(work, services, open, RedemptionStatus.CANCELLED, reason));
    }

    private Mono<Void> giveBack(
            Work work, List<Service> from, List<Redemption> redemptions, RedemptionStatus to, @Nullable String reason) {
        return points.release(
                        work, redemptions.stream().map(Redemption::postingId).toList())
                .thenMany(Flux.fromIterable(redemptions))
                .concatMap(redemption -> store.move(work, redemption.id(), to)
                        .then(log(work, redemption, redemption.status(), to, reason)))
                .thenMany(Flux.fromIterable(from))
                .concatMap(service -> {
                    int pieces = (int) redemptions.stream()
                            .filter(redemption -> redemption.serviceId().equals(service.id()))
                            .count();
                    return pieces == 0 ? Mono.empty() : stock(work, service, pieces);
                })
                .then();
    }

    /** Puts pieces back, or takes one with -1: what stands in the catalogue is sold out with the last. */
    private Mono<Void> stock(Work work, Service service, int pieces) {
        ServiceStatus to = service.status().with(service.stock() + pieces);
        Mono<Long> taken = services.take(work, service.id(), pieces, to);
        return to == service.status() ? taken.then() : taken.then(work.append(service.moved(to, null)));
    }

    private static Mono<Void> moved(Work work, Redemption redemption, RedemptionStatus from, RedemptionStatus to) {
        return log(work, redemption, from, to, null);
    }

    private static Mono<Void> log(
            Work work, Redemption redemption, RedemptionStatus from, RedemptionStatus to, @Nullable String reason) {
        return Mono.defer(() -> work.append(new RedemptionMoved(
                redemption.id(), redemption.serviceId(), redemption.merchantId(), from, to, reason)));
    }

    private static Mono<Void> log(
            Work work, UUID id, UUID service, UUID merchant, @Nullable RedemptionStatus from, RedemptionStatus to) {
        return Mono.defer(() -> work.append(new RedemptionMoved(id, service, merchant, from, to, null)));
    }
}
