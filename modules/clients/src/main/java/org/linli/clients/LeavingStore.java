package org.linli.clients;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is read and written of the clients of a district that leaves them. */
final class LeavingStore {
    /**
     * A client of the district.
     *
     * @param here whether it is at home in the district
     * @param closed whether nobody grants it any more
     * @param heir another district that has it, one that grants it before any other; null where there is none
     */
    record Leaving(
            UUID id,
            UUID registration,
            String azp,
            UUID home,
            boolean here,
            boolean closed,
            @Nullable UUID heir,
            @Nullable String registrationToken,
            @Nullable String secret) {
        UUID itsHeir() {
            return Objects.requireNonNull(heir, "a client that nobody else has");
        }
    }

    /** The same client as another district has it. */
    record Entry(UUID id) {}

    /** A client that the district grants no more. */
    record Withdrawn(UUID id, ClientStatus status) {}

    /** What only this district grants, nobody grants any more. */
    Mono<Long> close(Transaction leaving) {
        return leaving.change("""
                update client_registration r set closed_at = now()
                 where r.closed_at is null and (r.home_id = $1 or r.registered_at is not null)
                   and r.id in (select c.registration_id from client c where c.district_id = $1)
                   and not exists (select from client_grant g where g.azp = r.azp and g.district_id <> $1)
                """);
    }

    Flux<Leaving> leaving(Transaction leaving) {
        return leaving.rows(Leaving.class, """
                select c.id, r.id as registration, r.azp, r.home_id as home, r.home_id = $1 as here, r.closed_at is not null as closed,
                       (select o.id
                          from districts_depending($1, 'client_registration', r.id) o(id)
                         where r.home_id = $1
                         order by exists (select from client_grant g where g.azp = r.azp and g.district_id = o.id) desc, o.id
                         limit 1) as heir, c.registration_token, c.secret
                  from client c
                  join client_registration r on r.id = c.registration_id
                 where c.district_id = $1
                 order by c.id
                """);
    }

    /** Those at home in the district that others grant; the first of them is the heir. */
    Flux<Leaving> granted(Transaction parting) {
        return parting.rows(Leaving.class, """
                select c.id, r.id as registration, r.azp, r.home_id as home, true as here, false as closed, g.district_id as heir, c.registration_token, c.secret
                  from client c
                  join client_registration r on r.id = c.registration_id
                 cross join lateral (select g.district_id from client_grant g
                                      where g.azp = r.azp and g.district_id <> $1
                                      order by g.district_id
                                      limit 1) g
                 where c.district_id = $1 and r.home_id = $1
                 order by c.id
                """);
    }

    /** What the district grants of others, it grants no more; nor does it keep anything with which one is changed that was its own. */
    Flux<Withdrawn> withdraw(Transaction parting) {
        return parting.put("""
                        delete from client_grant g using client_registration r
                         where g.district_id = $1 and r.azp = g.azp and r.home_id <> $1
                        """).thenMany(Flux.defer(() -> parting.rows(Withdrawn.class, """
                        update client c
                           set status = 'WITHDRAWN', problem = null, registration_token = null, secret = null, version = c.version + 1
                          from client_registration r
                         where c.district_id = $1 and r.id = c.registration_id and r.home_id <> $1 and c.status <> 'WITHDRAWN'
                        returning c.id, old.status
                        """)));
    }

    /** Whether Keycloak has followed all that was said of clients. */
    Mono<Boolean> followed(Transaction parting) {
        return parting.rows(
                        Entry.class,
                        "select j.id from job j where j.district_id = $1 and j.kind = $2::text and j.done_at is null limit 1",
                        FollowedClient.NAME)
                .hasElements()
                .map(some -> !some);
    }

    Mono<Entry> entry(Transaction there, UUID registration) {
        return there.row(
                Entry.class,
                "select c.id from client c where c.district_id = $1 and c.registration_id = $2::uuid",
                registration);
    }

    Mono<Void> inherit(
            Transaction heir,
            UUID from,
            UUID registration,
            UUID client,
            @Nullable String registrationToken,
            @Nullable String secret) {
        return heir.put(
                        "update client_registration set home_id = $1 where id = $2::uuid and home_id = $3::uuid",
                        registration,
                        from)
                .then(heir.put("""
                        update client set registration_token = $3::text, secret = $4::text where district_id = $1 and id = $2::uuid
                        """, client, registrationToken, secret));
    }
}
