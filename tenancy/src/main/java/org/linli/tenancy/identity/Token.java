package org.linli.tenancy.identity;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;

/** What a verified access token says; whether the district exists and what the account holds there is not in it. */
final class Token {
    /**
     * An entry of the claim {@code organization}.
     *
     * @param code its key, the alias of the organization
     * @param organization the organization's id, null if the token does not tell it
     * @param roles the groups that are staff roles
     */
    record Membership(String code, @Nullable UUID organization, Set<Role> roles) {}

    private record Resolved(District district, Standing standing, LocalDate day, Caller caller) {}

    final UUID subject;
    final @Nullable String client;
    final Instant issuedAt;
    final Instant expiresAt;
    final List<Membership> memberships;
    /** The roles that it carries for the platform's endpoint. */
    final Set<Role> ofPlatform;

    /** The last answer; the same object serves all requests as long as nothing it was made from has changed. */
    private volatile @Nullable Resolved resolved;

    Token(
            UUID subject,
            @Nullable String client,
            Instant issuedAt,
            Instant expiresAt,
            List<Membership> memberships,
            Set<Role> ofPlatform) {
        this.subject = subject;
        this.client = client;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
        this.memberships = memberships;
        this.ofPlatform = ofPlatform;
    }

    /** The account as caller in its one district, on a day of that district. */
    Caller caller(District district, Set<Role> staffRoles, Standing standing, LocalDate day) {
        Resolved last = resolved;
        if (last != null && last.day.equals(day) && last.standing.equals(standing) && last.district.equals(district))
            return last.caller;
        Caller caller = standing.caller(subject, district, client, staffRoles, day);
        resolved = new Resolved(district, standing, day, caller);
        return caller;
    }
}
