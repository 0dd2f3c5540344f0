package org.linli.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PlatformKeyTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Tests 2 and 3 of RFC 8032, section 7.1. */
    @Test
    void itIsTheKeyOfTheStandard() {
        sample(
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        sample(
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    }

    private static void sample(String seed, String publicKey, String text, String signature) {
        PlatformKey key = PlatformKey.of(Base64.getEncoder().encodeToString(HEX.parseHex(seed)));
        assertThat(HEX.formatHex(PlatformKey.read(key.pem()).getEncoded())).endsWith(publicKey);
        assertThat(HEX.formatHex(key.sign(HEX.parseHex(text)))).isEqualTo(signature);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> PlatformKey.of("c2hvcnQ=")).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> PlatformKey.read("-----BEGIN PUBLIC KEY-----\nc2hvcnQ=\n-----END PUBLIC KEY-----"))
                .hasMessageContaining("no public key");
    }

    @Test
    void itDoesNotPrintItself() {
        String seed = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(PlatformKey.of(seed).toString()).doesNotContain(seed);
        ArchiveKey key = ArchiveKey.fresh();
        assertThat(key.toString()).doesNotContain(key.text());
        assertThat(ArchiveKey.of(key.text()).mac("manifest".getBytes(UTF_8)))
                .isEqualTo(key.mac("manifest".getBytes(UTF_8)));
    }
}
