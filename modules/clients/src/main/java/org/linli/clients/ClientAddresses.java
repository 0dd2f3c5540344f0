package org.linli.clients;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.linli.clients.ClientRefusal.ClientAddressRefused;
import org.linli.live.Refused;

/**
 * Where a login with a frontend may lead back to, and whose pages may call the API. Whoever holds such an address gets people's tokens, so they
 * are whole and exact: the rules for redirects of RFC 9700, section 2.1.
 */
record ClientAddresses(List<String> redirects, List<String> origins) {
    private static final int MOST = 10;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

    static final ClientAddresses NONE = new ClientAddresses(List.of(), List.of());

    ClientAddresses {
        redirects = List.copyOf(redirects);
        origins = List.copyOf(origins);
    }

    /** @throws Refused with {@link ClientAddressRefused} */
    ClientAddresses checkedFor(ClientKind kind) {
        if (kind == ClientKind.INTEGRATION) {
            if (!equals(NONE)) throw refused("", ClientAddressRule.FRONTENDS_ONLY);
            return this;
        }
        if (redirects.isEmpty() || tooMany(redirects) || tooMany(origins))
            throw refused("", ClientAddressRule.HOW_MANY);
        redirects.forEach(ClientAddresses::address);
        for (String origin : origins) {
            URI address = address(origin);
            if (!origin.equals(address.getScheme() + "://" + address.getRawAuthority())
                    || !origin.equals(origin.toLowerCase(Locale.ROOT)))
                throw refused(origin, ClientAddressRule.ORIGIN_ALONE);
        }
        return this;
    }

    private static boolean tooMany(List<String> addresses) {
        return addresses.size() > MOST || Set.copyOf(addresses).size() < addresses.size();
    }

    private static URI address(String text) {
        if (text.contains("*")) throw refused(text, ClientAddressRule.NO_WILDCARD);
        URI address = parsed(text);
        if (address.getHost() == null) throw refused(text, ClientAddressRule.WELL_FORMED);
        if (address.getRawUserInfo() != null) throw refused(text, ClientAddressRule.NO_CREDENTIALS);
        if (address.getRawFragment() != null) throw refused(text, ClientAddressRule.NO_FRAGMENT);
        boolean plain = "http".equals(address.getScheme()) && THIS_MACHINE.contains(address.getHost());
        if (!plain && !"https".equals(address.getScheme())) throw refused(text, ClientAddressRule.HTTPS);
        return address;
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refused(text, ClientAddressRule.WELL_FORMED);
        }
    }

    private static Refused refused(String address, ClientAddressRule rule) {
        return new Refused(new ClientAddressRefused(address, rule));
    }
}
