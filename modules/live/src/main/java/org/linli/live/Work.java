package org.linli.live;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Jobs;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Membership.Member;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;
import tools.jackson.databind.node.ObjectNode;

/** One use case at work: who asks, when, and the transaction in which everything of it happens. */
public final class Work {
    private static final String DISTRICT =
            "select d.id, d.code, d.name, d.time_zone as zone, packages_of(d.id) as packages, language_of(d.id) as language, null::json as quota from district d where d.id = $1";

    private final Transaction transaction;
    private final @Nullable OffsetDateTime at;
    private final Iterator<UUID> given;
    private final Iterator<String> codes;
    private Caller caller;
    private boolean logged;
    private int ids;

    Work(Caller caller, Transaction transaction) {
        this(caller, transaction, null, List.of(), List.of());
    }

    Work(Played played, Transaction transaction) {
        this(played.caller(), transaction, played.at(), played.ids(), played.codes());
    }

    private Work(
            Caller caller, Transaction transaction, @Nullable OffsetDateTime at, List<UUID> given, List<String> codes) {
        this.caller = caller;
        this.transaction = transaction;
        this.at = at;
        this.given = given.iterator();
        this.codes = codes.iterator();
    }

    /**
     * What is left of a use case when its request is over, as when a file comes that somebody asked to send: the log names who asked, in
     * these roles. It has no rights, and knows no day.
     */
    public static Work onBehalf(Transaction transaction, UUID subject, @Nullable String client, Set<Role> roles) {
        return new Work(new Caller(subject, null, client, roles, Map.of(), Map.of()), transaction);
    }

    /**
     * What somebody had begun by a request and the platform brings to its end, part by part: the log names who asked, in these roles, and
     * what takes a second person takes one besides. It has no grids and no records of its own.
     */
    public static Mono<Work> continued(
            Transaction transaction, UUID subject, @Nullable String client, Set<Role> roles) {
        return transaction
                .row(District.class, DISTRICT)
                .map(district ->
                        new Work(new Caller(subject, district, client, roles, Map.of(), Map.of()), transaction));
    }

    /** What the platform does by itself in the district of a transaction: the log names nobody, and it has no rights. */
    public static Mono<Work> ofPlatform(Transaction transaction) {
        return transaction
                .row(District.class, DISTRICT)
                .map(district -> new Work(new Caller(null, district, null, Set.of(), Map.of(), Map.of()), transaction));
    }

    /** A step of what the platform does by itself among its own rows, in a transaction. */
    public static <T> Mono<T> onPlatform(DistrictDatabase database, Function<Work, Mono<T>> step) {
        return ofPlatform(database, Platform.ID, step);
    }

