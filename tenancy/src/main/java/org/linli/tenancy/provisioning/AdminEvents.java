package org.linli.tenancy.provisioning;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.representations.idm.AdminEventRepresentation;
import reactor.core.publisher.Mono;

/** What was changed in Keycloak past this server, as its admin events tell it; read by a client that has the right to do so and no other. */
public final class AdminEvents implements AutoCloseable {
    private static final String CLIENT = "linli-observer";
    private static final int PAGE = 200;
    private static final Pattern NUMBER = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** What may differ from a register of ours. */
    private static final List<String> TYPES = List.of(
            "ORGANIZATION",
            "ORGANIZATION_GROUP",
            "ORGANIZATION_MEMBERSHIP",
            "ORGANIZATION_GROUP_MEMBERSHIP",
            "USER",
            "CLIENT",
            "CLIENT_SCOPE_CLIENT_MAPPING",
            "PROTOCOL_MAPPER");

    /**
     * One change.
     *
     * @param at by Keycloak's clock
     * @param by the account that made it
     * @param path what it is about, as in {@code organizations/<id>/members/<account>}
     */
    public record Change(
            String id, Instant at, String type, @Nullable String by, List<String> path) {
        /** The organization in which it happened. */
        public @Nullable UUID organization() {
            return path.getFirst().equals("organizations") ? number(1) : null;
        }

        /** The account to which it happened. */
        public @Nullable UUID account() {
            int at = path.indexOf(path.getFirst().equals("organizations") ? "members" : "users");
            return at < 0 ? null : number(at + 1);
        }

        /** Null where something else stands, as in {@code members/invite-user}. */
        private @Nullable UUID number(int at) {
            return path.size() > at && NUMBER.matcher(path.get(at)).matches() ? UUID.fromString(path.get(at)) : null;
        }

        public boolean ofClient() {
            return path.getFirst().equals("clients");
        }
    }

    private final String realm;
    private final Keycloak keycloak;
    private final Provisioner provisioner;

    /** @param provisioner whose own changes are no news */
    public AdminEvents(URI issuer, String secret, Provisioner provisioner) {
        this.realm = Directory.realm(issuer);
        this.keycloak = Directory.as(CLIENT, secret, issuer);
        this.provisioner = provisioner;
    }

    /** Changes of that moment and later, the earliest first, but for those that the provisioner made. */
    public Mono<List<Change>> since(Instant from) {
        return provisioner.call(() -> {
            String own = provisioner.subject();
            List<Change> changes = new ArrayList<>();
            for (int first = 0; ; first += PAGE) {
                List<AdminEventRepresentation> page = page(from, first);
                page.stream()
                        .filter(event -> event.getError() == null)
                        .map(AdminEvents::change)
                        .filter(change -> !own.equals(change.by()))
                        .forEach(changes::add);
                if (page.size() < PAGE) return changes;
            }
        });
    }

    private List<AdminEventRepresentation> page(Instant from, int first) {
        long tomorrow = Instant.now().toEpochMilli() + 86_400_000;
        return keycloak.realm(realm)
                .getAdminEvents(
                        List.of("CREATE", "UPDATE", "DELETE", "ACTION"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        TYPES,
                        from.toEpochMilli(),
                        tomorrow,
                        first,
                        PAGE,
                        "asc");
    }

    private static Change change(AdminEventRepresentation event) {
        return new Change(
                event.getId(),
                Instant.ofEpochMilli(event.getTime()),
                event.getResourceType(),
                event.getAuthDetails() == null ? null : event.getAuthDetails().getUserId(),
                List.of(event.getResourcePath().split("/", -1)));
    }

    @Override
    public void close() {
        keycloak.close();
    }
}
