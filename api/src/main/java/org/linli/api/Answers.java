package org.linli.api;

import graphql.ExecutionResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.engine.RawJson;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ConcurrentLruCache;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Writes answers, each as one buffer with its length. */
final class Answers {
    private static final byte[] DATA = ascii("{\"data\":");
    private static final byte[] END = ascii("}");
    private static final String RETRY_SOON = "5";

    private final Faults faults;
    private final JsonMapper json;

    /** What follows an answer's data, by its extensions: a cost takes few values. */
    private final ConcurrentLruCache<Map<Object, Object>, byte[]> ends;

    Answers(Faults faults) {
        this.faults = faults;
        this.json = JsonMapper.builder()
                .addModule(new SimpleModule().addSerializer(RawJson.class, new Unread()))
                .build();
        this.ends = new ConcurrentLruCache<>(1000, this::end);
    }

    /** What the engine answered; data that PostgreSQL wrote are passed on unread. */
    Mono<Void> write(ServerHttpResponse response, ExecutionResult result, Format format, Language language) {
        Map<Object, Object> extensions = result.getExtensions();
        if (result.getErrors().isEmpty() && result.getData() instanceof RawJson data)
            return pass(response, data.bytes(), extensions == null ? END : ends.get(extensions), format);
        List<Faults.Said> said = said(result, language);
        int status = result.isDataPresent()
                ? 200
                : said.stream()
                        .findFirst()
                        .map(first -> format.status(first.code()))
                        .orElse(200);
        return send(response, status, json.writeValueAsBytes(whole(result, said)), format);
    }

    /** What the engine answered, as JSON in UTF-8. */
    byte[] json(ExecutionResult result, Language language) {
        return json.writeValueAsBytes(whole(result, said(result, language)));
    }

    /** The errors of an answer without data. */
    byte[] errors(ExecutionResult result, Language language) {
        return json.writeValueAsBytes(
                said(result, language).stream().map(Faults.Said::error).toList());
    }

    /** The one error of a stream that ends. */
    byte[] errors(ClientFault fault, @Nullable String resumeAfter, Language language) {
        Map<String, Object> error = faults.say(fault, language).error();
        if (resumeAfter != null) {
            Map<Object, Object> extensions = new LinkedHashMap<>((Map<?, ?>) error.get("extensions"));
            extensions.put("resumeAfter", resumeAfter);
            error.put("extensions", extensions);
        }
        return json.writeValueAsBytes(List.of(error));
    }

    private List<Faults.Said> said(ExecutionResult result, Language language) {
        return result.getErrors().stream()
                .map(error -> faults.say(error, language))
                .toList();
    }

    private static Map<String, Object> whole(ExecutionResult result, List<Faults.Said> said) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!said.isEmpty())
            answer.put("errors", said.stream().map(Faults.Said::error).toList());
        if (result.isDataPresent()) answer.put("data", result.getData());
        Map<Object, Object> extensions = result.getExtensions();
        if (extensions != null) answer.put("extensions", extensions);
        return answer;
    }

    /** A request that was refused, or failed, as a whole. */
    Mono<Void> refuse(ServerHttpResponse response, ClientFault fault, Format format, Language language) {
        HttpHeaders headers = response.getHeaders();
        switch (fault.code()) {
            case TOKEN_INVALID, TOKEN_EXPIRED ->
                headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"linli\", error=\"invalid_token\"");
            case THROTTLED, STREAMS_FULL, DISTRICT_MOVING ->
                headers.set(
                        HttpHeaders.RETRY_AFTER, fault.arguments().getFirst().toString());
            case METHOD_NOT_ALLOWED -> headers.set(HttpHeaders.ALLOW, "POST, OPTIONS");
            case UNSUPPORTED_MEDIA_TYPE -> headers.set(HttpHeaders.ACCEPT, "application/json");
            default -> {}
        }
        Map<String, Object> answer =
                Map.of("errors", List.of(faults.say(fault, language).error()));
        return send(response, fault.code().status(), json.writeValueAsBytes(answer), format.whole());
    }

    private byte[] end(Map<Object, Object> extensions) {
        return (",\"extensions\":" + json.writeValueAsString(extensions) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private Mono<Void> pass(ServerHttpResponse response, byte[] data, byte[] end, Format format) {
        int length = DATA.length + data.length + end.length;
        DataBuffer buffer = response.bufferFactory().allocateBuffer(length);
        return send(response, 200, buffer.write(DATA).write(data).write(end), length, format);
    }

    private Mono<Void> send(ServerHttpResponse response, int status, byte[] body, Format format) {
        return send(response, status, response.bufferFactory().wrap(body), body.length, format);
    }

    private Mono<Void> send(ServerHttpResponse response, int status, DataBuffer body, int length, Format format) {
        response.setStatusCode(HttpStatusCode.valueOf(status));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(format.mediaType());
        headers.setContentLength(length);
        if (status == ErrorCode.UNAVAILABLE.status() && headers.getFirst(HttpHeaders.RETRY_AFTER) == null)
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SOON);
        return response.writeWith(Mono.just(body));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** JSON inside JSON, for answers that only partly come from PostgreSQL. */
    private static final class Unread extends ValueSerializer<RawJson> {
        @Override
        public void serialize(RawJson value, JsonGenerator generator, SerializationContext context) {
            generator.writeRawValue(value.toString());
        }
    }
}
