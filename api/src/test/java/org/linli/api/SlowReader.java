package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Somebody who asks for much, and reads none of it for a while. */
public final class SlowReader {
    private SlowReader() {}

    /**
     * How many bytes there are to read in the end.
     *
     * @param headers beside the host, each with its end of line
     */
    public static long gets(URI at, String headers, Duration pause) throws IOException, InterruptedException {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.setSoTimeout(20_000);
            slow.connect(new InetSocketAddress(at.getHost(), at.getPort()));
            slow.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
                            .formatted(at.getPath(), headers)
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(pause);
            long got = 0;
            byte[] part = new byte[1 << 16];
            try {
                for (int read = 0; read >= 0; read = slow.getInputStream().read(part)) got += read;
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            return got;
        }
    }
}
