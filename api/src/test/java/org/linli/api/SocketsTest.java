package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = Streamed.class,
        properties = {
            "linli.keycloak.issuer=http://localhost:9/realms/linli",
            "linli.sealing.current=test",
            "linli.cors-origins=https://*.example.gov.cn",
            "linli.body-limit=4KB",
            "linli.guests.body-limit=2KB",
            "linli.streams.greeting=1s",
            "linli.streams.most-operations=5",
            "management.endpoint.health.group.ready.include=ping"
        })
class SocketsTest {
    private static final String GUEST = "{\"X-District\":\"990101\"}";

    @LocalServerPort
    private int port;

    @Autowired
    private Streamed streamed;

    @AfterEach
    void forgive() {
        streamed.expired = false;
        streamed.followed.clear();
    }

    @Test
    void aQueryIsAnsweredAndCompleted() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("1", "{\"query\":\"{ hello(name: \\\"邻里\\\") }\"}");
            assertThat(client.next())
                    .isEqualTo("{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":{\"hello\":\"你好 邻里\"}}}");
            assertThat(client.next()).isEqualTo("{\"id\":\"1\",\"type\":\"complete\"}");
        }
    }

    @Test
    void aSubscriptionIsWrittenByTheFeed() throws Exception {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("a\\\"b", "{\"query\":\"subscription { count }\"}");
            Streamed.Followed followed = streamed.subscription();
            followed.write("{\"data\":{\"count\":1}}");
            assertThat(client.next())
                    .isEqualTo("{\"id\":\"a\\\"b\",\"type\":\"next\",\"payload\":{\"data\":{\"count\":1}}}");
            client.send("{\"id\":\"a\\\"b\",\"type\":\"complete\"}");
            followed.cancelled().await();
        }
    }
}
