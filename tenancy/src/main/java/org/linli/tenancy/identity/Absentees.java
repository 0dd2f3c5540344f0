package org.linli.tenancy.identity;

import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Quota;
import org.linli.schema.Role;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** Who has something done in its name while it asks nothing, as webhooks are: with what it was granted, and as long as that is not revoked. */
public final class Absentees {
    private static final String SQL = "select json_build_object('district', " + Districts.ROW + """
            , 'revoked', exists (select from revocation r
                                  where r.subject = $4::uuid and (r.district_id is null or r.district_id = d.id)
                                    and r.before >= date_trunc('second', $5::timestamptz)))
              from district d where d.id = $3::uuid""";

    private static final TypeReference<Found> FOUND = new TypeReference<>() {};

    private record Found(Districts.Row district, boolean revoked) {}

    private final Statements statements;

    public Absentees(Statements statements) {
        this.statements = statements;
    }

    /**
     * The account as it is at this moment. Of its own records, and of duties, it has none: whoever acts in somebody's absence needs no more
     * than it was granted.
     *
     * @param roles that were granted
     * @param since when that was
     * @return or a {@link ClientFault}: {@link ErrorCode#DISTRICT_SUSPENDED}, {@link ErrorCode#RIGHT_LOST} where it was
     *     revoked, or the district no longer grants the client
     */
    public Mono<Caller> of(
            UUID district, UUID subject, @Nullable String client, Set<Role> roles, OffsetDateTime since) {
        return statements
                .in(statements.cell(district))
                .read(Statements.NO_DISTRICT, SQL, List.of(district, subject, since), false)
                .map(json -> {
                    Found found = Json.read(json, FOUND);
                    Districts.Registered place = Districts.usable(
                            found.district().code(), found.district().registered(Quota.USUAL));
                    if (found.revoked() || client == null || !place.clients().containsKey(client))
                        throw ClientFault.of(ErrorCode.RIGHT_LOST);
                    return granted(subject, place.district(), client, roles);
                });
    }

    /** The account with no more than what it was granted. */
    public static Caller granted(UUID subject, @Nullable District district, @Nullable String client, Set<Role> roles) {
        Set<Role> all = EnumSet.of(Role.GUEST, Role.ACCOUNT);
        all.addAll(roles);
        return new Caller(subject, district, client, all, Map.of(), Map.of());
    }
}
