package org.linli.schema;

import java.time.ZoneId;
import java.util.UUID;

/**
 * A district as every request sees it.
 *
 * @param code the six-digit administrative code, also the alias of its Keycloak organization
 * @param zone the time zone in which its days, weeks and duties are counted
 */
public record District(UUID id, String code, String name, ZoneId zone) {}
