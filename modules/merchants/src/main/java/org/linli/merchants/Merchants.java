package org.linli.merchants;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.merchants.RecordMerchantVisitResult.MerchantVisitRecorded;
import org.linli.merchants.RecordMerchantVisitResult.VisitInFuture;
import org.linli.residents.ResidentRefusal.PhoneMalformed;
import org.linli.schema.Role;
import org.linli.territory.Places;
import reactor.core.publisher.Mono;

/** The way of a merchant into the alliance, and out of it. */
public final class Merchants {
    private final MerchantStore store = new MerchantStore();
    private final Places places = new Places();
    private final Services services = new Services();
    private final Redemptions redemptions = new Redemptions();

    /** What a promoter knows of a merchant before the first visit. */
    public record Lead(
            String name, String category, String address, String contactName, String contactPhone, UUID grid) {}

    @UseCase
    public Mono<MerchantRecorded> recordMerchantLead(Work work, Lead lead) {
        PhoneMalformed.check(lead.contactPhone());
        OutOfDuty.unless(work.sees(lead.grid(), Merchant.PROMOTERS));
        return places.active(work, lead.grid()).flatMap(community -> {
            UUID id = work.newId();
            return store.add(work, id, "SJ-" + work.newCode().text(), lead, community)
                    .then(work.append(new MerchantMoved(id, null, MerchantStatus.LEAD, null)))
                    .thenReturn(new MerchantRecorded(id));
        });
    }

    @UseCase
    public Mono<RecordMerchantVisitResult> recordMerchantVisit(
            Work work, UUID merchant, LocalDate visitedOn, @Nullable String notes) {
        return found(work, merchant)
                .map(found -> found.by(work, Merchant.PROMOTERS))
                .flatMap(found -> {
                    if (visitedOn.isAfter(work.today())) return Mono.just(new VisitInFuture(work.today()));
                    MerchantStatus to = found.status() == MerchantStatus.LEAD ? MerchantStatus.VISITED : found.status();
                    if (to == MerchantStatus.EXITED) found.mayBecome(MerchantStatus.VISITED);
                    UUID id = work.newId();
                    return store.addVisit(work, id, found, visitedOn, notes)
                            .then(store.move(work, merchant, to))
                            .then(work.append(new MerchantVisited(merchant, id, found.status(), to)))
                            .thenReturn(new MerchantVisitRecorded(id));
                });
    }

    /** @param contact the resident whose account is to answer for the merchant */
    @UseCase
    public Mono<MerchantSigned> signMerchant(Work work, UUID merchant, String licence, UUID contact) {
        WrongForm.checkLicence("licence", licence);
        return found(work, merchant)
                .map(found -> found.by(work, Role.COMMUNITY_WORKER).mayBecome(MerchantStatus.SIGNED))
                .flatMap(found -> account(work, contact)
                        .flatMap(account ->
                                store.sign(work, merchant, licence, account).then(follow(work, found, account)))
                        .then(moved(work, found, MerchantStatus.SIGNED, null)))
                .thenReturn(new MerchantSigned(merchant));
    }

    /** As after an import, or when whoever did was erased. */
    @UseCase
    public Mono<MerchantChanged> nameContact(
            Work work, UUID merchant, UUID contact, String contactName, String contactPhone) {
        PhoneMalformed.check(contactPhone);
        return found(work, merchant)
                .map(found -> found.by(work, Role.COMMUNITY_WORKER))
                .doOnNext(found -> MerchantNotReady.unless(found.status() != MerchantStatus.EXITED, found))
                .flatMap(found -> account(work, contact)
                        .flatMap(account -> store.nameContact(work, merchant, account, contactName, contactPhone)
                                .then(follow(work, found, account))))
                .then(work.append(new MerchantContactNamed(merchant)))
                .thenReturn(new MerchantChanged(merchant));
    }

    /** Whose first tie, or last one, this may be: who answers for the merchant from here on, and who did. */
    private static Mono<Void> follow(Work work, Merchant merchant, UUID account) {
        return work.follow(account).then(work.follow(merchant.contactSubject()));
    }

    /** The account of a resident within the caller's duty, who is another person. */
    private Mono<UUID> account(Work work, UUID resident) {
        return store.contact(work, resident)
                .filter(person -> work.sees(person.gridId(), Role.COMMUNITY_WORKER))
                .switchIfEmpty(NotFound.mono())
                .map(person -> {
                    if (person.subject() == null) throw new Refused(new ContactWithoutAccount());
                    OwnWork.check(work.subject().equals(person.subject()));
                    return person.subject();
                });
    }

    /** Whoever signed it with the merchant does not check it. */
    @UseCase
    public Mono<MerchantChanged> verifyMerchant(Work work, UUID merchant) {
        return found(work, merchant)
                .flatMap(found -> store.actor(work, merchant, MerchantStatus.SIGNED)
                        .map(signer -> found.judgedBy(work, signer.subject(), Merchant.REVIEWERS)))
                .flatMap(found -> change(work, found, MerchantStatus.VERIFIED, null));
    }

    @UseCase
    public Mono<MerchantChanged> suspendMerchant(Work work, UUID merchant, String reason) {
        return found(work, merchant)
                .map(found -> found.judgedBy(work, null, Merchant.REVIEWERS))
                .flatMap(found -> change(work, found, MerchantStatus.SUSPENDED, reason))
                .delayUntil(suspended -> services.pauseAll(work, merchant, reason));
    }

    @UseCase
    public Mono<MerchantChanged> resumeMerchant(Work work, UUID merchant, String reason) {
        return found(work, merchant)
                .map(found -> found.judgedBy(work, null, Merchant.REVIEWERS).suspended())
                .flatMap(found -> change(work, found, MerchantStatus.ACTIVE, reason));
    }

    /** Codes that residents hold are called off, and their points go back. */
    @UseCase
    public Mono<MerchantChanged> exitMerchant(Work work, UUID merchant, String reason) {
        return found(work, merchant)
                .map(found -> found.byItselfOr(work, Merchant.REVIEWERS))
                .flatMap(found -> change(work, found, MerchantStatus.EXITED, reason)
                        .delayUntil(exited -> work.follow(found.contactSubject())))
                .delayUntil(exited -> services.withdrawAll(work, merchant, reason)
                        .flatMap(offline -> redemptions.callOff(work, merchant, offline, reason)));
    }

    private Mono<Merchant> found(Work work, UUID merchant) {
        return store.lock(work, merchant).switchIfEmpty(NotFound.mono());
    }

    private Mono<MerchantChanged> change(Work work, Merchant merchant, MerchantStatus to, @Nullable String reason) {
        merchant.mayBecome(to);
        return store.move(work, merchant.id(), to)
                .then(moved(work, merchant, to, reason))
                .thenReturn(new MerchantChanged(merchant.id()));
    }

    private static Mono<Void> moved(Work work, Merchant merchant, MerchantStatus to, @Nullable String reason) {
        return Mono.defer(() -> work.append(new MerchantMoved(merchant.id(), merchant.status(), to, reason)));
    }
}
