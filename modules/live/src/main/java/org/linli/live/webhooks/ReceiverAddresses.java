package org.linli.live.webhooks;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.linli.live.webhooks.WebhookRefusal.WebhookAddressRefused;

/**
 * Where requests may go: to what is public, or to what the operator allows. A name is resolved by {@link #resolver} as the connection is made,
 * and that goes to just what was looked at: a name that leads elsewhere a moment later leads nowhere.
 */
public final class ReceiverAddresses {
    private static final int LONGEST = 2000;

    /** What is not a public unicast address by the registries of IANA; of IPv6 only 2000::/3 is given out at all. */
    private static final List<IpSubnetFilterRule> RESERVED = networks(List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20"));

    private static final List<IpSubnetFilterRule> GIVEN_OUT = networks(List.of("0.0.0.0/0", "2000::/3"));

    private final boolean plain;
    private final List<IpSubnetFilterRule> allowed;

    /** How names of receivers are resolved: to addresses that are allowed, or not at all. */
    final AddressResolverGroup<InetSocketAddress> resolver = new AddressResolverGroup<>() {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new Resolver(executor).asAddressResolver();
        }
    };

    /**
     * @param plain whether http without TLS is allowed
     * @param allowed networks (CIDR) that are allowed beside what is public
     */
    public ReceiverAddresses(boolean plain, List<String> allowed) {
        this.plain = plain;
        this.allowed = networks(allowed);
    }

    /** An address that is not allowed, or leads nowhere. */
    static final class Unfit extends UnknownHostException {
        private static final long serialVersionUID = 1;

        private final WebhookAddressRule rule;

        Unfit(WebhookAddressRule rule) {
            super(rule.name());
            this.rule = rule;
        }

        WebhookAddressRefused refusal() {
            return new WebhookAddressRefused(rule);
        }
    }

    /** The address as it is used, where its form is allowed; where it leads is another question. */
    URI wellFormed(String address) throws Unfit {
        if (address.length() > LONGEST) throw new Unfit(WebhookAddressRule.WELL_FORMED);
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new Unfit(WebhookAddressRule.WELL_FORMED);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(plain && scheme.equals("http"))) throw new Unfit(WebhookAddressRule.HTTPS);
        if (uri.getRawUserInfo() != null) throw new Unfit(WebhookAddressRule.NO_CREDENTIALS);
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 0xffff || uri.getRawFragment() != null)
            throw new Unfit(WebhookAddressRule.WELL_FORMED);
        return URI.create(scheme + address.substring(scheme.length()));
    }

    /** Every address of a host, where all are allowed. Blocks while the name is resolved. */
    List<InetAddress> resolve(String host) throws Unfit {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException | SecurityException e) {
            // Not told apart from one that leads to private addresses: which names there are inside is nobody's
            // business.
            throw new Unfit(WebhookAddressRule.PUBLIC);
        }
        for (InetAddress address : found)
            // Java takes an IPv6 address that holds an IPv4 one for that one.
            if (!allows(address) || (host.startsWith("[") && address instanceof Inet4Address))
                throw new Unfit(WebhookAddressRule.PUBLIC);
        return List.of(found);
    }

    /** A host that is an address, which nobody resolves, must be allowed. */
    void checkLiteral(String host) throws Unfit {
        if (host.startsWith("[") || host.matches("[0-9.]+")) resolve(host);
    }

    boolean allows(InetAddress address) {
        return in(allowed, address) || (in(GIVEN_OUT, address) && !in(RESERVED, address));
    }

    private static boolean in(List<IpSubnetFilterRule> networks, InetAddress address) {
        InetSocketAddress place = new InetSocketAddress(address, 0);
        return networks.stream().anyMatch(network -> network.matches(place));
    }

    private static List<IpSubnetFilterRule> networks(List<String> networks) {
        return networks.stream()
                .map(network -> new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT))
                .toList();
    }

    /** On a thread of its own: the resolver of the system blocks, and an event loop must not. */
    private final class Resolver extends InetNameResolver {
        Resolver(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            Thread.ofVirtual().start(() -> {
                try {
                    promise.trySuccess(ReceiverAddresses.this.resolve(host).getFirst());
                } catch (Unfit unfit) {
                    promise.tryFailure(unfit);
                }
            });
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            Thread.ofVirtual().start(() -> {
                try {
                    promise.trySuccess(ReceiverAddresses.this.resolve(host));
                } catch (Unfit unfit) {
                    promise.tryFailure(unfit);
                }
            });
        }
    }
}
