package org.linli.schema;

/** Every error a client can meet, with the HTTP status under which it arrives when it is the whole answer. */
public enum ErrorCode {
    MALFORMED_BODY(400),
    SYNTAX_ERROR(400),
    INVALID_DOCUMENT(400),
    INVALID_VARIABLE(400),
    INVALID_OPERATION_NAME(400),
    INVALID_ID(400),
    INVALID_CURSOR(400),
    INVALID_PAGE(400),
    INVALID_FILTER(400),
    INVALID_ORDER(400),
    INVALID_VALUE(400),
    INVALID_TEXT(400),
    INVALID_IDEMPOTENCY_KEY(400),
    DOCUMENT_TOO_LONG(400),
    ALIAS_TOO_LONG(400),
    TOO_DEEP(400),
    TOO_MANY_ALIASES(400),
    TOO_MANY_ROOT_FIELDS(400),
    TOO_COMPLEX(400),
    TOO_COSTLY(400),
    DISTRICT_REQUIRED(400),
    INVALID_UPGRADE(400),
    TOKEN_INVALID(401),
    TOKEN_EXPIRED(401),
    NO_DISTRICT(403),
    SEVERAL_DISTRICTS(403),
    DISTRICT_UNKNOWN(403),
    DISTRICT_SUSPENDED(403),
    DISTRICT_NOT_LIVE(403),
    OPERATORS_ONLY(403),
    CLIENT_NOT_GRANTED(403),
    ORIGIN_REFUSED(403),
    FORBIDDEN(200),
    MISSING_VALUE(200),
    GAP(200),
    RIGHT_LOST(200),
    STREAM_ENDED(200),
    PACKAGES_CHANGED(200),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    STREAM_REQUIRED(406),
    IDEMPOTENCY_KEY_REUSED(409),
    UPLOAD_DONE(409),
    ADDRESS_EXPIRED(410),
    CURSOR_EXPIRED(410),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    UPLOAD_SIZE_MISMATCH(422),
    UPLOAD_TYPE_MISMATCH(422),
    THROTTLED(429),
    TOO_MANY_STREAMS(429),
    STREAMS_FULL(429),
    INTERNAL(500),
    DISTRICT_MOVING(503),
    UNAVAILABLE(503),
    SERVER_LEAVING(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status when this error is the whole answer; a field's error inside an answer arrives with 200. */
    public int status() {
        return status;
    }
}
