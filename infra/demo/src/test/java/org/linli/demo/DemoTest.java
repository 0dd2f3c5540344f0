package org.linli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void aPortOnWhichSomebodyListensIsTaken() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            assertThat(Demo.taken(port)).isTrue();
        }
        assertThat(Demo.taken(port)).isFalse();
    }
}
