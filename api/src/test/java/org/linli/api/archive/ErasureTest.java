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
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
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
import org.linli.schema.Language;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.tenancy.identity.Platform;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.provisioning.ClientRegistrations;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.provisioning.Provisioner.Dissolution;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.Sealer;
import org.linli.tenancy.sealing.SealingKeys;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A district leaves for good, with a mark in every column that takes one; afterwards it is looked for everywhere. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureTest {
    private static final String MARK = Rows.MARKS.getFirst();
    /** A mark that Keycloak keeps; it writes usernames small. */
    private static final Pattern KEPT =
            Pattern.compile(String.join("|", Rows.MARKS), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

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

    /** Columns that can tell of nobody. Whoever adds a column of texts has it planted, or says here why not. */
    private static final Set<String> RULED_OUT = Set.of(
            // Digests of an archive; the certificate names one of them.
            "archive.content",
            "archive.digest",
            // Roles, of a list that the database closes.
            "data_import.roles",
            // Six digits, which the certificate names.
            "district_application.code",
            "onboarding.code",
            // The ends of an identity number, and asterisks.
            "resident.identity_mask");

    @TempDir
    private static Path folder;

    private static Accounts accounts;
    private static UUID leaver;
    private static UUID neighbour;
    private static UUID newcomer;
    private static UUID invited;
    private static UUID former;
    private static UUID hired;
    private static UUID stranger;
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
        accounts.forget(HERE.id());
        UUID organization = accounts.organization("erasure", MARK);
        leaver = accounts.member("leaver", MARK, organization);
        invited = made("invited");
        former = made("former", organization);
        accounts.leave(former);
        hired = made("hired", ELSEWHERE);
        stranger = accounts.member("stranger", "路人");
        for (String username : List.of("operator", "city")) accounts.join(named(username), organization);
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

    private static UUID named(String username) {
        return Objects.requireNonNull(new org.linli.tenancy.provisioning.Accounts(provisioner)
                        .find(username, null)
                        .block())
                .id();
    }

    /** As an invitation makes one. */
    private static UUID made(String name, UUID... organizations) {
        String email = name + UUID.randomUUID() + "@example.test";
        var directory = new org.linli.tenancy.provisioning.Accounts(provisioner);
        directory
                .create(HERE.id(), email, email, name.equals("hired") ? "外聘" : MARK, Language.ZH_CN)
                .block();
        UUID account =
                Objects.requireNonNull(directory.find(email, null).block()).id();
        accounts.join(account, organizations);
        return account;
    }

    @AfterAll
    static void close() throws SQLException {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        served.close();
        platform.close();
        registrations.close();
        rows.close();
        for (UUID account : List.of(neighbour, newcomer, hired, stranger)) accounts.delete(account);
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
        // What use leaves in tables that the fixture has no rows in, and how the district came and was moved.
        rows.run("""
            insert into event (district_id, id, name, subject_type, subject_id, at, payload)
            values ('%1$s', gen_random_uuid(), 'ACTIVITY_MOVED', 'Activity', gen_random_uuid(), now(), '{}');
            insert into job (district_id, kind) values ('%1$s', 'none');
            insert into idempotency (district_id, subject, client, key, path, body, outcome) values ('%1$s', gen_random_uuid(), 'x', 'x', 'x', 'x', ''::bytea);
            insert into stream (district_id, id, node, transport, opened_at, position, told, per_minute, seen_at)
            values ('%1$s', gen_random_uuid(), 1, (enum_range(null::stream_transport))[1], now(), 1, 1, 1, now());
            insert into archive (district_id, failed_at, obstacle) values ('%1$s', now(), (enum_range(null::archive_obstacle))[1]);
            insert into activity_report (district_id, id, text, attended, no_shows) select a.district_id, a.id, 'x', 1, 1 from activity a where a.district_id = '%1$s';
            insert into data_import_key (district_id, data_import_id, type, code, id, fit) values ('%1$s', '%2$s', 'x', 'x', gen_random_uuid(), true);
            insert into directory_watch (district_id, seen_until) values ('%1$s', now());
            update shift set cancelled_at = now(), cancel_reason = 'x' where district_id = '%1$s';
            update enrolment set check_in_until = now(), check_in_hash = 'x' where district_id = '%1$s';
            insert into onboarding (district_id, id, target_id, code, name, time_zone, sample, admin_username, admin_email, admin_name, requested_by, requested_at)
            select p.id, gen_random_uuid(), d.id, d.code, d.name, d.time_zone, false, 'x', 'x', 'x', gen_random_uuid(), now()
              from district d join district p on p.code = '000000' where d.code <> '000000';
            insert into district_application (district_id, id, code, name, contact, email, phone, unit, sample, language, status, confirmed_at, decided_at, onboarding_id)
            select o.district_id, gen_random_uuid(), o.code, 'x', 'x', 'x', 'x', 'x', false, (enum_range(null::language))[1], 'OPENED', now(), now(), o.id
              from onboarding o where o.target_id = '%1$s';
            insert into administrator_invitation (district_id, id, target_id, username, email, name, requested_by, requested_at)
            select d.id, gen_random_uuid(), '%1$s', 'x', 'x', 'x', gen_random_uuid(), now() from district d where d.code = '000000';
            insert into district_move (district_id, id, target_id, from_cell, to_cell, status, requested_by, requested_at)
            select d.id, gen_random_uuid(), '%1$s', 'home', 'east', 'DONE', gen_random_uuid(), now() from district d where d.code = '000000';
            insert into directory_drift (district_id, id, target_id, kind, status)
            select d.id, gen_random_uuid(), '%1$s', (enum_range(null::directory_drift_kind))[1], 'REPORTED' from district d where d.code = '000000';
            insert into event (district_id, name, subject_type, subject_id, reason, actor, payload)
            select d.id, act.name, act.type, act.id, '%3$s', '%4$s', '{}'
              from district d
             cross join (select 'APPLICATION_OPENED', 'DistrictApplication', a.id from district_application a join onboarding o on o.id = a.onboarding_id where o.target_id = '%1$s'
                         union all select 'ONBOARDING_REQUESTED', 'Onboarding', o.id from onboarding o where o.target_id = '%1$s'
                         union all select 'ADMINISTRATOR_INVITATION_MOVED', 'AdministratorInvitation', i.id from administrator_invitation i where i.target_id = '%1$s'
                         union all select 'DIRECTORY_DRIFT_HINDERED', 'DirectoryDrift', f.id from directory_drift f where f.target_id = '%1$s'
                         union all select 'DISTRICT_MOVE_REQUESTED', 'DistrictMove', m.id from district_move m where m.target_id = '%1$s') act(name, type, id)
             where d.code = '000000'
            """.formatted(HERE.id(), Fixture.id(HERE, "import", 1), MARK, Fixture.OPERATOR.subject()));
        Set<String> unplanted = new TreeSet<>();
        int planted = rows.plant(HERE.id(), unplanted);
        assertThat(planted).isGreaterThanOrEqualTo(200);
        System.out.printf("planted %d texts, each of them looked for everywhere%n", planted);
        assertThat(unplanted).isEqualTo(RULED_OUT);
        Path content = Files.writeString(folder.resolve("content"), MARK);
        storage.put(Storage.key(HERE.id(), Fixture.id(HERE, "file", 1), "a"), content);
        // Of a server that died while somebody sent it something.
        Path begun = Files.writeString(storage.incoming(), MARK);
        Files.setLastModifiedTime(begun, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        rows.run("analyze");
        assertThat(rows.found()).contains("resident", "onboarding", "client_registration", "planned resident.name");
        // Nothing that Keycloak knows; and of a vendor's client, what others have stays.
        rows.run("""
                update client set registration_token = null, secret = null;
                update client_registration set name = '供应商', redirect_addresses = '{}', origins = '{}' where id = '%s'
                """.formatted(Fixture.id(HERE, "registration", 8)));
        Registered own = registered(1, MARK);
        Registered vendor = registered(8, "供应商");
        Keycloak.shared()
                .tables(KEPT)
                .ifPresent(tables -> assertThat(tables)
                        .contains("CLIENT", "KEYCLOAK_GROUP", "ORG", "USER_ATTRIBUTE", "USER_ENTITY"));
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
        // A server died that was about to delete this account, and had counted it.
        rows.run("insert into membership (subject) values ('%s')".formatted(former));
        rows.run("update deletion set accounts = 1, going = '%s' where withdrawn_at is null".formatted(leaver));
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
        assertThat(rows.found()).isEmpty();
        assertThat(rows.tablesWith(HERE.id())).containsExactly("deletion");
        assertThat(rows.digests(THERE.id())).isEqualTo(others);
        rows.run("select number_arrivals(1000)");
        // Told is also what was done to it before, by whom and when; why is not.
        Answer told = platform.ask(Fixture.OPERATOR, """
                { deletions(where: {status: {eq: ERASED}}) { nodes { history(first: 50) { nodes { event at actor reason } } } }
                  updates(last: 1, where: {type: {eq: DISTRICT_SUSPENDED}}) { nodes { actor entity { ... on Deletion { code } } } } }
                """, Map.of());
        JsonNode acts = Objects.requireNonNull(told.data()).at("/deletions/nodes/0/history/nodes");
        assertThat(acts.findValuesAsString("event"))
                .contains(
                        "APPLICATION_OPENED",
                        "ONBOARDING_REQUESTED",
                        "ADMINISTRATOR_INVITATION_MOVED",
                        "DIRECTORY_DRIFT_HINDERED",
                        "DISTRICT_MOVE_REQUESTED",
                        "DISTRICT_SUSPENDED",
                        "DISTRICT_LEAVING",
                        "ARCHIVE_REQUESTED");
        assertThat(acts.findValuesAsString("actor")).contains(String.valueOf(Fixture.OPERATOR.subject()));
        assertThat(acts.findValues("reason")).allMatch(JsonNode::isNull);
        assertThat(String.valueOf(told.data().path("updates")))
                .contains("\"entity\":{\"code\":\"" + HERE.code() + "\"}");
        try (Stream<Path> paths = Files.walk(folder.resolve("storage"))) {
            assertThat(paths.filter(
                            path -> path.toString().contains(HERE.id().toString()) || Files.isRegularFile(path)))
                    .isEmpty();
        }
        for (UUID account : List.of(leaver, invited, former))
            assertThat(accounts.organizations(account)).as("deleted").isNull();
        assertThat(accounts.organizations(hired)).containsExactly(ELSEWHERE);
        assertThat(accounts.madeFor(hired)).isNull();
        for (UUID account : List.of(stranger, named("operator"), named("city")))
            assertThat(accounts.organizations(account)).isEmpty();
        assertThat(accounts.organizations(neighbour)).containsExactly(ELSEWHERE);
        assertThat(accounts.organizations(newcomer)).isEmpty();
        Keycloak.shared().tables(KEPT).ifPresent(tables -> assertThat(tables).isEmpty());
        assertThat(rows.rows("select 1 from membership where subject = '%s'".formatted(former)))
                .isEmpty();
        assertThat(rows.rows("select going from deletion where ended_at is not null"))
                .containsOnlyNulls();
        assertThat(log.list).noneMatch(line -> Rows.MARKS.stream().anyMatch(line.getFormattedMessage()::contains));
        assertThat(registrations.change(own.token(), own.facts()).block())
                .as("it is gone")
                .isNull();
        String kept = rows.rows("select registration_token from client where id = '" + AT_THE_OTHERS + "'")
                .getFirst();
        String token = SEALER.open(Base64.getDecoder().decode(kept), context(AT_THE_OTHERS));
        registrations.change(token, vendor.facts()).block();
        registrations.remove(vendor.azp(), token).block();
    }

    /** One that Keycloak knows. */
    private record Registered(String azp, String token, String name) {
        ClientRegistrations.Facts facts() {
            return new ClientRegistrations.Facts(azp, name, false, true, List.of(), List.of(), null);
        }
    }

    private static Registered registered(int client, String name) throws SQLException {
        String azp = HERE.code() + "-" + UUID.randomUUID().toString().substring(24);
        String token = registrations.register(azp, false).block();
        Registered registered = new Registered(azp, Objects.requireNonNull(token), name);
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
        assertThat(says.path("accounts").asInt()).isEqualTo(3);

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

    /** What a deletion writes down of accounts, and a server that dies of it. */
    private static final class Dying implements Dissolution {
        private final Set<String> dies;
        private int accounts;
        private @Nullable UUID going;

        Dying(String... dies) {
            this.dies = new HashSet<>(List.of(dies));
        }

        private void dies(String when) {
            if (dies.remove(when)) throw new IllegalStateException("died " + when);
        }

        @Override
        public Set<UUID> elsewhere(Set<UUID> all) {
            return Set.of();
        }

        @Override
        public void going(UUID account) {
            accounts++;
            going = account;
            dies("before");
        }

        @Override
        public @Nullable UUID unsettled() {
            return going;
        }

        @Override
        public void settle(boolean gone) {
            dies("after");
            if (!gone) accounts--;
            going = null;
        }

        @Override
        public boolean late() {
            return false;
        }
    }

    @Test
    @Order(5)
    void anAccountIsCountedOnceWhereverAServerDies() {
        UUID organization = accounts.organization("counted", "区");
        for (int i = 0; i < 2; i++) accounts.member("counted", "职员", organization);
        Dying dying = new Dying("before", "after");
        Mono<Boolean> dissolved = provisioner.dissolve(UUID.randomUUID(), organization, dying);
        assertThatThrownBy(dissolved::block).hasMessageContaining("died before");
        assertThatThrownBy(dissolved::block).hasMessageContaining("died after");
        assertThat(dissolved.block()).isTrue();
        assertThat(dying.accounts).isEqualTo(2);
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
