package org.linli.clients;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.provisioning.ClientRegistrations.Facts;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is read and written of a client while Keycloak follows. Locks are taken in the order of {@link ClientStore}. */
final class FollowedStore {
    /** A client as a district has it. */
    record Seen(
            UUID district,
            String code,
            UUID organization,
            UUID id,
            ClientStatus status,
            int version,
            UUID registration,
            UUID home,
            String azp,
            ClientKind kind,
            String name,
            List<String> redirectAddresses,
            List<String> origins,
            boolean vendor,
            @Nullable UUID account,
            boolean closed,
            @Nullable ClientProblem problem) {
        boolean atHome() {
            return district.equals(home);
        }

        /** @param secret null where it stays as it is */
        Facts facts(@Nullable String secret) {
            return new Facts(azp, name, kind == ClientKind.INTEGRATION, vendor, redirectAddresses, origins, secret);
        }

        UUID itsAccount() {
            return Objects.requireNonNull(account, "an integration without an account");
        }
    }

    /** What is kept of it, sealed, where it is at home. */
    record Keys(
            UUID id,
            @Nullable String registrationToken,
            @Nullable String secret) {}

    record Ready(UUID id) {}

    record Grantee(UUID district) {}

    private record Locked(UUID id) {}

    Mono<Seen> seen(Transaction transaction, UUID client) {
        return transaction.row(Seen.class, """
                select d.id as district, d.code, d.kc_org_id as organization, c.id, c.status, c.version, r.id as registration,
                       r.home_id as home, r.azp, r.kind, r.name, r.redirect_addresses, r.origins, r.vendor, r.account,
                       r.closed_at is not null as closed, c.problem
                  from client c
                  join client_registration r on r.id = c.registration_id
                  join district d on d.id = $1
                 where c.district_id = $1 and c.id = $2::uuid
                """, client);
    }

    /** Those that are as they shall be. */
    Flux<Ready> ready(Transaction transaction) {
        return transaction.rows(Ready.class, """
                select c.id
                  from client c
                  join client_registration r on r.id = c.registration_id
                 where c.district_id = $1 and c.status = 'READY' and r.closed_at is null
                 order by c.id
                """);
    }

    /** In the district where it is at home. */
    Mono<Keys> keys(Transaction home, UUID registration) {
        return home.row(Keys.class, """
                select c.id, c.registration_token, c.secret from client c where c.district_id = $1 and c.registration_id = $2::uuid
                """, registration);
    }

    /** In a statement of its own, so that what follows sees what others did before. */
    Mono<Void> lock(Transaction transaction, Seen seen) {
        return transaction
                .rows(Locked.class, """
                        select r.id from client_registration r where r.id = $2::uuid and $1::uuid is not null for update
                        """, seen.registration())
                .thenMany(transaction.rows(
                        Locked.class,
                        "select c.id from client c where c.district_id = $1 and c.id = $2::uuid for update",
                        seen.id()))
                .then();
    }

    /** Keeps the first token with which it is changed; gives whether there was none, and it is still wanted under this id. */
    Mono<Boolean> first(Transaction home, Seen seen, String sealed) {
        return home.change("""
                        update client c set registration_token = $3::text
                         where c.district_id = $1 and c.id = $2::uuid and c.registration_token is null
                           and exists (select from client_registration r where r.id = c.registration_id and r.azp = $4::text and r.closed_at is null)
                        """, seen.id(), sealed, seen.azp()).map(rows -> rows == 1);
    }

