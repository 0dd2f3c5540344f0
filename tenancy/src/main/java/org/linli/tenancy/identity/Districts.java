package org.linli.tenancy.identity;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** The registry of districts, as it was at most a second ago. */
public final class Districts {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    /** A row {@code d} of the registry. */
    static final String ROW = """
            json_build_object('id', d.id, 'code', d.code, 'name', d.name, 'zone', d.time_zone,
                                     'organization', d.kc_org_id, 'state', d.state)""";

    private static final String BY_CODE = "select " + ROW + " from district d where d.code = $3";

    record Row(
            UUID id,
            String code,
            String name,
            ZoneId zone,
            @Nullable UUID organization,
            DistrictState state) {
        Registered registered() {
            return new Registered(new District(id, code, name, zone), organization, state);
        }
    }

    private static final TypeReference<Row> TYPE = new TypeReference<>() {};

    /** @param organization null of the platform, and of a district that has none yet */
    record Registered(District district, @Nullable UUID organization, DistrictState state) {}

    private final Statements statements;
    private final Fresh<String, Optional<Registered>> districts = new Fresh<>(Duration.ofSeconds(1), 10_000);

    public Districts(Statements statements) {
        this.statements = statements;
    }

    /**
     * The district that may be used now.
     *
     * @return or {@link ErrorCode#DISTRICT_UNKNOWN}, {@link ErrorCode#DISTRICT_SUSPENDED}
     */
    public Mono<District> active(String code) {
        return registered(code).map(Registered::district);
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

    private Mono<Registered> known(String code) {
        return districts.get(code, this::read).map(found -> usable(code, found));
    }

    private Mono<Optional<Registered>> read(String code) {
        return statements
                .read(Statements.NO_DISTRICT, BY_CODE, List.of(code), false)
                .map(json -> Optional.<Row>ofNullable(Json.read(json, TYPE)).map(Row::registered));
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
