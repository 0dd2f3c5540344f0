package org.linli.points;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.points.Purse.Lot;
import org.linli.points.Purse.Take;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * SQL of the ledger. Whoever changes a posting or a lot has locked its account, and accounts are locked by kind and id, so that nobody
 * waits in a circle.
 */
final class PointsStore {
    /** How many accounts lose expired points in one transaction. */
    static final int BATCH = 100;

    record Account(UUID id, PointsAccountKind kind, UUID ownerId, long balance) {}

    record Posting(
            UUID id, PointsPostingKind kind, PointsPostingStatus status, UUID accountId, UUID ownerId, int amount) {}

    record Receiver(UUID id, boolean here) {}

    private record Id(UUID id) {}

    Mono<Receiver> receiver(Work work, UUID resident) {
        return work.row(Receiver.class, """
                select r.id, r.status::text not in ('MOVED_OUT', 'SUSPENDED', 'ERASED') as here
                  from resident r
                 where r.district_id = $1 and r.id = $2::uuid
                """, resident);
    }

    Mono<Account> lock(Work work, PointsAccountKind kind, UUID owner) {
        return work.row(Account.class, """
                select a.id, a.kind, a.owner_id, a.balance
                  from points_account a
                 where a.district_id = $1 and a.owner_id = $2::uuid and a.kind = $3::points_account_kind
                   for update
                """, owner, kind.name());
    }

    /** Locks the account, which is made where there is none yet. */
    Mono<Account> open(Work work, PointsAccountKind kind, UUID owner) {
        return lock(work, kind, owner)
                .switchIfEmpty(
                        Mono.defer(() -> work.change("""
                                insert into points_account (district_id, kind, owner_id)
                                values ($1, $2::points_account_kind, $3::uuid)
                                on conflict (district_id, owner_id, kind) do nothing
                                """, kind.name(), owner).then(lock(work, kind, owner))));
    }

    /** Locks what these postings may touch on the side of who has points: what can be spent, and what is set aside. */
    Flux<Account> lock(Work work, Collection<UUID> postings) {
        return work.rows(Account.class, """
                select a.id, a.kind, a.owner_id, a.balance
                  from points_account a
                 where a.district_id = $1 and a.kind in ('RESIDENT', 'HOLD', 'UNIT')
                   and a.owner_id in (select o.owner_id
                                        from points_posting p
                                        join points_account o on o.district_id = $1 and o.id = p.account_id
                                       where p.district_id = $1 and p.id = any($2::uuid[]))
                 order by a.kind, a.id
                   for update
                """, (Object) postings.toArray(UUID[]::new));
    }

    /** What these residents can spend, and what they have set aside. */
    Flux<Account> lockOf(Work work, Collection<UUID> residents) {
        return work.rows(Account.class, """
                select a.id, a.kind, a.owner_id, a.balance
                  from points_account a
                 where a.district_id = $1 and a.kind in ('RESIDENT', 'HOLD') and a.owner_id = any($2::uuid[])
                 order by a.kind, a.id
                   for update
                """, (Object) residents.toArray(UUID[]::new));
    }

    private record Left(long points) {}

    Mono<Long> left(Work work, UUID resident) {
        return work.row(Left.class, """
                select coalesce(sum(a.balance), 0)::bigint as points
                  from points_account a
                 where a.district_id = $1 and a.kind in ('RESIDENT', 'HOLD') and a.owner_id = $2::uuid
                """, resident).map(Left::points);
    }

    /** The account of whoever took what was spent: a merchant, an activity. */
    Mono<Account> lockTaker(Work work, UUID posting) {
        return work.row(Account.class, """
                select a.id, a.kind, a.owner_id, a.balance
                  from points_account a
                 where a.district_id = $1 and a.kind in ('MERCHANT', 'ACTIVITY')
                   and a.id in (select e.account_id from points_entry e where e.district_id = $1 and e.posting_id = $2::uuid)
                   for update
                """, posting);
    }

    Mono<Posting> posting(Work work, UUID posting) {
        return work.row(Posting.class, """
                select p.id, p.kind, p.status, p.account_id, a.owner_id, p.amount
                  from points_posting p
                  join points_account a on a.district_id = $1 and a.id = p.account_id
                 where p.district_id = $1 and p.id = $2::uuid
                """, posting);
    }

    /** What this record has earned, unless that was undone. */
    Mono<UUID> reward(Work work, String reasonType, UUID reasonId) {
        return work.row(Id.class, """
                select p.id from points_posting p
                 where p.district_id = $1 and p.reason_type = $2::text and p.reason_id = $3::uuid
                   and p.kind = 'REWARD' and p.status <> 'REVERSED'
                """, reasonType, reasonId).map(Id::id);
    }

    /** What is set aside for these records, the oldest first. */
    Mono<List<UUID>> held(Work work, String reasonType, Collection<UUID> reasonIds) {
        return work.rows(Id.class, """
                        select p.id from points_posting p
                         where p.district_id = $1 and p.reason_type = $2::text and p.reason_id = any($3::uuid[]) and p.status = 'HELD'
                         order by p.id
                        """, reasonType, reasonIds.toArray(UUID[]::new))
                .map(Id::id)
                .collectList();
    }

