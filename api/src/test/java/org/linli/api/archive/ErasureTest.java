package org.linli.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.archive.Certificate;
import org.linli.archive.Deletions;
import org.linli.archive.Erasure;
import org.linli.archive.PlatformKey;
import org.linli.files.FolderStorage;
import org.linli.files.Storage;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.provisioning.Provisioner;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A district leaves for good, with a mark in every column that takes one; afterwards it is looked for everywhere. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureTest {
    private static final String MARK = "埋点PLANTED";
    private static final PlatformKey KEY = PlatformKey.of(Base64.getEncoder().encodeToString(new byte[32]));
    private static final String SECRET = "linli-provisioner-dev-secret";
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
    private static Erasure erasure;
    private static final Deletions deletions = new Deletions();
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
        erasure = new Erasure(rows.app(), storage, provisioner, KEY, 35);
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
    }

    @AfterAll
    static void close() throws SQLException {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        served.close();
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
        request(30);
        assertThatThrownBy(ErasureTest::erase).rootCause().hasMessageContaining("may not be erased now");
        rows.run("update deletion set requested_at = now() - interval '31 days'");
        assertThatThrownBy(ErasureTest::erase).rootCause().hasMessageContaining("may not be erased now");
        assertThat(served.database().transaction(HERE.id(), deletions::withdraw).block())
                .isTrue();
        rows.run("update district set state = 'SUSPENDED' where code = '%s'".formatted(HERE.code()));
        erase();
        rows.run("delete from job; delete from deletion");
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
        Map<String, String> others = rows.digests(THERE.id());

        request(1);
        rows.run("update deletion set requested_at = now() - interval '2 days'");
        erase();
        rows.run("vacuum");

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
    }

    @Test
    @Order(3)
    void theCertificateSaysSoAndNobodyCanChangeIt() throws SQLException {
        String certificate = rows.rows("select certificate from deletion").getFirst();
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

    private static void request(int graceDays) {
        served.database()
                .transaction(HERE.id(), transaction -> deletions.request(transaction, graceDays))
                .block();
    }

    private static void erase() {
        erasure.run(new Job(UUID.randomUUID(), HERE.id(), Erasure.NAME, new JsonMapper().createObjectNode(), 1))
                .block();
    }
}
