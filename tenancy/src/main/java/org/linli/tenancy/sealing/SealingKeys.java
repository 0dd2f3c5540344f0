package org.linli.tenancy.sealing;

import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of {@link Sealer} and of the index of {@link IdentityNumbers}, from settings or a secret store. Prints without the keys.
 *
 * @param current the name of the key that seals
 * @param sealing all keys that open, by names of at most 32 letters, digits and dashes; each 32 random bytes
 * @param index the key of the blind index, at least 32 random bytes. It does not rotate: another key means another index.
 */
public record SealingKeys(String current, Map<String, SecretKey> sealing, SecretKey index) {
    public SealingKeys {
        sealing = Map.copyOf(sealing);
        if (!sealing.containsKey(current)) throw new IllegalArgumentException("there is no sealing key " + current);
        sealing.forEach((name, key) -> {
            if (!name.matches("[A-Za-z0-9-]{1,32}"))
                throw new IllegalArgumentException("a sealing key's name is 1 to 32 letters, digits and dashes");
            if (key.getEncoded().length != 32)
                throw new IllegalArgumentException("the sealing key " + name + " is not 32 bytes long");
        });
        if (index.getEncoded().length < 32)
            throw new IllegalArgumentException("the index key is shorter than 32 bytes");
    }

    /** The same from texts in base64. */
    public static SealingKeys decode(String current, Map<String, String> sealing, String index) {
        return new SealingKeys(
                current,
                sealing.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, key -> key(key.getValue(), "AES"))),
                key(index, "HmacSHA256"));
    }

    private static SecretKey key(String base64, String algorithm) {
        return new SecretKeySpec(Base64.getDecoder().decode(base64), algorithm);
    }

    @Override
    public String toString() {
        return "SealingKeys[current=%s, sealing=%s]".formatted(current, sealing.keySet());
    }
}