    Mono<Purse> purse(Work work, UUID account) {
        return work.rows(Lot.class, """
                select l.id, l.account_id, l.posting_id, l.remaining, l.expires_on
                  from points_lot l
                 where l.district_id = $1 and l.account_id = $2::uuid and l.remaining > 0
                """, account).collectList().map(Purse::new);
    }

    /** What the posting brought to this account ({@code sign} 1) or took from it (-1), by lots. */
    Mono<List<Take>> takes(Work work, UUID posting, UUID account, int sign) {
        return work.rows(Take.class, """
                select e.lot_id, $4::int * e.amount as amount
                  from points_entry e
                 where e.district_id = $1 and e.posting_id = $2::uuid and e.account_id = $3::uuid and $4::int * e.amount > 0
                 order by e.number
                """, posting, account, sign).collectList();
    }

    Mono<Long> post(
            Work work, Posting posting, @Nullable String reasonType, @Nullable UUID reasonId, @Nullable String reason) {
        return work.change(
                """
                insert into points_posting (district_id, id, kind, status, account_id, amount, reason_type, reason_id, reason,
                                            created_at)
                values ($1, $2::uuid, $3::points_posting_kind, $4::points_posting_status, $5::uuid, $6::int, $7::text, $8::uuid, $9::text,
                        $10::timestamptz)
                """,
                posting.id(),
                posting.kind().name(),
                posting.status().name(),
                posting.accountId(),
                posting.amount(),
                reasonType,
                reasonId,
                reason,
                work.now());
    }

    Mono<Long> set(Work work, UUID posting, PointsPostingStatus status) {
        return work.change("""
                update points_posting set status = $3::points_posting_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, posting, status.name());
    }

    /** An empty lot: the movement that earns it fills it. */
    Mono<Long> addLot(Work work, UUID id, Posting posting, @Nullable LocalDate expiresOn) {
        return work.change("""
                insert into points_lot (district_id, id, account_id, posting_id, amount, remaining, expires_on, status)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::int, 0, $6::date, 'SPENT')
                """, id, posting.accountId(), posting.id(), posting.amount(), expiresOn);
    }

    /** Moves points from one locked account to another. */
    Mono<Void> move(Work work, UUID posting, UUID from, UUID to, Take take) {
        return move(work, posting, from, to, take, "SPENT");
    }

    /**
     * Both sides in one statement: balances, what is left of the lot where it belongs to one of them, and the two entries. Their moment is
     * taken after the locks, and is never before an earlier one of these accounts, even if the clock was set back.
     *
     * @param emptied what becomes of a lot of which nothing is left
     */
    Mono<Void> move(Work work, UUID posting, UUID from, UUID to, Take take, String emptied) {
        return work.change(
                        """
                        with moment as (
                            select greatest(coalesce($10::timestamptz, clock_timestamp()), max(a.moved_at)) as at
                              from points_account a
                             where a.district_id = $1 and a.id in ($3::uuid, $4::uuid)),
                        side as (
                            update points_account a
                               set balance = a.balance + case a.id when $4::uuid then $5::int else -$5::int end,
                                   entry_count = a.entry_count + 1, moved_at = m.at, version = a.version + 1
                              from moment m
                             where a.district_id = $1 and a.id in ($3::uuid, $4::uuid)
                            returning a.id, a.balance, a.entry_count, a.moved_at, a.id = $4::uuid as gains),
                        lot as (
                            update points_lot l
                               set remaining = l.remaining + case l.account_id when $4::uuid then $5::int else -$5::int end,
                                   status = case when l.account_id = $4::uuid or l.remaining > $5::int then 'EARNED'
                                                 else $7::points_lot_status end,
                                   version = l.version + 1
                             where l.district_id = $1 and l.id = $6::uuid and l.account_id in ($3::uuid, $4::uuid))
                        insert into points_entry (district_id, id, posting_id, account_id, number, amount, balance_after, lot_id, at,
                                                  counter_id, counter_amount)
                        select $1, case when s.gains then $8::uuid else $9::uuid end, $2::uuid, s.id, s.entry_count,
                               case when s.gains then $5::int else -$5::int end, s.balance, $6::uuid, s.moved_at,
                               case when s.gains then $9::uuid else $8::uuid end, case when s.gains then -$5::int else $5::int end
                          from side s
                        returning id
                        """,
                        posting,
                        from,
                        to,
                        take.amount(),
                        take.lotId(),
                        emptied,
                        work.newId(),
                        work.newId(),
                        work.at())
                .then();
    }

    /** Some of the accounts with points that have expired, locked. */
    Flux<Account> lockDue(Work work) {
        return work.rows(Account.class, """
                select a.id, a.kind, a.owner_id, a.balance
                  from points_account a
                 where a.district_id = $1
                   and a.id in (select d.account_id
                                  from (select l.account_id, min(l.expires_on) as since
                                          from points_lot l
                                         where l.district_id = $1 and l.remaining > 0 and l.expires_on <= $2::date
                                         group by l.account_id
                                         order by since, l.account_id
                                         limit $3::int) d)
                 order by a.kind, a.id
                   for update
                """, work.today(), BATCH);
    }

    private record Due(boolean due) {}

    Mono<Boolean> due(Work work) {
        return work.row(Due.class, """
                select exists (select from points_lot l
                                where l.district_id = $1 and l.remaining > 0 and l.expires_on <= $2::date) as due
                """, work.today()).map(Due::due);
    }
}
