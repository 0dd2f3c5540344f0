package org.linli.points;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.points.ExpirePointsResult.NothingExpired;
import org.linli.points.ExpirePointsResult.PointsExpired;
import org.linli.points.GrantPointsResult.ExpiryPassed;
import org.linli.points.GrantPointsResult.PointsGranted;
import org.linli.points.GrantPointsResult.ResidentGone;
import org.linli.points.GrantPointsResult.TooManyPoints;
import org.linli.points.PointsStore.Account;
import org.linli.points.PointsStore.Posting;
import org.linli.points.Purse.Take;
import org.linli.residents.Guardians;
import org.linli.schema.Role;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The ledger of points. What refuses here refuses before it writes; so another module asks it before it writes itself, and leaves
 * its refusals to whoever asked.
 */
public final class Points {
    /** Points of one grant, at most. */
    private static final int MOST = 100_000;

    private final PointsStore store = new PointsStore();

    @UseCase
    public Mono<GrantPointsResult> grantPoints(
            Work work, UUID resident, int points, @Nullable LocalDate expiresOn, String reason) {
        return store.receiver(work, resident)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(receiver -> Guardians.notOwn(work, resident))
                .flatMap(receiver -> receiver.here()
                        ? grant(work, PointsAccountKind.RESIDENT, resident, points, expiresOn, reason)
                                .map(PointsGranted::new)
                        : Mono.just(new ResidentGone()));
    }

    /**
     * Gives points of the district, because its officer says so.
     *
     * @return the posting
     * @throws Refused with {@link TooManyPoints} or {@link ExpiryPassed}
     */
    public Mono<UUID> grant(
            Work work, PointsAccountKind kind, UUID owner, int points, @Nullable LocalDate expiresOn, String reason) {
        if (points > MOST) throw new Refused(new TooManyPoints(MOST));
        if (expiresOn != null && !work.today().isBefore(expiresOn)) throw new Refused(new ExpiryPassed(work.today()));
        return issue(work)
                .flatMap(issue -> store.open(work, kind, owner)
                        .flatMap(account -> earn(
                                work,
                                issue,
                                posted(work, PointsPostingKind.GRANT, account, points),
                                expiresOn,
                                null,
                                null,
                                reason)));
    }

    /**
     * Gives points for a fact that was verified and is closed (DOMAIN.md G5). One fact is rewarded once, however often this is called.
     *
     * @param reasonType the type of the record in the contract, as {@code Enrolment}
     */
    public Mono<Void> reward(Work work, UUID resident, int points, String reasonType, UUID reasonId) {
        return issue(work)
                .flatMap(issue -> store.open(work, PointsAccountKind.RESIDENT, resident)
                        .flatMap(account -> store.reward(work, reasonType, reasonId)
                                .switchIfEmpty(Mono.defer(() -> earn(
                                        work,
                                        issue,
                                        posted(work, PointsPostingKind.REWARD, account, points),
                                        null,
                                        reasonType,
                                        reasonId,
                                        null)))))
                .then();
    }

    private Mono<UUID> earn(
            Work work,
            Account issue,
            Posting posting,
            @Nullable LocalDate expiresOn,
            @Nullable String reasonType,
            @Nullable UUID reasonId,
            @Nullable String reason) {
        UUID lot = work.newId();
        return store.post(work, posting, reasonType, reasonId, reason)
                .then(store.addLot(work, lot, posting, expiresOn))
                .then(store.move(work, posting.id(), issue.id(), posting.accountId(), new Take(lot, posting.amount())))
                .then(log(work, posting, null, posting.status(), reason))
                .thenReturn(posting.id());
    }

    /** @see #undo */
    @UseCase
    public Mono<PostingReversed> reversePosting(Work work, UUID posting, String reason) {
        return store.posting(work, posting)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(found -> notOwn(work, found))
                .flatMap(found -> undo(work, found, reason))
                .thenReturn(new PostingReversed(posting));
    }

    private Mono<Void> notOwn(Work work, Posting posting) {
        OwnWork.check(work.owns(posting.ownerId(), Role.UNIT_CONTACT));
        return Guardians.notOwn(work, posting.ownerId());
    }

