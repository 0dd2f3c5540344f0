package org.linli.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What proves that a district is gone: a JSON Web Signature (RFC 7515, compact, EdDSA by RFC 8037) of the platform. It tells what there was by
 * number only.
 *
 * @param id of the deletion
 * @param archive SHA-256 of the manifest of the last archive that was taken before; null where none was
 * @param rows how many of each table were erased
 * @param files how many were erased from the storage
 * @param accounts how many in Keycloak belonged nowhere else, and were deleted with the organization
 * @param schema of the database: its last migration
 * @param backupsUntil the last day on which a backup of the platform may hold any of it
 */
public record Certificate(
        String type,
        UUID id,
        String code,
        String name,
        Instant requestedAt,
        Instant erasedAt,
        @Nullable String archive,
        SortedMap<String, Long> rows,
        long files,
        int accounts,
        String schema,
        LocalDate backupsUntil) {
    public static final String TYPE = "linli-deletion-1";

    private static final JsonMapper JSON = new JsonMapper();

    private record Header(String alg, String typ, String kid) {}

    public String signed(PlatformKey key) {
        String text = part(JSON.writeValueAsBytes(new Header("EdDSA", TYPE, key.id()))) + "."
                + part(JSON.writeValueAsBytes(this));
        return text + "." + part(key.sign(text.getBytes(US_ASCII)));
    }

    /**
     * Reads one without asking anybody.
     *
     * @param pem the platform's public key
     * @return what it says, as JSON
     * @throws IllegalArgumentException where it is not what that platform has signed
     */
    public static String verified(String signed, String pem) {
        PublicKey key = PlatformKey.read(pem);
        String[] parts = signed.strip().split("\\.", -1);
        if (parts.length != 3) throw refused("It has not the three parts of a signature.");
        try {
            JsonNode header = JSON.readTree(bytes(parts[0]));
            if (!header.path("alg").asString("").equals("EdDSA")
                    || !header.path("typ").asString("").equals(TYPE)) throw refused("It is of another kind.");
            if (!PlatformKey.signed(key, (parts[0] + "." + parts[1]).getBytes(US_ASCII), bytes(parts[2])))
                throw refused(
                        header.path("kid").asString("").equals(PlatformKey.id(key))
                                ? "It was changed after it was signed."
                                : "It was signed with another key.");
            return new String(bytes(parts[1]), UTF_8);
        } catch (JacksonException broken) {
            throw refused("It was changed after it was signed.");
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("The certificate is not valid. " + why);
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException otherLetters) {
            throw refused("It was changed after it was signed.");
        }
    }
}
