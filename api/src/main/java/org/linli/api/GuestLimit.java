package org.linli.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import reactor.core.publisher.Mono;

/** How often one address may ask without a valid token. An IPv6 address counts as its /64, which one household holds. */
final class GuestLimit {
    private static final int MOST_ADDRESSES = 100_000;

    private final Cache<InetAddress, Bucket> buckets = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();
    /** What is being done for addresses for which something is. */
    private final Map<InetAddress, Integer> busy = new ConcurrentHashMap<>();

    private final Settings.Guests settings;
    private final List<IpSubnetFilterRule> trusted;

    GuestLimit(Settings.Guests settings) {
        this.settings = settings;
        trusted = settings.trustedProxies().stream()
                .map(network -> new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT))
                .toList();
    }

    /** As which address the asker counts; that of this machine where nobody is connected. */
    InetAddress address(Credentials credentials) {
        InetSocketAddress peer = credentials.peer();
        return peer == null ? InetAddress.getLoopbackAddress() : household(client(peer, credentials.forwarded()));
    }

    /** Counts one request; throws THROTTLED, with the seconds to wait, where it is one too many. */
    void count(Credentials credentials) {
        InetSocketAddress peer = credentials.peer();
        if (peer != null) count(household(client(peer, credentials.forwarded())));
    }

    /** The same of what an address may do so often, and only {@code most} times at once: what it is slow to read is being done that long. */
    <T> Mono<T> during(InetAddress address, int most, Mono<T> work) {
        return Mono.defer(() -> {
            count(address);
            if (busy.merge(address, 1, Integer::sum) > most) {
                leave(address);
                throw ClientFault.of(ErrorCode.THROTTLED, 1L);
            }
            return work.doFinally(end -> leave(address));
        });
    }

    private void leave(InetAddress address) {
        busy.computeIfPresent(address, (none, now) -> now == 1 ? null : now - 1);
    }

    private void count(InetAddress address) {
        ConsumptionProbe probe = buckets.get(address, this::full).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw ClientFault.of(ErrorCode.THROTTLED, seconds);
        }
    }

    private Bucket full(InetAddress address) {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(settings.burst()).refillGreedy(settings.perMinute(), Duration.ofMinutes(1)))
                .build();
    }

    /** The nearest address that is not one of our proxies: what stands before it in the header anybody may have written. */
    private InetAddress client(InetSocketAddress peer, List<String> lines) {
        InetAddress nearest = peer.getAddress();
        if (!trusted(nearest)) return nearest;
        List<String> forwarded = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        for (String hop : forwarded.reversed()) {
            try {
                nearest = InetAddress.ofLiteral(hop);
            } catch (IllegalArgumentException notAnAddress) {
                return nearest;
            }
            if (!trusted(nearest)) return nearest;
        }
        return nearest;
    }

    private boolean trusted(InetAddress address) {
        for (IpSubnetFilterRule rule : trusted) if (rule.matches(new InetSocketAddress(address, 0))) return true;
        return false;
    }

    private static InetAddress household(InetAddress address) {
        if (!(address instanceof Inet6Address)) return address;
        byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
