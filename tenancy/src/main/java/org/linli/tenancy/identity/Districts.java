package org.linli.tenancy.identity;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Language;
import org.linli.schema.Quota;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** The registry of districts, as it was at most a second ago. */
public final class Districts {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    /** A row {@code d} of the registry. */
    static final String ROW = """
            json_build_object('id', d.id, 'code', d.code, 'name', d.name, 'zone', d.time_zone,
                                     'organization', d.kc_org_id, 'state', d.state, 'live', d.live_since is not null, 'cell', d.cell,
                                     'clients', (select coalesce(json_object_agg(g.azp, g.tokens_after), '{}'::json) from client_grant g
                                                  where g.district_id = d.id or g.district_id is null),
                                     'limits', (select coalesce(json_object_agg(g.azp, g.requests_per_minute), '{}'::json) from client_grant g
                                                  where g.district_id = d.id and g.requests_per_minute is not null),
                                     'packages', packages_of(d.id), 'language', language_of(d.id),
                                     'quota', (select row_to_json(q) from (
                                         select requests_per_second as "requestsPerSecond", requests_at_once as "requestsAtOnce",
                                                cost_per_second as "costPerSecond", storage_bytes as "storageBytes", streams
                                           from district_quota where district_id = d.id) q))""";

    private static final String BY_CODE = "select " + ROW + " from district d where d.code = $3";

    private static final String BY_ID = "select " + ROW + " from district d where d.id = $3";

    record Row(
            UUID id,
            String code,
            String name,
            ZoneId zone,
            @Nullable UUID organization,
            DistrictState state,
            boolean live,
            String cell,
            Map<String, OffsetDateTime> clients,
            Map<String, Integer> limits,
            Set<String> packages,
            Language language,
            @Nullable Granted quota) {
        /** What the registry says, and what the district says of itself where it lives. */
        Row with(Row own) {
            return new Row(
                    id,
                    code,
                    name,
                    zone,
                    organization,
                    state,
                    own.live,
                    cell,
                    own.clients,
                    own.limits,
                    own.packages,
                    own.language,
                    quota);
        }

        /** @param usual what it may take where nobody has said otherwise */
        Registered registered(Quota usual) {
            Quota own = (quota == null ? Granted.NOTHING : quota).over(usual, limits);
            return new Registered(
                    new District(id, code, name, zone, packages, language, own), organization, state, live, clients);
        }
    }

    /** What was granted to one district; null where it is as usual. */
    record Granted(
            @Nullable Integer requestsPerSecond,
            @Nullable Integer requestsAtOnce,
            @Nullable Long costPerSecond,
            @Nullable Long storageBytes,
            @Nullable Integer streams) {
        static final Granted NOTHING = new Granted(null, null, null, null, null);

        /** @param limits of clients to which the district grants another number of requests than usual */
        Quota over(Quota usual, Map<String, Integer> limits) {
            return new Quota(
                    requireNonNullElse(requestsPerSecond, usual.requestsPerSecond()),
                    requireNonNullElse(requestsAtOnce, usual.requestsAtOnce()),
                    requireNonNullElse(costPerSecond, usual.costPerSecond()),
                    requireNonNullElse(storageBytes, usual.storageBytes()),
                    requireNonNullElse(streams, usual.streams()),
                    usual.clientPerMinute(),
                    limits);
        }
    }

    private static final TypeReference<Row> TYPE = new TypeReference<>() {};