    /** A step of what the platform does by itself in a district, in a transaction. */
    public static <T> Mono<T> ofPlatform(DistrictDatabase database, UUID district, Function<Work, Mono<T>> step) {
        return database.transaction(
                district, transaction -> ofPlatform(transaction).flatMap(step));
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** The account that asks. */
    public UUID subject() {
        return Objects.requireNonNull(caller.subject(), "a use case of accounts");
    }

    public District district() {
        return Objects.requireNonNull(caller.district());
    }

    /** When it happens: when the transaction began, by the clock of the database, the one clock of all nodes. */
    public OffsetDateTime now() {
        return at == null ? transaction.now() : at;
    }

    /** When it happened, of a use case that is played; null of one that happens now, whose moment is the database's. */
    public @Nullable OffsetDateTime at() {
        return at;
    }

    /** In which the district counts its days. */
    public ZoneId zone() {
        return district().zone();
    }

    /** The day it is in the district. */
    public LocalDate today() {
        return now().atZoneSameInstant(zone()).toLocalDate();
    }

    /** An id for a new record (UUID version 7), in the order of time and, within one use case, of asking. */
    public UUID newId() {
        return given.hasNext() ? given.next() : fresh();
    }

    private UUID fresh() {
        // A use case that asks for thousands goes on as in the next millisecond.
        long time = (now().toInstant().toEpochMilli() + (ids >> 12)) << 16;
        long random = ThreadLocalRandom.current().nextLong() >>> 2;
        return new UUID(time | 0x7000 | (ids++ & 0xfff), random | 0x8000_0000_0000_0000L);
    }

    /** A code that nobody has seen yet. */
    public OneTimeCode newCode() {
        return codes.hasNext() ? new OneTimeCode(codes.next()) : OneTimeCode.fresh();
    }

    /** The caller's own record under this role; of a resident there is one. */
    public @Nullable UUID own(Role role) {
        return caller.own().getOrDefault(role, Set.of()).stream().findFirst().orElse(null);
    }

    /** Whether the record is the caller's own under one of these roles. */
    public boolean owns(@Nullable UUID id, Role... any) {
        if (id == null) return false;
        for (Role role : any) if (caller.own().getOrDefault(role, Set.of()).contains(id)) return true;
        return false;
    }

    /** Whether the caller may act in this grid as one of these: by a current duty over it, or by a role of the whole district. */
    public boolean sees(@Nullable UUID grid, Role... any) {
        for (Role role : any) {
            if (!caller.roles().contains(role)) continue;
            if (!role.territorial()) return true;
            if (grid != null && caller.grids().getOrDefault(role, Set.of()).contains(grid)) return true;
        }
        return false;
    }

    /** Whether the caller may act in all of these grids as one and the same of these roles. */
    public boolean covers(Collection<UUID> area, Role... any) {
        for (Role role : any) {
            if (!caller.roles().contains(role)) continue;
            if (!role.territorial()) return true;
            if (!area.isEmpty() && caller.grids().getOrDefault(role, Set.of()).containsAll(area)) return true;
        }
        return false;
    }

    /** The grids in which the caller may act as one of these by a current duty. */
    public UUID[] grids(Role... any) {
        return caller.gridsOf(List.of(any));
    }

    /** From here on, and in the answer, the caller is also this. */
    public void become(Role role, UUID own) {
        Set<Role> roles = EnumSet.of(role);
        roles.addAll(caller.roles());
        Map<Role, Set<UUID>> owned = new EnumMap<>(Role.class);
        owned.putAll(caller.own());
        owned.merge(role, Set.of(own), (before, after) -> after);
        caller = new Caller(caller.subject(), caller.district(), caller.client(), roles, caller.grids(), owned);
    }

    /** @see Transaction#row */
    public <R extends Record> Mono<R> row(Class<R> type, String sql, @Nullable Object... parameters) {
        return transaction.row(type, sql, parameters);
    }

    /** @see Transaction#rows */
    public <R extends Record> Flux<R> rows(Class<R> type, String sql, @Nullable Object... parameters) {
        return transaction.rows(type, sql, parameters);
    }

    /** @see Transaction#both */
    public <A, B> Mono<Tuple2<A, B>> both(Mono<A> first, Mono<B> second) {
        return transaction.both(first, second);
    }

    /** @see Transaction#change */
    public Mono<Long> change(String sql, @Nullable Object... parameters) {
        return transaction.change(sql, parameters);
    }

    /**
     * As {@link #change}, of many rows in one statement, which reads them from {@code json_to_recordset($2::json)}: a component is a
     * column in snake case.
     */
    public Mono<Long> changeAll(String sql, List<? extends Record> rows) {
        return change(sql, Json.text(rows));
    }

    /** Rows as {@code json_to_recordset} takes them: a component is a column in snake case. */
    public static String json(List<? extends Record> rows) {
        return Json.text(rows);
    }

    /** @see Transaction#put */
    public Mono<Void> put(String sql, @Nullable Object... parameters) {
        return transaction.put(sql, parameters);
    }

    /** Adds lines to the log, and so to the records' histories, in one statement that travels with the next. */
    public Mono<Void> append(Event... events) {
        return append(List.of(events));
    }

    public Mono<Void> append(List<? extends Event> events) {
        if (events.isEmpty()) return Mono.empty();
        return Mono.defer(() -> {
            logged = true;
            if (events.stream().anyMatch(Event::told)) transaction.raise(Log.ARRIVAL);
            // Ids are given here, in the order of the log, whatever the statements are.
            Map<Log.Lines, List<Line>> lines = new LinkedHashMap<>();
            for (Event event : events)
                lines.computeIfAbsent(new Log.Lines(event.type(), event.told()), none -> new ArrayList<>())
                        .add(line(event));
            return Flux.fromIterable(lines.entrySet())
                    .concatMap(each -> put(each.getKey().sql(), Json.text(each.getValue()), at))
                    .then();
        });
    }

    /** A row of the log. */
    private record Line(
            UUID id,
            String name,
            String subjectType,
            UUID subjectId,
            @Nullable String fromState,
            @Nullable String toState,
            @Nullable String reason,
            @Nullable UUID actor,
            List<String> actorRoles,
            @Nullable String client,
            ObjectNode payload) {}

    private Line line(Event event) {
        boolean secret = event.anonymous();
        return new Line(
                fresh(),
                Json.name(event),
                event.type(),
                event.id(),
                Json.name(event.from()),
                Json.name(event.to()),
                event.reason(),
                secret ? null : caller.subject(),
                secret ? List.of() : actingAs(),
                secret ? null : caller.client(),
                Json.payload(event));
    }

    /**
     * Has something done once this is committed, on whichever node comes to it.
     *
     * @param kind of a {@link org.linli.tenancy.jobs.Kind}
     * @param payload ids and figures, no personal data
     */
    public Mono<Void> later(String kind, Record payload) {
        transaction.raise(Jobs.ADDED);
        return put("""
                insert into job (district_id, id, kind, payload) values ($1, $2::uuid, $3::text, $4::json)
                """, newId(), kind, Json.text(payload));
    }

    /** Has nodes look for jobs once this is committed, where they were not added by {@link #later}. */
    public void callForJobs() {
        transaction.raise(Jobs.ADDED);
    }

    /** Has the directory of accounts follow what ties this account to the district, once this is committed. */
    public Mono<Void> follow(@Nullable UUID account) {
        return account == null ? Mono.empty() : later(Membership.NAME, new Member(account));
    }

    private List<String> actingAs() {
        return caller.roles().stream()
                .filter(role -> role != Role.GUEST && role != Role.ACCOUNT)
                .map(Role::name)
                .sorted()
                .toList();
    }

    boolean logged() {
        return logged;
    }

    boolean changed() {
        return transaction.changed();
    }
}