    /**
     * Takes back what a fact has earned, because it was reopened or cancelled; nothing where it has earned nothing.
     *
     * @throws Refused with {@link BalanceTooLow}, when it is spent already
     */
    public Mono<Void> reverse(Work work, String reasonType, UUID reasonId) {
        return store.reward(work, reasonType, reasonId)
                .flatMap(posting -> store.posting(work, posting))
                .flatMap(posting -> undo(work, posting, null));
    }

    /** Whoever has the accounts has the posting, so it is judged as it stands once they are locked. */
    private Mono<Void> undo(Work work, Posting posting, @Nullable String reason) {
        Mono<Void> undone = posting.kind().earns()
                ? issue(work).flatMap(issue -> owned(work, posting).flatMap(now -> takeBack(work, now, issue)))
                : owned(work, posting).flatMap(now -> refund(work, now));
        return undone.then(store.set(work, posting.id(), PointsPostingStatus.REVERSED))
                .then(log(work, posting, PointsPostingStatus.POSTED, PointsPostingStatus.REVERSED, reason));
    }

    /** The posting under the locks of its owner's accounts; only one that went through can be undone. */
    private Mono<Posting> owned(Work work, Posting posting) {
        return store.lock(work, List.of(posting.id()))
                .then(store.posting(work, posting.id()))
                .map(now -> {
                    if (now.kind() == PointsPostingKind.EXPIRY || now.status() == PointsPostingStatus.HELD)
                        throw new Refused(new TransitionRefused(
                                now.status().name(),
                                now.status() == PointsPostingStatus.HELD
                                        ? List.of(PointsPostingStatus.POSTED.name())
                                        : List.of()));
                    PointsPostingStatus.LIFE.check(now.status(), PointsPostingStatus.REVERSED);
                    return now;
                });
    }

    private Mono<Void> takeBack(Work work, Posting posting, Account issue) {
        return store.purse(work, posting.accountId())
                .map(purse -> purse.takeBack(posting.amount(), posting.id()))
                .flatMap(takes -> move(work, posting, posting.accountId(), issue.id(), takes));
    }

    private Mono<Void> refund(Work work, Posting posting) {
        return store.lockTaker(work, posting.id()).flatMap(taker -> {
            if (taker.balance() < posting.amount())
                throw new Refused(new BalanceTooLow((int) taker.balance(), posting.amount()));
            return store.takes(work, posting.id(), posting.accountId(), -1)
                    .flatMap(takes -> move(work, posting, taker.id(), posting.accountId(), takes));
        });
    }

    /** How many points a resident has, those that are set aside among them. */
    public Mono<Long> left(Work work, UUID resident) {
        return store.left(work, resident);
    }

    /**
     * Locks the points of several residents, in the order that everybody keeps: for whoever then moves them one after the other.
     *
     * @param earning whether some of them earn, for which all points come from one account
     */
    public Mono<Void> lock(Work work, boolean earning, Collection<UUID> residents) {
        Mono<Void> locked = store.lockOf(work, residents).then();
        return earning ? issue(work).then(locked) : locked;
    }

    /**
     * Sets points aside for a record that will capture or release them.
     *
     * @param kind one that spends
     * @return the posting
     * @throws Refused with {@link BalanceTooLow}
     */
    public Mono<UUID> hold(
            Work work, PointsPostingKind kind, UUID resident, int points, String reasonType, UUID reasonId) {
        return store.lock(work, PointsAccountKind.RESIDENT, resident)
                .switchIfEmpty(Mono.error(() -> new Refused(new BalanceTooLow(0, points))))
                .flatMap(account -> store.purse(work, account.id())
                        .map(purse -> purse.spend(points, work.today()))
                        .flatMap(takes -> store.open(work, PointsAccountKind.HOLD, resident)
                                .flatMap(hold -> {
                                    Posting posting = new Posting(
                                            work.newId(),
                                            kind,
                                            PointsPostingStatus.HELD,
                                            account.id(),
                                            resident,
                                            points);
                                    return store.post(work, posting, reasonType, reasonId, null)
                                            .then(move(work, posting, account.id(), hold.id(), takes))
                                            .then(log(work, posting, null, posting.status(), null))
                                            .thenReturn(posting.id());
                                })));
    }

    /** The postings that set points aside for these records, and neither went through nor back. */
    public Mono<List<UUID>> held(Work work, String reasonType, Collection<UUID> reasonIds) {
        return store.held(work, reasonType, reasonIds);
    }

