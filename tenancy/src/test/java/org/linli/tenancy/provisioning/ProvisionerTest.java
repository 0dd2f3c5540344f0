package org.linli.tenancy.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.TwoDistricts.PINGCHENG_ORGANIZATION;
import static org.linli.tenancy.TwoDistricts.SAMPLE;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.Language;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.provisioning.Accounts.Account;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

/** On a real Keycloak of its own, since it changes who belongs where. */
class ProvisionerTest {
    private static final UUID NEWCOMER = UUID.fromString("01900000-0000-4000-9000-000000000001");
    private static final UUID GRID_WORKER = UUID.fromString("01900000-0000-4000-9000-140213000001");
    private static final UUID RESIDENT = UUID.fromString("01900000-0000-4000-9000-140213000011");

    private static final String STANDING = """
            select 'RESIDENT' as role, p.id as entity, null::uuid[] as grids, null::date as valid_from, p.until as valid_to
              from part p
             where p.district_id = :district and p.subject = :subject""";

    private static Database place;
    private static LoopResources loops;
    private static Keycloak keycloak;
    private static DistrictDatabase database;
    private static Provisioner provisioner;
    private static Accounts accounts;
    private static Membership membership;

    @BeforeAll
    static void open() {
        place = TwoDistricts.on(Postgres.shared());
        TwoDistricts.execute(place, """
                create table part (
                    district_id uuid not null,
                    id          uuid not null default uuidv7(),
                    subject     uuid not null,
                    until       date,
                    constraint part_pk primary key (district_id, id));
                select protect('part');
                """);
        loops = LoopResources.create("provisioner", 1, 1, true, true);
        keycloak = Keycloak.throwaway();
        database = new DistrictDatabase(settings(place), loops);
        provisioner = new Provisioner(keycloak.issuer(), "linli-provisioner-dev-secret");
        accounts = new Accounts(provisioner);
        membership = new Membership(
                database, new Standings(database, List.of(STANDING)), provisioner, district -> Mono.empty());
    }

    @AfterAll
    static void close() {
        provisioner.close();
        database.close();
        keycloak.close();
        loops.disposeLater().block();
    }

    @BeforeEach
    void nobodyHasAPart() {
        TwoDistricts.execute(place, "delete from part; update membership set district_id = null");
        for (UUID district : List.of(PINGCHENG, SAMPLE)) done(district, NEWCOMER);
    }

    @Test
    void aNewcomerBecomesAMemberAndStaysOne() {
        has(PINGCHENG, NEWCOMER);
        done(PINGCHENG, NEWCOMER);
        assertThat(claims("newcomer", "140213"))
                .contains("\"140213\":{\"id\":\"" + PINGCHENG_ORGANIZATION + "\",\"groups\":[]}");
        done(PINGCHENG, NEWCOMER);
        Flux.range(0, 6)
                .flatMap(i -> provisioner.join(PINGCHENG_ORGANIZATION, NEWCOMER))
                .blockLast();
        assertThatThrownBy(() -> provisioner
                        .join(PINGCHENG_ORGANIZATION, UUID.randomUUID())
                        .block())
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> provisioner.join(UUID.randomUUID(), NEWCOMER).block())
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void whoHasNoPartAnyMoreLeavesAndMayJoinElsewhere() {
        has(PINGCHENG, NEWCOMER);
        done(PINGCHENG, NEWCOMER);
        has(SAMPLE, NEWCOMER);
        assertThatThrownBy(() -> done(SAMPLE, NEWCOMER))
                .hasMessageContaining("another district")
                .hasMessageNotContaining("140213");
        assertThat(claims("newcomer", "990101")).doesNotContain("\"organization\":");
        TwoDistricts.execute(place, "update part set until = '2024-01-01' where district_id = '" + PINGCHENG + "'");
        done(PINGCHENG, NEWCOMER);
        done(PINGCHENG, NEWCOMER);
        assertThat(claims("newcomer", "140213")).doesNotContain("\"organization\":");
        done(SAMPLE, NEWCOMER);
        assertThat(claims("newcomer", "990101")).contains("\"990101\":{");
        done(PINGCHENG, UUID.randomUUID());
    }

