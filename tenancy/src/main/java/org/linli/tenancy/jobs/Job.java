package org.linli.tenancy.jobs;

import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Something to be done in a district.
 *
 * @param attempt how often it was begun, this time included
 */
public record Job(UUID id, UUID districtId, String kind, JsonNode payload, int attempt) {}
