package org.linli.tenancy.identity;

import java.util.Set;
import java.util.UUID;
import org.linli.schema.Role;
import org.linli.tenancy.identity.Token.Membership;

/**
 * The platform itself: in the registry a district like the others, which no organization belongs to, so that what operators do has a
 * log, a feed and keys of its own. It is reached by its own endpoint only.
 */
public final class Platform {
    public static final String CODE = "000000";

    public static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000000");

    /** The client whose tokens may make an operator, or somebody who views cities. */
    public static final String CLIENT = "platform-console";

    /** What a token with these roles of the realm, one at least, makes of an account. */
    static Membership membership(Set<Role> roles) {
        return new Membership(CODE, null, roles);
    }

    private Platform() {}
}
