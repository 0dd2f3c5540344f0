package org.linli.tenancy.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linli.schema.Statements;
import org.linli.tenancy.database.Batched;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** The standing of accounts, at most 4 s old. */
public final class Standings {
    private static final TypeReference<Map<UUID, Standing>> MANY = new TypeReference<>() {};

    private record Account(UUID district, UUID subject) {}

    /**
     * What was seen at one moment.
     *
     * @param number higher than that of every look which began before
     */
    record Look(long number, Map<UUID, Standing> standings) {}

    /** In one statement at most. */
    private static final int AT_ONCE = 200;

    private final Statements statements;
    private final String sql;
    private final AtomicLong looks = new AtomicLong();
    private final Map<UUID, Batched<UUID, Look>> asking = new ConcurrentHashMap<>();
    private final Fresh<Account, Standing> standings = new Fresh<>(Duration.ofSeconds(4), 100_000);

    /**
     * @param selects each gives (role text, entity uuid, grids uuid[], valid_from date, valid_to date) and binds
     *     {@code :district} and {@code :subject}
     */
    public Standings(Statements statements, List<String> selects) {
        this(statements, selects, List.of());
    }

    /** @param withheld each gives (role text), one that was taken away from the account, and binds the same */
    public Standings(Statements statements, List<String> selects, List<String> withheld) {
        this.statements = statements;
        // In a select of its own, lest PostgreSQL think that few are cheaper than a plan for any number, and plan anew
        // each time.
        this.sql = "select coalesce(json_object_agg(account.subject, json_build_object('held', (" + held(selects)
                + "), 'withheld', (" + withheld(withheld)
                + "))), '{}'::json) from unnest((select $3::uuid[])) account(subject)";
    }

    /** By the files of all modules on the class path. */
    public static Standings onClassPath(Statements statements) {
        return new Standings(statements, onClassPath(), withheldOnClassPath());
    }

    /** The selects of all modules: the files {@code standing/*.sql} on the class path. */
    public static List<String> onClassPath() {
        return selects("standing");
    }

    /** What they say of roles that were taken away: the files {@code withheld/*.sql}. */
    public static List<String> withheldOnClassPath() {
        return selects("withheld");
    }

    private static List<String> selects(String folder) {
        try {
            var selects = new ArrayList<String>();
            for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:" + folder + "/*.sql"))
                selects.add(file.getContentAsString(StandardCharsets.UTF_8));
            selects.sort(null);
            return selects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mono<Standing> of(UUID district, UUID subject) {
        return standings.get(new Account(district, subject), account -> now(account.district, account.subject));
    }

    /** The standing as it is at this moment. */
    Mono<Standing> now(UUID district, UUID subject) {
        return now(district, List.of(subject)).map(look -> Objects.requireNonNull(look.standings.get(subject)));
    }

    /** Whether the account has a part in the district on this day or a later one, as of this moment. */
    public Mono<Boolean> lasts(UUID district, UUID subject, LocalDate today) {
        return now(district, subject).map(standing -> standing.lasts(today));
    }

    /** The standings of these accounts, and perhaps of others, as they are at this moment. */
    Mono<Look> now(UUID district, Collection<UUID> subjects) {
        return asking.computeIfAbsent(district, unasked -> new Batched<>(those -> read(unasked, those)))
                .ask(subjects);
    }

    private Mono<Look> read(UUID district, Collection<UUID> subjects) {
        long number = looks.incrementAndGet();
        return Flux.fromIterable(subjects)
                .buffer(AT_ONCE)
                .concatMap(some -> statements.read(district, sql, List.of((Object) some.toArray(UUID[]::new)), false))
                .reduce(new Look(number, new HashMap<>()), (look, json) -> {
                    look.standings.putAll(Json.read(json, MANY));
                    return look;
                });
    }

    private static String held(List<String> selects) {
        return selects.stream()
                .map(select -> "select * from (\n" + bound(select)
                        + "\n) one (role, entity, grids, \"validFrom\", \"validTo\")")
                .collect(Collectors.joining(
                        "\nunion all ", "select coalesce(json_agg(held), '[]'::json) from (", ") held"));
    }

    private static String withheld(List<String> selects) {
        return Stream.concat(
                        Stream.of("select null::text as role where false"),
                        selects.stream().map(Standings::bound))
                .collect(Collectors.joining(
                        "\nunion all\n", "select coalesce(json_agg(distinct role), '[]'::json) from (", ") withheld"));
    }

    private static String bound(String select) {
        return select.replaceAll("(?<!:):district\\b", "\\$1").replaceAll("(?<!:):subject\\b", "account.subject");
    }
}
