package org.linli.tenancy.identity;

import java.util.EnumSet;
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

    /** The client whose tokens may make an operator. */
    public static final String CLIENT = "platform-console";

    static final Membership OPERATOR = new Membership(CODE, null, EnumSet.of(Role.PLATFORM_ADMIN));

    private Platform() {}
}
