package org.linli.api;

import java.util.function.Supplier;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** Reads questions, from bodies, addresses and messages. */
final class Questions {
    /** A number or a boolean is no text. */
    static final JsonMapper JSON = JsonMapper.builder()
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final ObjectReader READER = JSON.readerFor(Question.class);

    private final int limit;
    private final int guestLimit;

    /**
     * @param limit bytes of a request that are read
     * @param guestLimit of one without a token, where that is less: guests have nothing to bring
     */
    Questions(int limit, int guestLimit) {
        this.limit = limit;
        this.guestLimit = Math.min(guestLimit, limit);
    }

    /** How many bytes anybody may send at once. */
    int limit() {
        return limit;
    }

    /** How many bytes they may send at once who have not said who they are. */
    int guestLimit() {
        return guestLimit;
    }

    /** A question in the body. */
    Mono<Question> body(ServerHttpRequest request, Caller caller) {
        int most = caller.subject() == null ? guestLimit : limit;
        if (request.getHeaders().getContentLength() > most) return Mono.error(tooLarge(most));
        return DataBufferUtils.join(request.getBody(), most)
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge(most))
                .switchIfEmpty(Mono.error(() -> malformed("")))
                .map(Questions::parse);
    }

    /** Who asks by address: an {@code EventSource} sends no header, so a guest may name the district there as well. A token has no place in an address. */
    static Credentials asker(ServerHttpRequest request) {
        return Credentials.of(request).with(null, request.getQueryParams().getFirst("district"));
    }

    /** A question in the address, as a browser's {@code EventSource} asks (GraphQL over HTTP, section 5.3). */
    static Question address(ServerHttpRequest request) {
        MultiValueMap<String, String> given = request.getQueryParams();
        ObjectNode question = JSON.createObjectNode();
        question.put("query", given.getFirst("query"));
        question.put("operationName", given.getFirst("operationName"));
        for (String name : new String[] {"variables", "extensions"}) {
            String json = given.getFirst(name);
            if (json != null) question.set(name, read(() -> JSON.readTree(json)));
        }
        return message(question);
    }

    /** A question in a message. */
    static Question message(JsonNode payload) {
        return read(() -> READER.readValue(payload));
    }

    private static Question parse(DataBuffer body) {
        try {
            return read(() -> READER.readValue(body.asInputStream()));
        } finally {
            DataBufferUtils.release(body);
        }
    }

    private static <T> T read(Supplier<T> json) {
        try {
            T read = json.get();
            if (read == null || (read instanceof Question question && question.query() == null))
                throw malformed("query");
            return read;
        } catch (JacksonException unreadable) {
            TokenStreamLocation place = unreadable.getLocation();
            throw malformed(place == null ? "" : place.getLineNr() + ":" + place.getColumnNr());
        }
    }

    private static ClientFault tooLarge(int limit) {
        return ClientFault.of(ErrorCode.BODY_TOO_LARGE, limit);
    }

    private static ClientFault malformed(String where) {
        return ClientFault.of(ErrorCode.MALFORMED_BODY, where);
    }
}
