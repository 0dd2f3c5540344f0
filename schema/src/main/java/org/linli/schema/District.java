package org.linli.schema;

import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/**
 * A district as every request sees it.
 *
 * @param code the six-digit administrative code, also the alias of its Keycloak organization
 * @param zone the time zone in which its days, weeks and duties are counted
 * @param packages what it has switched on of the contract's packages, by name
 * @param language in which those are spoken to who name none
 * @param quota what it may take of a server and of the storage
 */
public record District(
        UUID id, String code, String name, ZoneId zone, Set<String> packages, Language language, Quota quota) {
    @SuppressWarnings("NullAway") // what a row leaves out, Jackson gives as null
    public District {
        packages = Set.copyOf(packages);
        if (quota == null) quota = Quota.USUAL;
    }

    /** One with the usual language and quota. */
    public District(UUID id, String code, String name, ZoneId zone, Set<String> packages) {
        this(id, code, name, zone, packages, Language.ZH_CN, Quota.USUAL);
    }
}
