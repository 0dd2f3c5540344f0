package org.linli.tenancy.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.TwoDistricts.PINGCHENG_ORGANIZATION;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/** On a real Keycloak of its own, since it changes who belongs where. */
class ProvisionerTest {
    private static final UUID NEWCOMER = UUID.fromString("01900000-0000-4000-9000-000000000001");

    @Test
    void aNewcomerBecomesAMemberAndStaysOne() {
        Database place = TwoDistricts.on(Postgres.shared());
        LoopResources loops = LoopResources.create("provisioner", 1, 1, true, true);
        try (Keycloak keycloak = Keycloak.throwaway();
                DistrictDatabase database = new DistrictDatabase(settings(place), loops);
                Provisioner provisioner = new Provisioner(keycloak.issuer(), "linli-provisioner-dev-secret")) {
            Job job = new Job(
                    UUID.randomUUID(),
                    PINGCHENG,
                    Membership.NAME,
                    new JsonMapper().createObjectNode().put("subject", NEWCOMER.toString()),
                    1);
            Membership membership = new Membership(database, provisioner);
            membership.run(job).block();
            assertThat(claims(keycloak.newToken("newcomer", "organization:140213")))
                    .contains("\"140213\":{\"id\":\"" + PINGCHENG_ORGANIZATION + "\",\"groups\":[]}");
            membership.run(job).block();
            Flux.range(0, 6)
                    .flatMap(i -> provisioner.join(PINGCHENG_ORGANIZATION, NEWCOMER))
                    .blockLast();
            assertThatThrownBy(() -> provisioner
                            .join(PINGCHENG_ORGANIZATION, UUID.randomUUID())
                            .block())
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(
                            () -> provisioner.join(UUID.randomUUID(), NEWCOMER).block())
                    .isInstanceOf(RuntimeException.class);
        } finally {
            loops.disposeLater().block();
        }
    }

    private static DatabaseSettings settings(Database place) {
        return DatabaseSettings.of(
                place.host(),
                place.port(),
                place.name(),
                place.app().user(),
                place.app().password());
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
