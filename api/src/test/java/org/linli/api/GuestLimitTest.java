package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class GuestLimitTest {
    private final GuestLimit limit = new GuestLimit(
            new Settings.Guests(1, 2, 3, 4, 5, DataSize.ofKilobytes(64), List.of("10.0.0.0/8", "fd00::/8")));

    @Test
    void oneTooManyIsToldHowLongToWait() {
        limit.count(from("203.0.113.5", null));
        limit.count(from("203.0.113.5", null));
        ClientFault fault = refused("203.0.113.5", null);
        assertThat(fault.code()).isEqualTo(ErrorCode.THROTTLED);
        assertThat((Long) fault.arguments().getFirst()).isBetween(1L, 61L);
        limit.count(from("203.0.113.6", null));
    }

    @Test
    void aHouseholdOfIpv6CountsAsOne() {
        limit.count(from("2001:db8:1:2::1", null));
        limit.count(from("2001:db8:1:2:ffff::2", null));
        refused("2001:db8:1:2::3", null);
        limit.count(from("2001:db8:1:3::1", null));
    }

    @Test
    void onlyOurProxiesAreBelieved() {
        limit.count(from("203.0.113.7", "198.51.100.1"));
        limit.count(from("203.0.113.7", "198.51.100.2"));
        refused("203.0.113.7", "198.51.100.3");
    }

    @Test
    void behindOurProxiesTheNearestForeignAddressCounts() {
        limit.count(from("10.0.0.1", "1.1.1.1, 198.51.100.9, 10.0.0.2"));
        limit.count(from("10.0.0.1", "2.2.2.2, 198.51.100.9"));
        refused("10.0.0.3", "3.3.3.3, 198.51.100.9, fd00::1");
        limit.count(from("10.0.0.1", "198.51.100.10"));
    }

    @Test
    void whatIsBeingDoneForAnAddressIsBoundAsWell() {
        limit.during(address("203.0.113.8"), 1, Mono.never()).subscribe().dispose();
        Disposable slow = limit.during(address("203.0.113.8"), 1, Mono.never()).subscribe();
        limit.during(address("203.0.113.9"), 1, Mono.never()).subscribe();
        assertThat(during("203.0.113.9")).isEqualTo(ErrorCode.THROTTLED);
        slow.dispose();
        assertThat(during("203.0.113.10")).isNull();
        assertThat(during("203.0.113.10")).isNull();
        assertThat(during("203.0.113.10")).isEqualTo(ErrorCode.THROTTLED);
    }

    private @Nullable ErrorCode during(String peer) {
        ClientFault fault = catchThrowableOfType(
                ClientFault.class,
                () -> limit.during(address(peer), 1, Mono.empty()).block());
        return fault == null ? null : fault.code();
    }

    private ClientFault refused(String peer, @Nullable String forwarded) {
        return catchThrowableOfType(ClientFault.class, () -> limit.count(from(peer, forwarded)));
    }

    private InetAddress address(String peer) {
        return limit.address(from(peer, null));
    }

    private static Credentials from(String peer, @Nullable String forwarded) {
        var request = MockServerHttpRequest.post("/graphql").remoteAddress(new InetSocketAddress(peer, 4711));
        return Credentials.of((forwarded == null ? request : request.header("X-Forwarded-For", forwarded)).build());
    }
}