    /** Gives points that were set aside to the account of whoever earned them: a merchant, an activity. */
    public Mono<Void> capture(Work work, Collection<UUID> postings, PointsAccountKind kind, UUID owner) {
        return store.lock(work, postings)
                .then(store.open(work, kind, owner))
                .flatMapMany(account -> Flux.fromIterable(postings)
                        .concatMap(posting -> store.posting(work, posting)
                                .flatMap(held -> store.lock(work, PointsAccountKind.HOLD, held.ownerId())
                                        .flatMap(hold -> settle(
                                                work, held, hold.id(), account.id(), PointsPostingStatus.POSTED)))))
                .then();
    }

    /** Gives points that were set aside back to the residents; each to the lot it came from, which keeps its day of expiry. */
    public Mono<Void> release(Work work, Collection<UUID> postings) {
        return store.lock(work, postings)
                .thenMany(Flux.fromIterable(postings))
                .concatMap(posting -> store.posting(work, posting)
                        .flatMap(held -> store.lock(work, PointsAccountKind.HOLD, held.ownerId())
                                .flatMap(hold ->
                                        settle(work, held, hold.id(), held.accountId(), PointsPostingStatus.REVERSED))))
                .then();
    }

    private Mono<Void> settle(Work work, Posting held, UUID hold, UUID to, PointsPostingStatus status) {
        if (held.status() != PointsPostingStatus.HELD)
            return Mono.error(new IllegalStateException("Posting " + held.id() + " holds nothing any more."));
        return store.takes(work, held.id(), hold, 1)
                .flatMap(takes -> move(work, held, hold, to, takes))
                .then(store.set(work, held.id(), status))
                .then(log(work, held, held.status(), status, null));
    }

    @UseCase
    public Mono<ExpirePointsResult> expirePoints(Work work) {
        return expire(work)
                .flatMap(accounts -> accounts == 0
                        ? Mono.just(new NothingExpired())
                        : store.due(work).map(more -> new PointsExpired(accounts, more)));
    }

    /** Takes away what has expired, of some accounts at a time; gives how many these were, 0 when all is done. */
    public Mono<Integer> expire(Work work) {
        return store.due(work)
                .filter(due -> due)
                .flatMap(due -> store.open(
                        work, PointsAccountKind.EXPIRY, work.district().id()))
                .flatMapMany(expiry -> store.lockDue(work)
                        .concatMap(account -> store.purse(work, account.id())
                                .flatMap(purse ->
                                        expire(work, account, expiry, purse).thenReturn(account.id()))))
                .count()
                .map(Math::toIntExact);
    }

    /** A posting for each lot: who looks at one sees what it was earned for. */
    private Mono<Void> expire(Work work, Account account, Account expiry, Purse purse) {
        return Flux.fromIterable(purse.lots())
                .filter(lot -> !lot.good(work.today()))
                .concatMap(lot -> {
                    Posting posting = posted(work, PointsPostingKind.EXPIRY, account, lot.remaining());
                    Take all = new Take(lot.id(), lot.remaining());
                    return store.post(work, posting, null, null, null)
                            .then(store.move(work, posting.id(), account.id(), expiry.id(), all, "EXPIRED"))
                            .then(log(work, posting, null, posting.status(), null));
                })
                .then();
    }

    private Mono<Account> issue(Work work) {
        return store.open(work, PointsAccountKind.ISSUE, work.district().id());
    }

    private static Posting posted(Work work, PointsPostingKind kind, Account account, int amount) {
        return new Posting(work.newId(), kind, PointsPostingStatus.POSTED, account.id(), account.ownerId(), amount);
    }

    private Mono<Void> move(Work work, Posting posting, UUID from, UUID to, List<Take> takes) {
        return Flux.fromIterable(takes)
                .concatMap(take -> store.move(work, posting.id(), from, to, take))
                .then();
    }

    private static Mono<Void> log(
            Work work,
            Posting posting,
            @Nullable PointsPostingStatus from,
            PointsPostingStatus to,
            @Nullable String reason) {
        return Mono.defer(() -> work.append(new PointsMoved(
                posting.id(), posting.kind(), posting.accountId(), posting.amount(), from, to, reason)));
    }
}
