package org.linli.schema;

import org.jspecify.annotations.Nullable;

/** What a client names a request by, so that its repetition is not done twice: 1 to 200 printable characters of ASCII. */
public record IdempotencyKey(String text) {
    private static final int LONGEST = 200;

    public IdempotencyKey {
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(c -> c < 0x21 || c > 0x7e))
            throw ClientFault.of(ErrorCode.INVALID_IDEMPOTENCY_KEY, LONGEST);
    }

    /** The key of a request that names one, else null. */
    public static @Nullable IdempotencyKey of(@Nullable String text) {
        return text == null ? null : new IdempotencyKey(text);
    }
}