    /**
     * @param organization null of the platform, and of a district that has none yet
     * @param live whether others than its staff get in
     * @param clients by {@code azp}, those that the district has granted and those that are granted everywhere: until when a token says nothing
     */
    record Registered(
            District district,
            @Nullable UUID organization,
            DistrictState state,
            boolean live,
            Map<String, OffsetDateTime> clients) {
        Registered {
            clients = Map.copyOf(clients);
        }

        /** The district as those see it who are not its staff; @throws ClientFault {@link ErrorCode#DISTRICT_NOT_LIVE} */
        District forEverybody() {
            if (!live) throw ClientFault.of(ErrorCode.DISTRICT_NOT_LIVE, district.code());
            return district;
        }

        /** @throws ClientFault {@link ErrorCode#CLIENT_NOT_GRANTED}, {@link ErrorCode#TOKEN_INVALID} where the client's secret was another one */
        void admit(Token token) {
            if (!token.issuedAt.isAfter(granted(token.client).toInstant()))
                throw ClientFault.of(ErrorCode.TOKEN_INVALID);
        }

        /** @throws ClientFault {@link ErrorCode#CLIENT_NOT_GRANTED}, also where no client is named */
        private OffsetDateTime granted(@Nullable String client) {
            OffsetDateTime after = client == null ? null : clients.get(client);
            if (after == null) throw ClientFault.of(ErrorCode.CLIENT_NOT_GRANTED, district.code());
            return after;
        }
    }

    private final Statements statements;
    private final Quota usual;
    private final Fresh<String, Optional<Registered>> districts = new Fresh<>(Duration.ofSeconds(1), 10_000);

    private final Fresh<UUID, Optional<Registered>> byId = new Fresh<>(Duration.ofSeconds(1), 10_000);

    public Districts(Statements statements) {
        this(statements, Quota.USUAL);
    }

    /** @param usual what districts may take to which nothing else was granted */
    public Districts(Statements statements, Quota usual) {
        this.statements = statements;
        this.usual = usual;
    }

    Registered registered(Row row) {
        return row.registered(usual);
    }

    /**
     * The district that may be used now.
     *
     * @return or {@link ErrorCode#DISTRICT_UNKNOWN}, {@link ErrorCode#DISTRICT_SUSPENDED}
     */
    public Mono<District> active(String code) {
        return registered(code).map(Registered::district);
    }

    /** The same for somebody from outside whose request this client carries; or {@link ErrorCode#CLIENT_NOT_GRANTED}, {@link ErrorCode#DISTRICT_NOT_LIVE}. */
    Mono<District> active(String code, @Nullable String client) {
        return registered(code).doOnNext(found -> found.granted(client)).map(Registered::forEverybody);
    }

    Mono<Registered> registered(String code) {
        if (!CODE.matcher(code).matches() || code.equals(Platform.CODE))
            return Mono.error(ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, code));
        return known(code);
    }

    /** The platform itself, which is no district to anybody else. */
    Mono<Registered> platform() {
        return known(Platform.CODE);
    }

    /** The district of an id, in whatever state it is; empty where there is none. */
    public Mono<District> of(UUID id) {
        return byId.get(id, asked -> read(BY_ID, asked))
                .flatMap(Mono::justOrEmpty)
                .map(Registered::district);
    }

    private Mono<Registered> known(String code) {
        return districts.get(code, asked -> read(BY_CODE, asked)).map(found -> usable(code, found));
    }

    private Mono<Optional<Registered>> read(String by, Object asked) {
        return statements
                .read(Statements.NO_DISTRICT, by, List.of(asked), false)
                .map(json -> Optional.<Row>ofNullable(Json.read(json, TYPE)))
                .flatMap(found -> found.isEmpty()
                        ? Mono.just(Optional.<Registered>empty())
                        : whole(statements, found.get()).map(row -> Optional.of(registered(row))));
    }

    /** An entry of the registry with what the district says of itself, which it says where it lives. */
    static Mono<Row> whole(Statements statements, Row row) {
        if (row.cell().equals(Statements.HOME)) return Mono.just(row);
        return statements
                .in(row.cell())
                .read(Statements.NO_DISTRICT, BY_CODE, List.of(row.code()), false)
                .map(json -> Optional.<Row>ofNullable(Json.read(json, TYPE))
                        .map(row::with)
                        .orElse(row));
    }

    static Registered usable(String code, Optional<Registered> found) {
        return usable(code, found.orElseThrow(() -> ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, code)));
    }

    static Registered usable(String code, Registered registered) {
        return switch (registered.state()) {
            case ACTIVE -> registered;
            case OPENING -> throw ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, code);
            case SUSPENDED, LEAVING -> throw ClientFault.of(ErrorCode.DISTRICT_SUSPENDED, code);
        };
    }
}
