package org.linli.clients;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** What people write of clients. Whoever changes one holds what it is everywhere, and then what it is in the district. */
final class ClientStore {
    /** What a client is everywhere. */
    record Registration(
            UUID id,
            String azp,
            ClientKind kind,
            String name,
            List<String> redirectAddresses,
            List<String> origins,
            boolean here) {
        ClientAddresses addresses() {
            return new ClientAddresses(redirectAddresses, origins);
        }
    }

    /** What it is in the district. */
    record Granted(UUID id, ClientStatus status, @Nullable Integer requestsPerMinute, int version) {}

    /** One that somebody wants to do something with. */
    record Held(Registration registration, Granted granted) {}

    private record Count(long clients) {}

    private static final String REGISTRATION = """
            select r.id, r.azp, r.kind, r.name, r.redirect_addresses, r.origins, r.home_id = $1 as here
              from client_registration r
            """;

    private static final String GRANTED = """
            select c.id, c.status, c.requests_per_minute, c.version from client c where c.district_id = $1
            """;

    Mono<Held> held(Work work, UUID client) {
        return work.both(
                        work.row(Registration.class, REGISTRATION + """
                                 where r.id = (select c.registration_id from client c where c.district_id = $1 and c.id = $2::uuid)
                                   for update of r
                                """, client),
                        work.row(Granted.class, GRANTED + " and c.id = $2::uuid for update of c", client))
                .map(both -> new Held(both.getT1(), both.getT2()));
    }

    /** A vendor's client that some district still grants. */
    Mono<Registration> ofVendor(Work work, String azp) {
        return work.row(Registration.class, REGISTRATION + """
                 where r.azp = $2::text and r.vendor and r.registered_at is not null and r.closed_at is null
                   for update of r
                """, azp);
    }

    Mono<Granted> granted(Work work, UUID registration) {
        return work.row(Granted.class, GRANTED + " and c.registration_id = $2::uuid for update of c", registration);
    }

    Mono<Long> count(Work work) {
        return work.row(Count.class, """
                        select count(*) as clients from client c where c.district_id = $1 and c.status <> 'WITHDRAWN'
                        """).map(Count::clients);
    }

    Mono<Void> register(
            Work work, UUID id, String azp, ClientKind kind, String name, ClientAddresses addresses, boolean vendor) {
        return work.put(
                """
                insert into client_registration (id, home_id, azp, kind, name, redirect_addresses, origins, vendor)
                values ($2::uuid, $1, $3::text, $4::client_kind, $5::text, $6::text[], $7::text[], $8::boolean)
                """,
                id,
                azp,
                kind.name(),
                name,
                addresses.redirects().toArray(String[]::new),
                addresses.origins().toArray(String[]::new),
                vendor);
    }

    Mono<Void> add(
            Work work, UUID id, UUID registration, @Nullable Integer requestsPerMinute, @Nullable String secret) {
        return work.put("""
                insert into client (district_id, id, registration_id, requests_per_minute, secret, created_at)
                values ($1, $2::uuid, $3::uuid, $4::int, $5::text, $6::timestamptz)
                """, id, registration, requestsPerMinute, secret, work.now());
    }

    Mono<Void> describe(Work work, UUID registration, String name, ClientAddresses addresses) {
        return work.put(
                """
                update client_registration set name = $3::text, redirect_addresses = $4::text[], origins = $5::text[]
                 where home_id = $1 and id = $2::uuid
                """,
                registration,
                name,
                addresses.redirects().toArray(String[]::new),
                addresses.origins().toArray(String[]::new));
    }

    Mono<Void> move(Work work, UUID client, ClientStatus status, @Nullable Integer requestsPerMinute) {
        return work.put("""
                update client
                   set status = $3::client_status, requests_per_minute = $4::int, problem = null, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, client, status.name(), requestsPerMinute);
    }

    Mono<Void> secret(Work work, UUID client, String sealed) {
        return work.put("update client set secret = $3::text where district_id = $1 and id = $2::uuid", client, sealed);
    }

    /** How much a client may carry that is granted already. */
    Mono<Void> limit(Work work, String azp, @Nullable Integer requestsPerMinute) {
        return work.put("""
                update client_grant set requests_per_minute = $3::int where district_id = $1 and azp = $2::text
                """, azp, requestsPerMinute);
    }

    Mono<Void> grant(Work work, String azp, @Nullable Integer requestsPerMinute) {
        return work.put("""
                insert into client_grant (azp, district_id, requests_per_minute) values ($2::text, $1, $3::int)
                on conflict (district_id, azp) do nothing
                """, azp, requestsPerMinute);
    }

    /** Grants it no longer here, and closes it where nobody else does. */
    Mono<Void> withdraw(Work work, Registration registration) {
        return work.put("delete from client_grant where district_id = $1 and azp = $2::text", registration.azp())
                .then(work.put("""
                        update client_registration r set closed_at = $4::timestamptz
                         where $1::uuid is not null and r.id = $2::uuid and not exists (select from client_grant g where g.azp = $3::text)
                        """, registration.id(), registration.azp(), work.now()));
    }
}
