package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.linli.schema.ErrorCode;
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
            "management.endpoint.health.group.ready.include=ping"
        })
class EventStreamTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Streamed streamed;

    @Test
    void aSubscriptionIsWrittenByTheFeedAndTheConnectionGoesOn() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5000);
            ask(socket, "subscription { count }");
            BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            Streamed.Followed followed = streamed.subscription();
            followed.write("{\"data\":\n {\"count\":1}}");
            followed.end(ErrorCode.GAP, "c1");
            ask(socket, "{ hello(name: \\\"x\\\") }");
            String line;
            while (!(line = String.valueOf(reader.readLine())).contains("你好")) System.out.println(line);
            System.out.println(line);
        }
    }

    private static void ask(Socket socket, String query) throws Exception {
        String body = "{\"query\":\"" + query + "\"}";
        socket.getOutputStream()
                .write(
                        ("POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-District: 990101\r\nAccept-Language: en\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .getBytes(UTF_8));
    }
}
