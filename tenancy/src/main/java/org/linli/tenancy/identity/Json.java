package org.linli.tenancy.identity;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The json of this package's own statements. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static <T> T read(byte[] json, TypeReference<T> type) {
        return MAPPER.readValue(json, type);
    }
}
