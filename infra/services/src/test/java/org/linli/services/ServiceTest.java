package org.linli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
    @Test
    void whoListensAlreadyIsNotTakenForTheService(@TempDir Path folder) throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            assertThat(Service.listening(port)).isTrue();
            assertThatThrownBy(() -> Postgres.persistent(folder, port))
                    .hasMessage("something listens on port " + port + " already");
        }
        assertThat(Service.listening(port)).isFalse();
    }
}
