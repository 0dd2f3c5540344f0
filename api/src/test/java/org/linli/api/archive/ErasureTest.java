package org.linli.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.archive.Certificate;
import org.linli.archive.Erasure;
import org.linli.archive.PlatformKey;
import org.linli.clients.LeavingClients;
import org.linli.files.FolderStorage;
import org.linli.files.Storage;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.provisioning.ClientRegistrations;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.Sealer;
import org.linli.tenancy.sealing.SealingKeys;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A district leaves for good, with a mark in every column that takes one; afterwards it is looked for everywhere. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureTest {
    private static final String MARK = "埋点PLANTED";
    private static final String WHICH = "district: \"" + node(HERE) + "\"";
    private static final UUID AT_THE_OTHERS = UUID.randomUUID();
    private static final PlatformKey KEY = PlatformKey.of(Base64.getEncoder().encodeToString(new byte[32]));
    private static final Sealer SEALER = new Sealer(
            new AesGcm(),
            new SealingKeys(
                    "test",
                    Map.of("test", new SecretKeySpec(new byte[32], "AES")),
                    new SecretKeySpec(new byte[32], "AES")));
    private static final String SECRET = "linli-provisioner-dev-secret";
    /** A server that can erase was there a moment ago. */
    private static final String OFFERED =
            "insert into job (district_id, kind, recurring) values ('" + Platform.ID + "', 'offer-erasure', true)";

    private static final UUID ELSEWHERE = UUID.fromString("01900000-0000-4000-8000-000000990101");

    @TempDir
    private static Path folder;

    private static Accounts accounts;
    private static UUID leaver;
    private static UUID neighbour;
    private static UUID newcomer;
    private static Provisioner provisioner;
    private static Rows rows;
    private static Served served;
    private static Storage storage;
    private static Served platform;
    private static Erasure erasure;
    private static ClientRegistrations registrations;
    private static LeavingClients clients;
    private static final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void open() throws Exception {
        Keycloak shared = Keycloak.shared();
        provisioner = new Provisioner(shared.issuer(), SECRET);
        accounts = new Accounts(shared.issuer(), SECRET);
        UUID organization = accounts.organization("erasure");
        leaver = accounts.member("leaver", MARK, organization);
        neighbour = accounts.member("neighbour", "邻居", organization, ELSEWHERE);
        newcomer = accounts.member("newcomer", "新人", organization);
        Database database = Fixture.fill();
        rows = new Rows(database);
        rows.run("update district set kc_org_id = '%s' where id = '%s'".formatted(organization, HERE.id()));
        // An account that has asked to join another district, which made it no member yet.
        rows.run("update resident set subject = '%s' where district_id = '%s' and id = '%s'"
                .formatted(newcomer, THERE.id(), Fixture.id(THERE, "resident", 1)));
        served = new Served(Contract.load(), database, Limits.USUAL);
        storage = new FolderStorage(folder.resolve("storage"));
        platform = Served.ofPlatform(database);
        registrations = new ClientRegistrations(shared.issuer(), "linli-registrar-dev-secret");
        clients = new LeavingClients(platform.database(), registrations, SEALER);
        erasure = new Erasure(rows.app(), platform.database(), storage, provisioner, clients::leave, KEY, 35);
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
    }

    @AfterAll
    static void close() throws SQLException {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        served.close();
        platform.close();
        registrations.close();
        rows.close();
        accounts.delete(neighbour);
        accounts.delete(newcomer);
        accounts.close();
        provisioner.close();
    }

    @Test
    @Order(1)
    void nothingGoesBeforeItsTimeOrWhileItIsUsed() throws SQLException {
        Map<String, String> before = rows.digests(HERE.id());
        assertThat(asked(
                        "requestDeletion(" + WHICH + ", graceDays: 30, reason: \"" + MARK + "\")",
                        "... on Refusal { code }"))
                .contains("SUSPENSION_NEEDED");
        asked("suspendDistrict(" + WHICH + ", reason: \"" + MARK + "\")", "");
        rows.run(OFFERED);
        assertThat(asked(
                        "requestDeletion(" + WHICH + ", graceDays: 30, reason: \"" + MARK + "\")",
                        "... on DistrictLeaves { deletion { status graceDays } archive { id } }"))
                .contains("\"status\":\"WAITING\",\"graceDays\":30", "\"archive\":null");
        assertThatThrownBy(ErasureTest::erase).rootCause().hasMessageContaining("may not be erased now");
        assertThat(asked("resumeDistrict(" + WHICH + ")", "... on Refusal { code }"))
                .contains("DELETION_PENDING");
        rows.run("update deletion set requested_at = now() - interval '31 days'");
        // Whatever the server says, nobody uses it.
        rows.run("update district set state = 'ACTIVE' where id = '%s'".formatted(HERE.id()));
        assertThatThrownBy(ErasureTest::erase).rootCause().hasMessageContaining("may not be erased now");
        rows.run("update district set state = 'LEAVING' where id = '%s'".formatted(HERE.id()));
        assertThat(asked("withdrawDeletion(" + WHICH + ")", "... on DistrictStays { district { state } }"))
                .contains("\"SUSPENDED\"");
        erase();
        rows.run("delete from job where district_id = '%s'".formatted(HERE.id()));
        assertThat(rows.digests(HERE.id())).isEqualTo(before);
    }

    @Test
    @Order(2)
    void nothingOfItIsLeftAndNothingElseIsTouched() throws Exception {
        int planted = rows.plant(HERE.id(), MARK);
        assertThat(planted).isGreaterThanOrEqualTo(200);
        Path content = Files.writeString(folder.resolve("content"), MARK);
        storage.put(Storage.key(HERE.id(), Fixture.id(HERE, "file", 1), "a"), content);
        rows.run("analyze");
        assertThat(rows.found(MARK)).contains("resident", "pg_stats");
        rows.run("""
                insert into onboarding (district_id, id, target_id, code, name, time_zone, sample, admin_username, admin_email, admin_name, requested_by, requested_at)
                select d.id, gen_random_uuid(), '%s', '%s', '平城区', 'Asia/Shanghai', false, '%3$s', '%3$s', '%3$s', gen_random_uuid(), now()
                  from district d where d.code = '000000'
                """.formatted(HERE.id(), HERE.code(), MARK));
        rows.run("""
                insert into district_application (district_id, id, code, name, contact, email, phone, unit, sample, language, status, confirmed_at, decided_at, onboarding_id)
                select o.district_id, gen_random_uuid(), o.code, '%1$s', '%1$s', '%1$s', '%1$s', '%1$s', false, (enum_range(null::language))[1], 'OPENED', now(), now(), o.id
                  from onboarding o where o.target_id = '%2$s'
                """.formatted(MARK, HERE.id()));
        rows.run("update client set registration_token = null, secret = null");
        Registered own = registered(1);
        Registered vendor = registered(8);
        rows.run("""
                insert into client (district_id, id, registration_id, status, created_at) values ('%1$s', '%2$s', '%3$s', 'READY', now());
                insert into client_grant (azp, district_id) select r.azp, '%1$s' from client_registration r where r.id = '%3$s'
                """.formatted(THERE.id(), AT_THE_OTHERS, Fixture.id(HERE, "registration", 8)));

        asked("requestDeletion(" + WHICH + ", graceDays: 1, reason: \"" + MARK + "\")", "");
        rows.run("update deletion set requested_at = now() - interval '2 days' where withdrawn_at is null");
        // What is being exported would come into a storage that was emptied.
        asked("exportDistrict(" + WHICH + ")", "");
        rows.run("update job set leased_until = now() + interval '1 minute' where kind = 'make-archive'");
        assertThatThrownBy(ErasureTest::erase).hasMessageContaining("archive of the district is being made");
        assertThat(obstacle()).isEqualTo("ARCHIVE_BEING_MADE");
        rows.run("update job set leased_until = null where kind = 'make-archive'");
        clients.leave(HERE.id()).block();
        assertThat(rows.rows("select home_id from client_registration where azp = '" + vendor.azp() + "'"))
                .containsExactly(THERE.id().toString());
        try (Provisioner away = new Provisioner(URI.create("http://localhost:1/realms/linli"), SECRET)) {
            Erasure cutOff = new Erasure(rows.app(), platform.database(), storage, away, clients::leave, KEY, 35);
            for (int twice = 0; twice < 2; twice++)
                assertThatThrownBy(() -> erase(cutOff)).hasMessageContaining("does not answer");
        }
        assertThat(obstacle()).isEqualTo("DIRECTORY_UNREACHABLE");
        Map<String, String> others = rows.digests(THERE.id());
        erase();
        rows.run("vacuum");

        assertThat(rows.rows("""
                        select payload ->> 'waits_for' from event where name = 'DELETION_HINDERED'
                           and subject_id = (select id from deletion where ended_at is not null) order by id
                        """)).containsExactly("ARCHIVE_BEING_MADE", "DIRECTORY_UNREACHABLE");
        assertThat(String.valueOf(platform.ask(
                                Fixture.OPERATOR,
                                "{ deletions(where: {obstacle: {isNull: false}}) { totalCount } }",
                                Map.of())
                        .data()))
                .contains("\"totalCount\":0");
        assertThat(rows.found(MARK)).isEmpty();
        assertThat(rows.tablesWith(HERE.id())).containsExactly("deletion");
        assertThat(rows.digests(THERE.id())).isEqualTo(others);
        try (Stream<Path> paths = Files.walk(folder.resolve("storage"))) {
            assertThat(paths.filter(path -> path.toString().contains(HERE.id().toString())))
                    .isEmpty();
        }
        assertThat(accounts.organizations(leaver)).as("deleted").isNull();
        assertThat(accounts.organizations(neighbour)).containsExactly(ELSEWHERE);
        assertThat(accounts.organizations(newcomer)).isEmpty();
        assertThat(accounts.named(MARK)).isZero();
        assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains(MARK));
        assertThatThrownBy(() -> registrations.change(own.token(), own.facts()).block())
                .hasMessageContaining("401");
        String kept = rows.rows("select registration_token from client where id = '" + AT_THE_OTHERS + "'")
                .getFirst();
        String token = SEALER.open(Base64.getDecoder().decode(kept), context(AT_THE_OTHERS));
        registrations.change(token, vendor.facts()).block();
        registrations.remove(vendor.azp(), token).block();
    }

    /** One that Keycloak knows. */
    private record Registered(String azp, String token) {
        ClientRegistrations.Facts facts() {
            return new ClientRegistrations.Facts(azp, MARK, false, true, List.of(), List.of(), null);
        }
    }

    private static Registered registered(int client) throws SQLException {
        String azp = HERE.code() + "-" + UUID.randomUUID().toString().substring(24);
        String token = registrations.register(azp, false).block();
        Registered registered = new Registered(azp, Objects.requireNonNull(token));
        registrations.change(token, registered.facts()).block();
        UUID id = Fixture.id(HERE, "client", client);
        rows.run("""
                delete from client_grant where azp = (select azp from client_registration where id = '%1$s');
                update client_registration set azp = '%2$s', closed_at = null, registered_at = now() where id = '%1$s';
                update client set status = 'READY', registration_token = '%3$s' where id = '%4$s';
                insert into client_grant (azp, district_id) values ('%2$s', '%5$s')
                """.formatted(
                        Fixture.id(HERE, "registration", client),
                        azp,
                        Base64.getEncoder().encodeToString(SEALER.seal(token, context(id))),
                        id,
                        HERE.id()));
        return registered;
    }

    private static byte[] context(UUID client) {
        return ("client REGISTRATION " + client).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Order(3)
    void theCertificateSaysSoAndNobodyCanChangeIt() throws SQLException {
        String certificate = rows.rows("select certificate from deletion where ended_at is not null")
                .getFirst();
        JsonNode says = new JsonMapper().readTree(Certificate.verified(certificate, KEY.pem()));
        assertThat(says.path("code").asString()).isEqualTo(HERE.code());
        assertThat(says.path("rows").path("resident").asLong()).isEqualTo(26);
        assertThat(says.path("backupsUntil").asString())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).plusDays(35).toString());
        assertThat(says.path("accounts").asInt()).isEqualTo(1);

        String[] parts = certificate.split("\\.");
        String other = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"resident\":26", "\"resident\":27");
        String tampered = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
        assertThatThrownBy(() -> Certificate.verified(tampered, KEY.pem())).hasMessageContaining("changed");
        PlatformKey another = PlatformKey.of(Base64.getEncoder().encodeToString(new byte[] {
            1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        }));
        assertThatThrownBy(() -> Certificate.verified(certificate, another.pem()))
                .hasMessageContaining("another key");
    }

    @Test
    @Order(4)
    void theSameCodeSeesNothingOld() throws SQLException {
        rows.run("insert into district (code, name, kc_org_id) values ('%s', '平城区', gen_random_uuid())"
                .formatted(HERE.code()));
        District anew = new District(
                UUID.fromString(rows.rows("select id from district where code = '%s'".formatted(HERE.code()))
                        .getFirst()),
                HERE.code(),
                HERE.name(),
                HERE.zone(),
                HERE.packages());
        Caller officer = new Caller(
                leaver,
                anew,
                "linli-web",
                EnumSet.of(Role.GUEST, Role.ACCOUNT, Role.DISTRICT_OFFICER),
                Map.of(),
                Map.of());
        assertThat(String.valueOf(served.ask(officer, """
                                { residents { totalCount } merchants { totalCount } activities { totalCount } streets { totalCount }
                                  updates { nodes { id } } duties { totalCount } }
                                """, Map.of()).data()))
                .doesNotContainPattern(":[1-9]")
                .contains("\"nodes\":[]");
    }

    private static String asked(String mutation, String selection) {
        Answer answer = platform.ask(
                Fixture.OPERATOR, "mutation { " + mutation + " { __typename " + selection + " } }", Map.of());
        assertThat(answer.problems()).isEmpty();
        return String.valueOf(answer.data());
    }

    private static String obstacle() throws SQLException {
        return rows.rows("select obstacle from deletion where withdrawn_at is null")
                .getFirst();
    }

    private static void erase() {
        erase(erasure);
    }

    private static void erase(Erasure by) {
        by.run(new Job(UUID.randomUUID(), HERE.id(), Erasure.NAME, new JsonMapper().createObjectNode(), 1))
                .block();
    }
}