    /** Both ask at the same moment, as two nodes may do. */
    @Test
    void ofTwoDistrictsOneHasTheAccount() {
        has(PINGCHENG, NEWCOMER);
        has(SAMPLE, NEWCOMER);
        List<Boolean> members = Flux.just(PINGCHENG, SAMPLE, PINGCHENG, SAMPLE)
                .flatMap(district ->
                        run(district, NEWCOMER).thenReturn(district).onErrorResume(elsewhere -> Mono.empty()))
                .distinct()
                .map(district -> true)
                .collectList()
                .block();
        assertThat(members).containsExactly(true);
        assertThat(provisioner.of(NEWCOMER).block()).hasSize(1);
    }

    @Test
    void whoBelongsElsewhereByAnotherWayDoesNotBecomeAMember() {
        has(SAMPLE, RESIDENT);
        assertThatThrownBy(() -> done(SAMPLE, RESIDENT)).hasMessageContaining("another district");
        assertThat(provisioner.of(RESIDENT).block()).containsExactly(PINGCHENG_ORGANIZATION);
    }

    /** Its groups would be lost, and whoever gave them has not taken them. */
    @Test
    void staffStay() {
        done(PINGCHENG, GRID_WORKER);
        assertThat(claims("140213-grid", "140213")).contains("/GRID_WORKER");
    }

    /** As nodes may do that take the same job up, one after the other or at once. */
    @Test
    void whatIsDoneTwiceOrSixTimesAtOnceIsAsOnce() {
        String address = "xin@example.test";
        Flux.range(0, 6)
                .flatMap(i -> accounts.create(UUID.randomUUID(), "xin.shili", address, "新示例", Language.EN))
                .blockLast();
        Account made = accounts.find("xin.shili", null).blockOptional().orElseThrow();
        assertThat(made).isEqualTo(accounts.find("nobody", address).block());
        assertThat(made).isEqualTo(new Account(made.id(), "xin.shili", address, "新示例", false, true, true));
        assertThat(accounts.find("nobody", null).blockOptional()).isEmpty();
        assertThat(accounts.create(UUID.randomUUID(), "xin.shili@@", "no address", "新示例", Language.EN)
                        .block())
                .isFalse();

        assertThatThrownBy(() -> accounts.enter(PINGCHENG_ORGANIZATION, "AUDITOR", made.id())
                        .block())
                .isInstanceOf(RuntimeException.class);
        provisioner.join(PINGCHENG_ORGANIZATION, made.id()).block();
        Flux.range(0, 6)
                .flatMap(i -> accounts.enter(PINGCHENG_ORGANIZATION, "AUDITOR", made.id()))
                .blockLast();
        assertThat(accounts.groups(PINGCHENG_ORGANIZATION, made.id()).block()).containsExactly("AUDITOR");
        assertThat(accounts.in(PINGCHENG_ORGANIZATION, Set.of("AUDITOR", "NO_SUCH_GROUP"))
                        .flatMapIterable(groups -> Objects.requireNonNull(groups.get("AUDITOR")))
                        .toIterable())
                .extracting(Account::username)
                .containsExactlyInAnyOrder("140213-auditor", "xin.shili");
        Flux.range(0, 6)
                .flatMap(i -> accounts.leave(PINGCHENG_ORGANIZATION, "AUDITOR", made.id()))
                .blockLast();
        assertThat(accounts.groups(PINGCHENG_ORGANIZATION, made.id()).block()).isEmpty();
        assertThat(accounts.groups(PINGCHENG_ORGANIZATION, UUID.randomUUID()).block())
                .isEmpty();
        accounts.leave(PINGCHENG_ORGANIZATION, "AUDITOR", UUID.randomUUID()).block();
    }

    private static void has(UUID district, UUID subject) {
        TwoDistricts.execute(
                place, "insert into part (district_id, subject) values ('%s', '%s')".formatted(district, subject));
    }

    private static void done(UUID district, UUID subject) {
        run(district, subject).block();
    }

    private static Mono<Void> run(UUID district, UUID subject) {
        return membership.run(new Job(
                UUID.randomUUID(),
                district,
                Membership.NAME,
                new JsonMapper().createObjectNode().put("subject", subject.toString()),
                1));
    }

    private static DatabaseSettings settings(Database place) {
        return DatabaseSettings.of(
                place.host(),
                place.port(),
                place.name(),
                place.app().user(),
                place.app().password());
    }

    private static String claims(String user, String district) {
        String token = keycloak.newToken(user, "organization:" + district);
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
