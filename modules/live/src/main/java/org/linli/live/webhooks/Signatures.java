package org.linli.live.webhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.tenancy.sealing.Sealer;

/** Secrets of webhooks, and what is signed with them by the rules of Standard Webhooks. They are kept sealed, each for its webhook. */
final class Signatures {
    /** How long the old secret signs beside a new one. */
    static final Duration OLD = Duration.ofHours(24);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final Sealer sealer;

    Signatures(Sealer sealer) {
        this.sealer = sealer;
    }

    /** A new secret, as a receiver gets it. */
    static String fresh() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return Webhook.SECRET_PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    String seal(String secret, UUID webhook) {
        return Base64.getEncoder().encodeToString(sealer.seal(secret, context(webhook)));
    }

    /** The header {@code webhook-signature}. */
    String sign(UUID webhook, String sealed, @Nullable String old, String messageId, long timestamp, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        List<String> signatures = new ArrayList<>();
        try {
            signatures.add(open(webhook, sealed).sign(messageId, timestamp, text));
            if (old != null) signatures.add(open(webhook, old).sign(messageId, timestamp, text));
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
        return String.join(" ", signatures);
    }

    private Webhook open(UUID webhook, String sealed) {
        return new Webhook(sealer.open(Base64.getDecoder().decode(sealed), context(webhook)));
    }

    private static byte[] context(UUID webhook) {
        return ByteBuffer.allocate(16)
                .putLong(webhook.getMostSignificantBits())
                .putLong(webhook.getLeastSignificantBits())
                .array();
    }
}
