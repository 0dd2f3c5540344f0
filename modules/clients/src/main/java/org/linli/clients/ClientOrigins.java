package org.linli.clients;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.linli.schema.Statements;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Origins of frontends that some district grants, as it was at most a second ago: one small statement a cell for the whole server. A browser asks for a page
 * before anybody knows in which district, so an origin is one everywhere; what its page may do there is for its token to say.
 */
public final class ClientOrigins {
    private static final String SQL = """
            select coalesce(json_agg(distinct o.origin), '[]'::json)
              from client_registration r, unnest(r.origins) o (origin)
             where r.registered_at is not null and r.closed_at is null""";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Set<String>> SET = new TypeReference<>() {};

    private final List<Mono<Set<String>>> origins;

    public ClientOrigins(Statements statements) {
        this.origins = statements.cells().stream()
                .map(cell -> origins(statements.in(cell)))
                .toList();
    }

    private static Mono<Set<String>> origins(Statements cell) {
        return cell.read(Statements.NO_DISTRICT, SQL, List.of(), false)
                .map(json -> JSON.readValue(json, SET))
                .cache(read -> Duration.ofSeconds(1), failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** Whether pages of the origin may call the API; of nobody new while the database of its cell is down. */
    public Mono<Boolean> contains(String origin) {
        return Flux.fromIterable(origins)
                .flatMap(ofCell -> ofCell.map(known -> known.contains(origin)).onErrorReturn(false))
                .any(known -> known);
    }
}
