package org.linli.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.provisioning.AdminEvents;
import org.linli.tenancy.provisioning.AdminEvents.Change;
import org.linli.tenancy.provisioning.DirectoryUnreachable;
import org.linli.tenancy.provisioning.Provisioner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sees what is changed by hand in the directory of accounts, every two seconds, and has the districts concerned compared with it at once. Up to where it has
 * read stands in a row, which is written last: who dies before that reads again, and twice compared is as once. A district that cannot be told now, since its
 * cell is down or it is being moved, is left to the comparisons that come round by themselves; the others do not wait for it.
 */
public final class DirectoryWatch implements Kind {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    /** How much later than it is dated a change may be written. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private record Watch(OffsetDateTime seenUntil, List<String> seen) {}

    private record Concerned(UUID id) {}

    private final DistrictDatabase database;
    private final AdminEvents events;
    private final Provisioner provisioner;
    private final Rejoining rejoining;
    private final DirectoryDrifts drifts;

    public DirectoryWatch(
            DistrictDatabase database,
            AdminEvents events,
            Provisioner provisioner,
            Rejoining rejoining,
            DirectoryDrifts drifts) {
        this.database = database;
        this.events = events;
        this.provisioner = provisioner;
        this.rejoining = rejoining;
        this.drifts = drifts;
    }

    @Override
    public String name() {
        return "watch-directory";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean ofPlatform() {
        return true;
    }

    @Override
    public Mono<Void> run(Job job) {
        return Work.onPlatform(database, DirectoryWatch::watch)
                .flatMap(watch -> events.since(from(watch.seenUntil())).flatMap(changes -> follow(watch, changes)));
    }

    private static Instant from(OffsetDateTime seenUntil) {
        return seenUntil.toInstant().minus(LATE);
    }

    /** What was before the first look, the comparisons find. */
    private static Mono<Watch> watch(Work work) {
        return work.change(
                        "insert into directory_watch (district_id, seen_until) values ($1, now()) on conflict do nothing")
                .then(work.row(
                        Watch.class, "select w.seen_until, w.seen from directory_watch w where w.district_id = $1"));
    }

    private Mono<Void> follow(Watch watch, List<Change> changes) {
        Set<String> seen = new HashSet<>(watch.seen());
        List<Change> news =
                changes.stream().filter(change -> !seen.contains(change.id())).toList();
        if (news.isEmpty()) return Mono.empty();
        return Flux.fromIterable(news)
                .concatMap(change -> left(rejoined(change)).thenMany(concerned(change)))
                .distinct()
                .concatMap(district -> left(rejoining.compare(district)))
                .then(seen(watch, changes));
    }

    private static Mono<Void> left(Mono<Void> told) {
        return told.onErrorResume(failure -> !(failure instanceof DirectoryUnreachable), failure -> {
            LOG.warn("a change in the directory is left to the next comparison: {}", failure.toString());
            return Mono.empty();
        });
    }

    private Mono<Void> seen(Watch watch, List<Change> changes) {
        OffsetDateTime until = changes.stream()
                .map(change -> change.at().atOffset(ZoneOffset.UTC))
                .reduce(watch.seenUntil(), (one, other) -> one.isAfter(other) ? one : other);
        String[] late = changes.stream()
                .filter(change -> !change.at().isBefore(from(until)))
                .map(Change::id)
                .toArray(String[]::new);
        return Work.onPlatform(
                        database,
                        work -> work.change(
                                "update directory_watch set seen_until = $2::timestamptz, seen = $3::text[] where district_id = $1",
                                until,
                                late))
                .then();
    }

    /** The districts whose organization, account or client it was; whose client, Keycloak tells by a number that nobody else knows. */
    private Flux<UUID> concerned(Change change) {
        UUID organization = change.organization();
        if (organization != null)
            return districts("select d.id from district d where d.id <> $1 and d.kc_org_id = $2::uuid", organization);
        if (change.ofClient()) return districts("""
                    select d.id
                      from district d
                     where d.id <> $1 and $2::text is not null
                       and (d.cell <> 'home'
                            or exists (select from client_registration r
                                        where r.home_id = d.id and r.closed_at is null and r.registered_at is not null))
                    """, change.id());
        UUID account = change.account();
        if (account == null) return Flux.empty();
        return provisioner
                .of(account)
                .onErrorReturn(Set.of())
                .flatMapMany(organizations -> districts("""
                select d.id
                  from district d
                 where d.id <> $1
                   and (d.kc_org_id = any($3::uuid[])
                        or d.id in (select m.district_id from membership m where m.subject = $2::uuid))
                """, account, organizations.toArray(UUID[]::new)));
    }

    private Flux<UUID> districts(String sql, Object... parameters) {
        return database.transaction(
                        Statements.NO_DISTRICT,
                        registry -> registry.rows(Concerned.class, sql, parameters)
                                .map(Concerned::id)
                                .collectList())
                .flatMapIterable(all -> all);
    }

    /** Whoever has a part in the district is a member again. */
    private Mono<Void> rejoined(Change change) {
        UUID account = change.account();
        UUID organization = change.organization();
        if (account == null || organization == null || !change.type().equals("ORGANIZATION_MEMBERSHIP"))
            return Mono.empty();
        return rejoining
                .place(organization)
                .filterWhen(place -> rejoining.due(place, account))
                .flatMap(place -> rejoining
                        .rejoin(place.id(), List.of(account))
                        .then(drifts.found(place.id(), DirectoryDriftKind.MEMBERSHIP_ENDED)));
    }
}
