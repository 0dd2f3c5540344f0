package org.linli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.linli.files.SignedAddresses.Purpose;
import org.linli.files.SignedAddresses.Right;

class SignedAddressesTest {
    private static final UUID DISTRICT = UUID.fromString("01900000-0000-7000-8000-000000140213");
    private static final UUID FILE = UUID.fromString("01900000-0090-7000-8000-140213000001");
    private static final OffsetDateTime UNTIL = OffsetDateTime.parse("2026-11-25T21:00:00+08:00");

    private final SignedAddresses addresses = signedBy((byte) 1);
    private final String address = addresses.sign(Purpose.UPLOAD, DISTRICT, FILE, UNTIL);

    @Test
    void anAddressSaysWhatItAllowsAndFitsIntoAPath() {
        assertThat(addresses.read(Purpose.UPLOAD, address)).isEqualTo(new Right(DISTRICT, FILE, UNTIL.toInstant()));
        assertThat(address).matches("[A-Za-z0-9_-]{96}");
    }

    @Test
    void aFlippedBitAnywhereIsRefused() {
        byte[] bytes = Base64.getUrlDecoder().decode(address);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(addresses.read(Purpose.UPLOAD, Base64.getUrlEncoder().encodeToString(flipped)))
                    .as("bit " + bit)
                    .isNull();
        }
        for (int letter = 0; letter < address.length(); letter++)
            for (char other : "A=.é".toCharArray()) {
                if (address.charAt(letter) == other) continue;
                String changed = address.substring(0, letter) + other + address.substring(letter + 1);
                assertThat(addresses.read(Purpose.UPLOAD, changed)).as(changed).isNull();
            }
    }

    @Test
    void whatWasSignedForSomethingElseOrBySomebodyElseIsRefused() {
        assertThat(addresses.read(Purpose.OPEN, address)).isNull();
        assertThat(signedBy((byte) 2).read(Purpose.UPLOAD, address)).isNull();
        for (String none : new String[] {"", "x", address + "AAAA", address.substring(4), "=".repeat(96)})
            assertThat(addresses.read(Purpose.UPLOAD, none)).as(none).isNull();
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SignedAddresses(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new SignedAddresses("no base64"));
    }

    private static SignedAddresses signedBy(byte first) {
        byte[] key = new byte[32];
        key[0] = first;
        return new SignedAddresses(Base64.getEncoder().encodeToString(key));
    }
}
