package org.linli.tenancy.cells;

import java.util.UUID;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The entry of a district in the registry has a copy in the cell where the district lives, since all that it has there refers to it. Whoever changes
 * the entry has the copy follow, by what is when it is done.
 */
public final class Entries implements Kind {
    /** The kind of a job that has the copy of a district's entry follow. */
    public static final String NAME = "carry-entry";

    /** What a job of this kind says. */
    public record Of(UUID district) {}

    /** @param left whether what is there of it does not count */
    private record Entry(String cell, boolean left, JsonNode entry) {}

    private static final JsonMapper JSON = new JsonMapper();

    private static final String ENTRY = """
            select d.cell, d.void_since is not null as left, to_jsonb(d) - 'void_since' as entry from district d where d.id = $2::uuid and d.id <> $1 for no key update
            """;

    private static final String COPY = """
            insert into district
            select d.* from json_populate_record(null::district, $2::json) d where d.id <> $1
                on conflict (id) do update
               set name = excluded.name, state = excluded.state, kc_org_id = excluded.kc_org_id, time_zone = excluded.time_zone,
                   sample = excluded.sample, version = excluded.version, cell = excluded.cell, held_at = excluded.held_at,
                   frozen_at = excluded.frozen_at
            """;

    private static final String ARRIVES = "update district set void_since = now() where id = $2::uuid and id <> $1";

    /** How long its order is kept, its cell says. */
    private static final String COMES_HOME = """
            update district
               set void_since = coalesce(void_since, now()), retention_days = ($3::json ->> 'retention_days')::smallint,
                   live_since = ($3::json ->> 'live_since')::timestamptz
             where id = $2::uuid and id <> $1
            """;

    private final DistrictDatabase database;

    public Entries(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        return carry(JSON.treeToValue(job.payload(), Of.class).district());
    }

    /** Has the copy follow, where the district lives in another cell than the registry. */
    public Mono<Void> carry(UUID district) {
        // Held at home meanwhile, so that of two who carry neither brings what is older.
        return database.transaction(
                        Platform.ID,
                        registry -> registry.row(Entry.class, ENTRY, district)
                                .filter(found -> !found.cell().equals(Statements.HOME))
                                .flatMap(found -> database.in(found.cell())
                                        .transaction(Platform.ID, cell -> copy(cell, found.entry()))))
                .then();
    }

    /** No job of the district is begun any more. */
    public Mono<Void> hold(UUID district) {
        return registry(district, "held_at = coalesce(held_at, now())").then(carry(district));
    }

    /** Nobody begins to write in it any more. */
    public Mono<Void> freeze(UUID district) {
        return registry(district, "held_at = coalesce(held_at, now()), frozen_at = coalesce(frozen_at, now())")
                .then(carry(district));
    }

    private Mono<Long> registry(UUID district, String changed) {
        return database.transaction(
                Platform.ID,
                registry -> registry.change(
                        "update district set " + changed + " where id = $2::uuid and id <> $1", district));
    }

    /** Has a cell know the district that does not count there yet. */
    public Mono<Void> arrive(UUID district, String from, String to) {
        return database.in(from)
                .transaction(Platform.ID, cell -> cell.row(Entry.class, ENTRY, district))
                .flatMap(found -> database.in(to)
                        .transaction(
                                Platform.ID,
                                cell -> to.equals(Statements.HOME)
                                        ? cell.change(
                                                COMES_HOME,
                                                district,
                                                found.entry().toString())
                                        : copy(cell, found.entry()).then(cell.change(ARRIVES, district))))
                .then();
    }

    /** It counts in the other cell and not in this one; where one of them is the home, the registry is still to say so. */
    public Mono<Void> change(UUID district, String from, String to) {
        return entry(to, district, "cell = $3::text, void_since = null", to)
                .then(entry(from, district, "cell = $3::text, void_since = now()", to))
                .then();
    }

    /** The copy of an entry in a cell; at home there is none. */
    private Mono<Long> entry(String cell, UUID district, String changed, String lives) {
        if (cell.equals(Statements.HOME)) return Mono.just(0L);
        return database.in(cell)
                .transaction(
                        Platform.ID,
                        transaction -> transaction.change(
                                "update district set " + changed + " where id = $2::uuid and id <> $1",
                                district,
                                lives));
    }

    /**
     * As before a move, unless the registry says already that the district has moved.
     *
     * @param counted whether it may have come to count in the other cell; if not, nobody waits for that one to answer
     * @return whether there may be something of it in the other cell
     */
    public Mono<Boolean> back(UUID district, String from, String to, boolean counted) {
        Mono<Long> left = entry(to, district, "cell = $3::text, void_since = coalesce(void_since, now())", from);
        return database.transaction(
                Platform.ID,
                registry -> registry.row(Entry.class, ENTRY, district)
                        .filter(found -> found.cell().equals(from))
                        .flatMap(found -> (counted ? left : Mono.just(1L))
                                .flatMap(arrived -> entry(
                                                from,
                                                district,
                                                "cell = $3::text, void_since = null, held_at = null, frozen_at = null",
                                                from)
                                        .then(registry.change("""
                                        update district
                                           set held_at = null, frozen_at = null, void_since = case when $3::text <> 'home' then void_since end
                                         where id = $2::uuid and id <> $1
                                        """, district, from))
                                        .thenReturn(arrived > 0 || (to.equals(Statements.HOME) && found.left()))))
                        .defaultIfEmpty(false));
    }

    /** Nothing of the district is left in the cell. */
    public Mono<Void> leave(UUID district, String cell) {
        if (cell.equals(Statements.HOME))
            return registry(district, "void_since = null").then();
        return database.in(cell)
                .transaction(Platform.ID, transaction -> transaction.change("""
                                select drop_entry(d.id) from district d where d.id = $2::uuid and d.id <> $1 and d.void_since is not null
                                """, district))
                .then();
    }

    private static Mono<Long> copy(Transaction cell, JsonNode entry) {
        return cell.change(COPY, entry.toString());
    }

    /** Takes a district that was never in use out of its cell. */
    public Mono<Void> forget(UUID district, String cell) {
        if (cell.equals(Statements.HOME)) return Mono.empty();
        return database.in(cell)
                .transaction(
                        Platform.ID,
                        transaction ->
                                transaction.change("select forget_unopened($2::uuid) where $1 <> $2::uuid", district))
                .then();
    }
}
