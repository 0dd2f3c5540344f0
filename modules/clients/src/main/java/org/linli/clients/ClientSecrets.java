package org.linli.clients;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.linli.tenancy.sealing.Sealer;

/** What is kept of a client sealed, each for its row and its column. */
final class ClientSecrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final Sealer sealer;

    ClientSecrets(Sealer sealer) {
        this.sealer = sealer;
    }

    /** What a secret is for. */
    enum Use {
        SECRET,
        REGISTRATION
    }

    /** A new secret, in letters that no form has to quote. */
    static String fresh() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    String seal(String secret, Use use, UUID client) {
        return Base64.getEncoder().encodeToString(sealer.seal(secret, context(use, client)));
    }

    String open(String sealed, Use use, UUID client) {
        return sealer.open(Base64.getDecoder().decode(sealed), context(use, client));
    }

    private static byte[] context(Use use, UUID client) {
        return ("client " + use + " " + client).getBytes(StandardCharsets.UTF_8);
    }
}
