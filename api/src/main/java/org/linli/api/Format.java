package org.linli.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ErrorCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.util.MimeTypeUtils;

/** The formats of an answer (GraphQL over HTTP, section 6.4). They differ in what the HTTP status says. */
enum Format {
    /** The status tells what became of the request. */
    GRAPHQL_RESPONSE("application/graphql-response+json"),
    /** For clients of old: a request that could be read is answered with 200, its errors are in the body. */
    JSON("application/json"),
    /** Answers that go on ("GraphQL over SSE", distinct connections mode): the status is 200 once the operation could be run. */
    EVENT_STREAM("text/event-stream;charset=UTF-8");

    /** Clients send few different headers. */
    private static final ConcurrentLruCache<String, Optional<Format>> KNOWN =
            new ConcurrentLruCache<>(100, Format::best);

    @SuppressWarnings("ImmutableEnumChecker") // a MediaType is immutable
    private final MediaType mediaType;

    Format(String mediaType) {
        this.mediaType = MediaType.parseMediaType(mediaType);
    }

    MediaType mediaType() {
        return mediaType;
    }

    /** The format of an answer that is no stream to the same client. */
    Format whole() {
        return this == EVENT_STREAM ? GRAPHQL_RESPONSE : this;
    }

    /** The format for a header {@code Accept}, null when it allows none. */
    static @Nullable Format of(@Nullable String accept) {
        return accept == null ? GRAPHQL_RESPONSE : KNOWN.get(accept).orElse(null);
    }

    private static Optional<Format> best(String accept) {
        try {
            List<MediaType> wanted = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(wanted);
            for (MediaType type : wanted)
                for (Format format : values())
                    if (type.getQualityValue() > 0 && type.includes(format.mediaType)) return Optional.of(format);
            return Optional.empty();
        } catch (InvalidMediaTypeException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a body of this type can be read: JSON in UTF-8. */
    static boolean readable(HttpHeaders headers) {
        if (!"identity".equals(Objects.requireNonNullElse(headers.getFirst(HttpHeaders.CONTENT_ENCODING), "identity")))
            return false;
        String given = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if ("application/json".equals(given)) return true;
        try {
            MediaType type = headers.getContentType();
            return type != null
                    && type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (type.getCharset() == null || type.getCharset().equals(java.nio.charset.StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }

    /** The status of an answer without data. */
    int status(ErrorCode code) {
        return this == JSON && code.status() == 400 ? 200 : code.status();
    }
}
