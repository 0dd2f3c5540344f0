package org.linli.merchants;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.live.calendar.DeadlineKind;
import org.linli.live.calendar.Deadlines;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** The way of a service into the catalogue, and out of it. Its merchant is locked before it. */
public final class Services {
    private static final int MOST = 1_000_000;
    private static final int MOST_CODE_DAYS = 90;

    private final MerchantStore merchants = new MerchantStore();
    private final ServiceStore store = new ServiceStore();
    private final Deadlines deadlines = new Deadlines();

    /** What is offered, and on which conditions. */
    public record Offer(
            String title,
            @Nullable String description,
            int pointsPrice,
            int stock,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            int codeDays) {

        private void check() {
            WrongForm.checkRange("pointsPrice", pointsPrice, MOST);
            WrongForm.checkRange("stock", stock, MOST);
            WrongForm.checkRange("codeDays", codeDays, MOST_CODE_DAYS);
            WrongForm.check(validTo == null || validTo.isAfter(validFrom), "validTo", "> " + validFrom);
        }
    }

    /** What a review decides. */
    public enum Review {
        APPROVE,
        RETURN
    }

    @UseCase
    public Mono<ServiceChanged> uploadService(Work work, UUID merchant, Offer offer) {
        offer.check();
        return merchants.lock(work, merchant).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            if (!found.visible(work)) return NotFound.mono();
            OutOfDuty.unless(work.owns(merchant, Role.MERCHANT));
            MerchantNotReady.unless(found.status().takesPart(), found);
            UUID id = work.newId();
            return store.add(work, id, merchant, offer)
                    .then(work.append(new ServicePrepared(id, merchant, null, ServiceStatus.DRAFT, null)))
                    .thenReturn(new ServiceChanged(id));
        });
    }

    @UseCase
    public Mono<ServiceChanged> changeService(Work work, UUID service, int expectedVersion, Offer offer) {
        offer.check();
        return locked(work, service, (merchant, found) -> {
            found.byItsMerchant(work, merchant);
            found.in(found.status().open());
            VersionConflict.check(expectedVersion, found.version());
            return store.change(work, service, offer)
                    .then(work.append(found.moved(found.status(), null)))
                    .thenReturn(new ServiceChanged(service));
        });
    }

    @UseCase
    public Mono<ServiceChanged> submitService(Work work, UUID service) {
        return locked(work, service, (merchant, found) -> {
            found.byItsMerchant(work, merchant);
            return move(work, found, ServiceStatus.SUBMITTED, null)
                    .flatMap(changed -> deadlines
                            .due(work, DeadlineKind.SERVICE_REVIEW)
                            .flatMap(due -> store.reviewBy(work, service, due))
                            .thenReturn(changed));
        });
    }

    /** Nobody reviews what the own merchant offers, or what the same account has submitted. */
    @UseCase
    public Mono<ServiceChanged> reviewService(Work work, UUID service, Review decision, String reason) {
        return locked(work, service, (merchant, found) -> {
            if (!found.visible(work, merchant)) return NotFound.mono();
            return merchants
                    .actor(work, service, ServiceStatus.SUBMITTED)
                    .map(author -> merchant.judgedBy(work, author.subject(), Merchant.REVIEWERS))
                    .flatMap(judged -> decide(work, judged, found, decision, reason));
        });
    }

    /** The first service online makes a merchant whose licence was checked an active one. */
    private Mono<ServiceChanged> decide(Work work, Merchant merchant, Service service, Review decision, String reason) {
        service.in(service.status() == ServiceStatus.SUBMITTED);
        if (decision == Review.RETURN)
            return store.review(work, service.id(), reason).then(move(work, service, ServiceStatus.RETURNED, reason));
        MerchantNotReady.unless(merchant.status().verified(), merchant);
        Mono<ServiceChanged> online = move(work, service, ServiceStatus.ONLINE, reason);
        if (merchant.status() == MerchantStatus.ACTIVE) return online;
        return merchants
                .move(work, merchant.id(), MerchantStatus.ACTIVE)
                .then(work.append(new MerchantMoved(merchant.id(), merchant.status(), MerchantStatus.ACTIVE, null)))
                .then(online);
    }

    /** More pieces of what is in the catalogue, or was paused there; what was sold out is to be had again. */
    @UseCase
    public Mono<ServiceChanged> restockService(Work work, UUID service, int pieces, int expectedVersion) {
        return locked(work, service, (merchant, found) -> {
            found.byItsMerchant(work, merchant);
            found.in(found.status().stocked());
            VersionConflict.check(expectedVersion, found.version());
            int most = MOST - found.stock();
            WrongForm.check(pieces <= most, "pieces", "≤ " + most);
            ServiceStatus to = found.status().with(found.stock() + pieces);
            return store.take(work, service, pieces, to)
                    .then(work.append(found.moved(to, null)))
                    .thenReturn(new ServiceChanged(service));
        });
    }

    @UseCase
    public Mono<ServiceChanged> pauseService(Work work, UUID service, String reason) {
        return locked(work, service, (merchant, found) -> {
            found.byItsMerchantOrReviewer(work, merchant);
            return move(work, found, ServiceStatus.PAUSED, reason);
        });
    }

    /** What a reviewer has paused, the merchant does not resume. */
    @UseCase
    public Mono<ServiceChanged> resumeService(Work work, UUID service) {
        return locked(work, service, (merchant, found) -> {
            found.byItsMerchantOrReviewer(work, merchant);
            found.in(found.status() == ServiceStatus.PAUSED);
            return merchants.actor(work, service, ServiceStatus.PAUSED).flatMap(paused -> {
                boolean reviewed = paused.subject() != null && !paused.subject().equals(merchant.contactSubject());
                boolean reviewer = merchant.covered(work, Merchant.REVIEWERS) && !merchant.isOwn(work);
                OutOfDuty.unless(reviewer || !reviewed);
                MerchantNotReady.unless(merchant.status().takesPart(), merchant);
                return move(work, found, ServiceStatus.offered(found.stock()), null);
            });
        });
    }

    @UseCase
    public Mono<ServiceChanged> withdrawService(Work work, UUID service, String reason) {
        return locked(work, service, (merchant, found) -> {
            found.byItsMerchantOrReviewer(work, merchant);
            return move(work, found, ServiceStatus.OFFLINE, reason);
        });
    }

    /** Holds back what a locked merchant has in the catalogue; since a reviewer does so, a reviewer resumes it. */
    Mono<Void> pauseAll(Work work, UUID merchant, String reason) {
        return store.lockOf(work, merchant)
                .filter(service -> service.status().offered())
                .concatMap(service -> move(work, service, ServiceStatus.PAUSED, reason))
                .then();
    }

    /** Takes out all that a locked merchant has or prepares; gives all its services as they are then. */
    Mono<List<Service>> withdrawAll(Work work, UUID merchant, String reason) {
        return store.lockOf(work, merchant)
                .concatMap(service -> service.status() == ServiceStatus.OFFLINE
                        ? Mono.just(service)
                        : move(work, service, ServiceStatus.OFFLINE, reason)
                                .thenReturn(service.as(ServiceStatus.OFFLINE)))
                .collectList();
    }

    private Mono<ServiceChanged> locked(
            Work work, UUID service, BiFunction<Merchant, Service, Mono<ServiceChanged>> decided) {
        return store.merchantOf(work, service)
                .flatMap(merchant -> merchants.lock(work, merchant))
                .flatMap(merchant -> store.lock(work, service).flatMap(found -> decided.apply(merchant, found)))
                .switchIfEmpty(NotFound.mono());
    }

    private Mono<ServiceChanged> move(Work work, Service service, ServiceStatus to, @Nullable String reason) {
        service.mayBecome(to);
        return store.move(work, service.id(), to)
                .then(Mono.defer(() -> work.append(service.moved(to, reason))))
                .thenReturn(new ServiceChanged(service.id()));
    }
}
