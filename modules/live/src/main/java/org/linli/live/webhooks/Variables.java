package org.linli.live.webhooks;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** Variables of a subscription, as they are kept. */
final class Variables {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Variables() {}

    /** @throws tools.jackson.core.JacksonException where it is no JSON object */
    static Map<String, Object> of(String json) {
        Map<String, Object> variables = JSON.readValue(json, OBJECT);
        if (variables == null) throw MismatchedInputException.from(null, Map.class, "null");
        return variables;
    }
}
