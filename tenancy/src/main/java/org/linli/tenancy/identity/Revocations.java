package org.linli.tenancy.identity;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** Which accounts had their tokens revoked, as it was at most a second ago: one small statement a cell for the whole server. */
public final class Revocations {
    /** Revocations older than any token that {@link Tokens} accepts say nothing. */
    static final String RECENT = """
            select coalesce(json_agg(json_build_object('subject', r.subject, 'district', r.district_id, 'before', r.before)),
                            '[]'::json)
              from revocation r
             where r.before > now() - make_interval(secs => $3::int)""";

    private static final TypeReference<List<Revoked>> ROWS = new TypeReference<>() {};

    record Revoked(UUID subject, @Nullable UUID district, OffsetDateTime before) {
        boolean revokes(Token token, @Nullable UUID in) {
            return (district == null || district.equals(in)) && !token.issuedAt.isAfter(before.toInstant());
        }
    }

    private final Statements statements;
    private final Map<String, Mono<Map<UUID, List<Revoked>>>> recent = new HashMap<>();

    public Revocations(Statements statements) {
        this.statements = statements;
        for (String cell : statements.cells()) recent.put(cell, recent(statements.in(cell)));
    }

    private static Mono<Map<UUID, List<Revoked>>> recent(Statements cell) {
        return cell.read(Statements.NO_DISTRICT, RECENT, List.of((int) Tokens.OLDEST.toSeconds()), false)
                .map(json -> Json.read(json, ROWS).stream().collect(Collectors.groupingBy(Revoked::subject)))
                .cache(read -> Duration.ofSeconds(1), failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** Whether the token was issued at or before the second of a revocation, in the district or in all. */
    Mono<Boolean> revokes(Token token, @Nullable UUID district) {
        String cell = statements.cell(district == null ? Statements.NO_DISTRICT : district);
        return Objects.requireNonNull(recent.get(cell))
                .map(revoked -> revoked.getOrDefault(token.subject, List.of()).stream()
                        .anyMatch(one -> one.revokes(token, district)));
    }
}
