package org.linli.tenancy.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityNumbersTest {
    /** Not a number that anybody has: its date is in the future. */
    private static final String NUMBER = "14021320990101001X";

    private static final UUID RESIDENT = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID NEIGHBOUR = UUID.fromString("01900000-0000-7000-8000-000000000002");
    private static final String OLD = key(1, 32);
    private static final String NEW = key(2, 32);
    private static final String INDEX = key(3, 32);

    private final IdentityNumbers before = numbers("2024", Map.of("2024", OLD));
    private final IdentityNumbers during = numbers("2025", Map.of("2024", OLD, "2025", NEW));
    private final IdentityNumbers after = numbers("2025", Map.of("2025", NEW));

    @Test
    void whatIsSealedOpens() {
        assertThat(before.open(before.seal(NUMBER, RESIDENT), RESIDENT)).isEqualTo(NUMBER);
    }

    @Test
    void nothingOfTheNumberShows() {
        var sealed = before.seal(NUMBER, RESIDENT);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("1402", "2099");
        assertThat(sealed).isNotEqualTo(before.seal(NUMBER, RESIDENT));
    }

    @Test
    void aKeyRotatesWhileOldValuesStayReadable() {
        var old = before.seal(NUMBER, RESIDENT);
        assertThat(before.outdated(old)).isFalse();
        assertThat(during.outdated(old)).isTrue();
        var sealedAgain = during.seal(during.open(old, RESIDENT), RESIDENT);
        assertThat(during.outdated(sealedAgain)).isFalse();
        assertThat(after.open(sealedAgain, RESIDENT)).isEqualTo(NUMBER);
        assertThatThrownBy(() -> after.open(old, RESIDENT)).hasMessageContaining("does not open");
    }

    @Test
    void aChangeAnywhereIsNoticed() {
        var sealed = before.seal(NUMBER, RESIDENT);
        for (int i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> before.open(changed, RESIDENT))
                    .as("byte %d", i)
                    .isInstanceOf(IllegalStateException.class);
            var shorter = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> before.open(shorter, RESIDENT))
                    .as("length %d", i)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void itDoesNotOpenInAnothersRow() {
        var sealed = before.seal(NUMBER, RESIDENT);
        assertThatThrownBy(() -> before.open(sealed, NEIGHBOUR)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theIndexIsThatOfTheNumberAndNotOfItsSpelling() {
        assertThat(before.index(" 140213 20990101 001x ")).isEqualTo(before.index(NUMBER));
        assertThat(before.index("140213209901010012")).isNotEqualTo(before.index(NUMBER));
        assertThat(during.index(NUMBER)).isEqualTo(before.index(NUMBER)).hasSize(32);
        var otherKey = new IdentityNumbers(new AesGcm(), SealingKeys.decode("2024", Map.of("2024", OLD), OLD));
        assertThat(otherKey.index(NUMBER)).isNotEqualTo(before.index(NUMBER));
    }

    @Test
    void theMaskShowsFirstAndLast() {
        assertThat(IdentityNumbers.mask(NUMBER)).isEqualTo("1****************X");
        assertThat(IdentityNumbers.mask("12")).isEqualTo("**");
    }

    @Test
    void keysAreCheckedAndNeverPrinted() {
        assertThat(SealingKeys.decode("2024", Map.of("2024", OLD), OLD).toString())
                .contains("2024")
                .doesNotContain(OLD);
        assertThatThrownBy(() -> SealingKeys.decode("none", Map.of("2024", OLD), INDEX))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> SealingKeys.decode("a", Map.of("a", key(1, 16)), INDEX))
                .hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> SealingKeys.decode("a b", Map.of("a b", OLD), INDEX))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> SealingKeys.decode("a", Map.of("a", OLD), key(1, 8)))
                .hasMessageContaining("index");
    }

    private static IdentityNumbers numbers(String current, Map<String, String> sealing) {
        return new IdentityNumbers(new AesGcm(), SealingKeys.decode(current, sealing, INDEX));
    }

    private static String key(int seed, int length) {
        var key = new byte[length];
        Arrays.fill(key, (byte) seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