    /**
     * Gives it another id, under which it is granted wherever it was, unless somebody else has registered or renamed it. Grants are found out before a
     * district is entered, so they have no policy; and all of a client's are in the cell of its home, since a client refers to its registration there, and
     * a district that shares one moves to another cell only when it leaves it.
     */
    Mono<Void> rename(Transaction home, Seen seen, String azp) {
        return home.change("""
                        update client_registration r set azp = $5::text
                         where r.home_id = $1 and r.id = $2::uuid and r.azp = $4::text
                           and exists (select from client c where c.district_id = $1 and c.id = $3::uuid and c.registration_token is null)
                        """, seen.registration(), seen.id(), seen.azp(), azp)
                .filter(renamed -> renamed == 1)
                .flatMap(renamed -> home.put("""
                        update client_grant g set azp = $3::text where $1::uuid is not null and g.azp = $2::text
                        """, seen.azp(), azp));
    }

    /** What it was changed with changes nothing any more: it is registered anew, with another token and another account. */
    Mono<Void> forget(Transaction home, Seen seen, @Nullable String sealed) {
        return home.change("""
                        update client set registration_token = null where district_id = $1 and id = $2::uuid and registration_token = $3::text
                        """, seen.id(), sealed)
                .filter(forgotten -> forgotten == 1)
                .flatMap(forgotten -> home.put(
                        "update client_registration set account = null where home_id = $1 and id = $2::uuid",
                        seen.registration()));
    }

    Mono<Void> keep(Transaction home, Seen seen, String sealed) {
        return home.put(
                "update client set registration_token = $3::text where district_id = $1 and id = $2::uuid",
                seen.id(),
                sealed);
    }

    Mono<Void> account(Transaction home, Seen seen, UUID account) {
        return home.put(
                "update client_registration set account = $3::uuid where home_id = $1 and id = $2::uuid",
                seen.registration(),
                account);
    }

    /** The tokens that it got say nothing any more, in no district; gives in how many it is granted. */
    Mono<Long> endTokens(Transaction home, Seen seen) {
        return home.change("""
                update client_grant g set tokens_after = now() where $1::uuid is not null and g.azp = $2::text
                """, seen.azp());
    }

    Mono<Void> ready(Transaction transaction, Seen seen) {
        return transaction
                .put("""
                        update client set status = 'READY', problem = null, secret = null where district_id = $1 and id = $2::uuid
                        """, seen.id())
                .then(transaction.put("""
                        update client_registration set registered_at = coalesce(registered_at, $3::timestamptz)
                         where id = $2::uuid and $1::uuid is not null
                        """, seen.registration(), transaction.now()))
                .then(transaction.put("""
                        insert into client_grant (azp, district_id, requests_per_minute)
                        select $2::text, $1, c.requests_per_minute from client c where c.district_id = $1 and c.id = $3::uuid
                        on conflict (district_id, azp) do nothing
                        """, seen.azp(), seen.id()));
    }

    /** Other districts that grant it. */
    Flux<Grantee> grantees(Transaction home, Seen seen) {
        return home.rows(Grantee.class, """
                select g.district_id as district from client_grant g where g.azp = $2::text and g.district_id <> $1 order by g.district_id
                """, seen.azp());
    }

    /** As another district has it. */
    Mono<Ready> granted(Work there, Seen seen) {
        return there.row(Ready.class, """
                select c.id from client c where c.district_id = $1 and c.registration_id = $2::uuid and c.status <> 'WITHDRAWN'
                """, seen.registration());
    }

    Mono<Void> removed(Transaction home, Keys keys) {
        return home.put("""
                update client set registration_token = null, secret = null, problem = null where district_id = $1 and id = $2::uuid
                """, keys.id());
    }

    /** To be made what it shall be once more. */
    Mono<Void> anew(Transaction transaction, Seen seen) {
        return transaction.put("""
                update client set status = 'CHANGING', problem = null, version = version + 1 where district_id = $1 and id = $2::uuid
                """, seen.id());
    }

    /** Gives whether that is news. */
    Mono<Boolean> hindered(Transaction transaction, Seen seen, ClientProblem problem) {
        return transaction.change("""
                        update client set problem = $3::client_problem
                         where district_id = $1 and id = $2::uuid and problem is distinct from $3::client_problem
                        """, seen.id(), problem.name()).map(rows -> rows == 1);
    }
}
