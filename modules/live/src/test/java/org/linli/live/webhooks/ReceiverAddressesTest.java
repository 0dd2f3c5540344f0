package org.linli.live.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverAddressesTest {
    private final ReceiverAddresses strict = new ReceiverAddresses(false, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "127.1",
                "2130706433",
                "[::]",
                "[::1]",
                "[::127.0.0.1]",
                "[::8.8.8.8]",
                "[::ffff:127.0.0.1]",
                "[::ffff:8.8.8.8]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b:1::1]",
                "[100::1]",
                "[2001::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::1]",
                "[3fff::1]",
                "[5f00::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]",
                "localhost",
                "no.such.name.invalid"
            })
    void noRequestGoesTo(String host) {
        assertThatThrownBy(() -> strict.resolve(host)).hasMessage("PUBLIC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "[2606:4700::1111]", "[240e::1]"})
    void whatIsPublicIsAllowed(String host) throws Exception {
        assertThat(strict.resolve(host)).hasSize(1);
        strict.checkLiteral(host);
    }

    @Test
    void theOperatorMayAllowANetworkAndNoMore() throws Exception {
        ReceiverAddresses own = new ReceiverAddresses(false, List.of("10.1.0.0/16", "fd00:1::/32"));
        assertThat(own.allows(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(own.allows(InetAddress.getByName("fd00:1::1"))).isTrue();
        assertThat(own.allows(InetAddress.getByName("10.2.2.3"))).isFalse();
        assertThat(own.allows(InetAddress.getLoopbackAddress())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://receiver.example/, HTTPS",
        "file:///etc/passwd, HTTPS",
        "receiver.example, HTTPS",
        "https://name@receiver.example/, NO_CREDENTIALS",
        "https://name:word@receiver.example/, NO_CREDENTIALS",
        "https://receiver.example:0/, WELL_FORMED",
        "https://receiver.example:65536/, WELL_FORMED",
        "https://receiver.example/#part, WELL_FORMED",
        "https://re ceiver.example/, WELL_FORMED",
        "https://under_score.example/, WELL_FORMED",
        "https:receiver.example, WELL_FORMED"
    })
    void anAddressHasAForm(String address, String rule) {
        assertThatThrownBy(() -> strict.wellFormed(address)).hasMessage(rule);
    }

    @Test
    void anAddressHasAtMostTwoThousandCharacters() throws Exception {
        String longest = "HTTPS://receiver.example/" + "x".repeat(1975);
        assertThat(strict.wellFormed(longest).toString())
                .startsWith("https://receiver.example/x")
                .hasSize(2000);
        assertThatThrownBy(() -> strict.wellFormed(longest + "x")).hasMessage("WELL_FORMED");
    }

    @Test
    void withoutTlsOnlyWhereTheOperatorAllowsIt() throws Exception {
        assertThat(new ReceiverAddresses(true, List.of()).wellFormed("http://receiver.example/"))
                .isNotNull();
    }
}
