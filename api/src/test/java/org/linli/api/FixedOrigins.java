package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.linli.clients.ClientOrigins;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** Where there is no database: the origins of the settings, and one as if a district had registered it. Not marked as a configuration, lest the server find it. */
class FixedOrigins {
    static final String REGISTERED = "https://app.example";

    @Bean
    static Origins origins(Settings settings) {
        byte[] json = ("[\"" + REGISTERED + "\"]").getBytes(UTF_8);
        return Origins.of(
                settings.corsOrigins(), new ClientOrigins((district, sql, parameters, expensive) -> Mono.just(json)));
    }
}
