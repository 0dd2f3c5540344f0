package org.linli.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.clients.ClientRefusal.ClientAddressRefused;
import org.linli.live.Refused;

class ClientAddressesTest {
    private static final List<String> BACK = List.of("https://app.example/back");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/back?from=linli",
                "https://app.example",
                "http://localhost:5173/",
                "http://127.0.0.1/back"
            })
    void anAddressIsTaken(String address) {
        frontend(List.of(address), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example/, HTTPS",
        "http://localhost.app.example/, HTTPS",
        "http://127.0.0.2/, HTTPS",
        "app://back, HTTPS",
        "HTTPS://app.example/, HTTPS",
        "https://app.example/*, NO_WILDCARD",
        "https://*.app.example/, NO_WILDCARD",
        "https://app.example/#back, NO_FRAGMENT",
        "https://name:word@app.example/, NO_CREDENTIALS",
        "https://localhost@app.example/, NO_CREDENTIALS",
        "https:///back, WELL_FORMED",
        "/back, WELL_FORMED",
        "javascript:alert(1), WELL_FORMED",
        "https://app.example/a b, WELL_FORMED",
        "https://app_example/, WELL_FORMED"
    })
    void anAddressIsRefused(String address, ClientAddressRule rule) {
        assertThat(refused(() -> frontend(List.of(address), List.of())))
                .isEqualTo(new ClientAddressRefused(address, rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example", "https://app.example:8443", "http://localhost:5173"})
    void anOriginIsTaken(String origin) {
        frontend(BACK, List.of(origin));
    }

    /** Browsers send it in this form only, so that one in another would never be met. */
    @ParameterizedTest
    @CsvSource({
        "https://app.example/, ORIGIN_ALONE",
        "https://app.example/back, ORIGIN_ALONE",
        "https://app.example?, ORIGIN_ALONE",
        "https://App.example, ORIGIN_ALONE",
        "http://app.example, HTTPS",
        "https://*.app.example, NO_WILDCARD",
        "null, WELL_FORMED"
    })
    void anOriginIsRefused(String origin, ClientAddressRule rule) {
        assertThat(refused(() -> frontend(BACK, List.of(origin)))).isEqualTo(new ClientAddressRefused(origin, rule));
    }

    @Test
    void thereAreOneToTen() {
        List<String> eleven = IntStream.range(0, 11)
                .mapToObj(n -> "https://app" + n + ".example")
                .toList();
        frontend(eleven.subList(0, 10), eleven.subList(0, 10));
        for (List<String> none : List.of(List.<String>of(), eleven, List.of(eleven.get(0), eleven.get(0))))
            assertThat(refused(() -> frontend(none, List.of())).rule()).isEqualTo(ClientAddressRule.HOW_MANY);
        assertThat(refused(() -> frontend(BACK, eleven)).rule()).isEqualTo(ClientAddressRule.HOW_MANY);
    }

    @Test
    void nobodyLogsInWithAnIntegration() {
        assertThat(ClientAddresses.NONE.checkedFor(ClientKind.INTEGRATION)).isEqualTo(ClientAddresses.NONE);
        for (ClientAddresses some : List.of(
                new ClientAddresses(BACK, List.of()), new ClientAddresses(List.of(), List.of("https://a.example"))))
            assertThat(refused(() -> some.checkedFor(ClientKind.INTEGRATION)).rule())
                    .isEqualTo(ClientAddressRule.FRONTENDS_ONLY);
    }

    private static void frontend(List<String> redirects, List<String> origins) {
        new ClientAddresses(redirects, origins).checkedFor(ClientKind.FRONTEND);
    }

    private static ClientAddressRefused refused(Runnable something) {
        return (ClientAddressRefused)
                catchThrowableOfType(Refused.class, something::run).refusal();
    }
}
