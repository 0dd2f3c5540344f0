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
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.linli.schema.Statements;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** The standing of accounts, at most 4 s old. */
public final class Standings {
    private static final TypeReference<Set<Standing.Held>> ROWS = new TypeReference<>() {};

    private static final TypeReference<Map<UUID, Set<Standing.Held>>> MANY = new TypeReference<>() {};

    private record Account(UUID district, UUID subject) {}

    private final Statements statements;
    private final String sql;
    private final String ofMany;
    private final Fresh<Account, Standing> standings = new Fresh<>(Duration.ofSeconds(4), 100_000);

    /**
     * @param selects each gives (role text, entity uuid, grids uuid[], valid_from date, valid_to date) and binds
     *     {@code :district} and {@code :subject}
     */
    public Standings(Statements statements, List<String> selects) {
        this.statements = statements;
        this.sql = union(selects, "$3::uuid");
        this.ofMany = "select coalesce(json_object_agg(account.subject, (" + union(selects, "account.subject")
                + ")), '{}'::json) from unnest($3::uuid[]) account(subject)";
    }

    /** The selects of all modules: the files {@code standing/*.sql} on the class path. */
    public static List<String> onClassPath() {
        try {
            var selects = new ArrayList<String>();
            for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:standing/*.sql"))
                selects.add(file.getContentAsString(StandardCharsets.UTF_8));
            selects.sort(null);
            return selects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mono<Standing> of(UUID district, UUID subject) {
        return standings.get(new Account(district, subject), this::read);
    }

    /** The standing as it is at this moment. */
    Mono<Standing> now(UUID district, UUID subject) {
        return read(new Account(district, subject));
    }

    /** Whether the account has a part in the district on this day or a later one, as of this moment. */
    public Mono<Boolean> lasts(UUID district, UUID subject, LocalDate today) {
        return now(district, subject).map(standing -> standing.lasts(today));
    }

    private Mono<Standing> read(Account account) {
        return statements
                .read(account.district, sql, List.of(account.subject), false)
                .map(json -> new Standing(Json.read(json, ROWS)));
    }

    /** The standings of several accounts as they are at this moment, in one statement. */
    Mono<Map<UUID, Standing>> now(UUID district, Collection<UUID> subjects) {
        Object all = subjects.toArray(UUID[]::new);
        return statements.read(district, ofMany, List.of(all), false).map(json -> {
            Map<UUID, Standing> found = new HashMap<>();
            Json.read(json, MANY).forEach((subject, held) -> found.put(subject, new Standing(held)));
            return found;
        });
    }

    private static String union(List<String> selects, String subject) {
        return selects.stream()
                .map(select -> "select * from (\n" + bound(select, subject)
                        + "\n) one (role, entity, grids, \"validFrom\", \"validTo\")")
                .collect(Collectors.joining(
                        "\nunion all ", "select coalesce(json_agg(held), '[]'::json) from (", ") held"));
    }

    private static String bound(String select, String subject) {
        return select.replaceAll("(?<!:):district\\b", "\\$1")
                .replaceAll("(?<!:):subject\\b", Matcher.quoteReplacement(subject));
    }
}
