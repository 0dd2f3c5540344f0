package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.linli.api.SlowReader;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.files.FolderStorage;
import org.linli.files.SignedAddresses;
import org.linli.files.Uploads;
import org.linli.imports.Templates;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.Role;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pictures and documents, from the wish to attach one to the byte that comes back, over real HTTP. */
@Isolated("what others log would be taken for its own")
class UploadsTest {
    private static final String OFFICER = "district officer";
    private static final String RIGHT =
            "... on UploadRequested { file { id status digest address record { __typename } } address method expiresAt }";

    /** A published activity, a merchant that takes part and is the caller "merchant", one in a grid of "grid worker". */
    private static final String ACTIVITY = node(HERE, "activity", 7);

    private static final String MERCHANT = node(HERE, "merchant", 4);
    private static final String VISIT = node(HERE, "visit", 9);

    private static final byte[] PNG = picture(3);
    private static final byte[] PDF =
            "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n".getBytes(StandardCharsets.UTF_8);

    private static final Writes writes = new Writes();
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final org.linli.api.Served server = new org.linli.api.Served(
            writes.database(), "linli.files.key=" + Served.FILES_KEY, "linli.cors-origins=https://a.example");

    @BeforeEach
    void nothingIsAttached() throws IOException {
        writes.sql("delete from file where district_id = :district");
        for (Path content : content()) Files.delete(content);
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
        http.close();
        writes.close();
    }

    // A picture that everybody sees.

    @Test
    void aPictureIsAskedForSentAndSeenByEverybody() throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "海报 \"1\"", "PNG", PNG.length);
        assertThat(asked.at("/file/status").asString()).isEqualTo("REQUESTED");
        assertThat(asked.at("/file/record/__typename").asString()).isEqualTo("Activity");
        assertThat(asked.at("/file/address").isNull()).isTrue();
        assertThat(asked.path("method").asString()).isEqualTo("PUT");

        HttpResponse<String> sent = put(asked, PNG);
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(sent.body()).path("digest").asString())
                .isEqualTo(digest(PNG));
        assertThat(put(asked, PNG).body()).isEqualTo(sent.body());
        assertThat(code(putChunked(asked, PNG))).isEqualTo("200");

        String file = asked.at("/file/id").asString();
        JsonNode seen = writes.asked("guest", """
                { activity(id: "%s") { files { nodes { id name mediaType size status digest address } } } }
                """.formatted(ACTIVITY)).at("/activity/files/nodes");
        assertThat(seen).hasSize(1);
        assertThat(seen.at("/0/digest").asString()).isEqualTo(digest(PNG));

        String address = seen.at("/0/address").asString();
        HttpResponse<byte[]> got = get(address);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(PNG);
        assertThat(header(got, "Content-Type")).isEqualTo("image/png");
        assertThat(header(got, "Content-Length")).isEqualTo(String.valueOf(PNG.length));
        assertThat(header(got, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(got, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(header(got, "Cache-Control")).isEqualTo("max-age=300, public");
        assertThat(header(got, "Content-Disposition")).startsWith("inline;").contains("%221%22.png");
        assertThat(get(address, "If-None-Match", header(got, "ETag")).statusCode())
                .isEqualTo(304);

        assertThat(history(file)).containsExactly("FILE_MOVED null REQUESTED", "FILE_MOVED REQUESTED STORED");
        assertThat(writes.rows(
                        "select distinct actor::text || array_to_string(actor_roles, ',') from event where subject_id = '%s'"
                                .formatted(file.substring(5))))
                .containsExactly(id(HERE, "account", 31) + "DISTRICT_OFFICER");
    }

    @Test
    void aFileThatCameNeverChanges() throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        put(asked, PNG);
        byte[] other = PNG.clone();
        other[PNG.length - 1] ^= 1;
        assertThat(code(put(asked, other))).isEqualTo("409 UPLOAD_DONE");
        assertThat(stored()).containsExactly(digest(PNG));
        writes.done(OFFICER, withdraw(asked.at("/file/id").asString()), "");
        assertThat(code(put(asked, PNG))).isEqualTo("409 UPLOAD_DONE");
    }

    @Test
    void whatIsSentAgainWhileTheDistrictBeginsToMoveTakesNothingAway() throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        String address = asked.path("address").asString();
        assertThat(code(put(asked, PNG))).isEqualTo("200");
        Uploads uploads = new Uploads(
                writes.served().database(), new SignedAddresses(Served.FILES_KEY), new FolderStorage(server.files()));
        Flux<DataBuffer> body = Flux.defer(() -> {
            writes.sql("update district set held_at = now(), frozen_at = now() where id = :district");
            return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(PNG));
        });
        try {
            assertThatThrownBy(() -> uploads.receive(address.substring(address.lastIndexOf('/') + 1), PNG.length, body)
                            .block())
                    .isInstanceOfSatisfying(
                            ClientFault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.DISTRICT_MOVING));
        } finally {
            writes.sql("update district set held_at = null, frozen_at = null where id = :district");
        }
        assertThat(stored()).containsExactly(digest(PNG));
    }

    @Test
    void aRecordThatIsNoLongerSeenTakesItsPicturesAlong() throws Exception {
        String address = address(sent("merchant", MERCHANT, "PNG", PNG));
        assertThat(get(address).statusCode()).isEqualTo(200);
        writes.sql("update merchant set status = 'SUSPENDED' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "merchant", 4)));
        assertThat(get(address).statusCode()).isEqualTo(404);
        writes.sql("update merchant set status = 'ACTIVE' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "merchant", 4)));
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        try {
            assertThat(get(address).statusCode()).isEqualTo(404);
        } finally {
            writes.sql("update district set state = 'ACTIVE' where id = :district");
        }
    }

    @Test
    void aPictureWhoseContentIsLostIsNotFound() throws Exception {
        String address = address(sent(OFFICER, ACTIVITY, "PNG", PNG));
        for (Path content : content()) Files.delete(content);
        HttpResponse<byte[]> got = get(address);
        assertThat(got.statusCode()).isEqualTo(404);
        assertThat(new String(got.body(), StandardCharsets.UTF_8)).contains("NOT_FOUND");
    }

    @Test
    void templatesOfImportsAreThereForEverybody() throws Exception {
        for (String name : Templates.names()) {
            HttpResponse<byte[]> got = get("/templates/" + name);
            assertThat(got.statusCode()).as(name).isEqualTo(200);
            assertThat(got.body()).isNotEmpty();
            assertThat(header(got, "Content-Disposition")).contains("linli-" + name);
            assertThat(header(got, "Content-Type"))
                    .isEqualTo(
                            name.endsWith("csv")
                                    ? "text/csv"
                                    : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        }
        assertThat(get("/templates/none.xlsx").statusCode()).isEqualTo(404);
    }

    // Files that lie.

    @Test
    void aFileThatLiesAboutItsTypeIsNotStoredAndMayBeSentAnew() throws Exception {
        lies("PDF", PNG);
        lies("PNG", "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8));
        lies("PNG", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".getBytes(StandardCharsets.UTF_8));
        lies("PNG", Arrays.copyOf(PNG, 20));
        lies("JPEG", PNG);
        lies("DOCX", zip("[Content_Types].xml", "bomb.xml"));
        lies("DOCX", zip("[Content_Types].xml", "xl/workbook.xml"));
        lies("XLSX", PDF);
        lies("CSV", PNG);
        assertThat(stored()).isEmpty();
        assertThat(writes.rows("select distinct status::text from file where district_id = :district"))
                .containsExactly("REQUESTED");

        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        byte[] html = Arrays.copyOf("<html>".getBytes(StandardCharsets.UTF_8), PNG.length);
        assertThat(code(put(asked, html))).isEqualTo("422 UPLOAD_TYPE_MISMATCH");
        assertThat(code(put(asked, PNG))).isEqualTo("200");
    }

    private void lies(String type, byte[] bytes) throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "a", type, bytes.length);
        HttpResponse<String> answer = put(asked, bytes, "Accept-Language", "zh-CN");
        assertThat(code(answer)).as(type).isEqualTo("422 UPLOAD_TYPE_MISMATCH");
        assertThat(answer.body()).contains("内容不是所申报的 " + type + " 文件");
    }

    @Test
    void aFileOfAnotherSizeIsNotStored() throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        for (byte[] other : List.of(
                Arrays.copyOf(PNG, PNG.length + 1),
                Arrays.copyOf(PNG, PNG.length - 1),
                new byte[0],
                new byte[1 << 20])) {
            assertThat(code(put(asked, other))).isEqualTo("422 UPLOAD_SIZE_MISMATCH");
            assertThat(code(putChunked(asked, other))).isEqualTo("422 UPLOAD_SIZE_MISMATCH");
        }
        assertThat(content()).isEmpty();
        assertThat(code(putChunked(asked, PNG))).isEqualTo("200");
        assertThat(stored()).containsExactly(digest(PNG));
    }

    // Addresses.

    @Test
    void anAddressOpensNothingButWhatItWasMadeFor() throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        String good = asked.path("address").asString();
        UUID file = UUID.fromString(asked.at("/file/id").asString().substring(5));
        Instant soon = Instant.now().plusSeconds(60);
        assertThat(signed(
                        "UPLOAD",
                        HERE.id(),
                        file,
                        Instant.parse(asked.path("expiresAt").asString())))
                .isEqualTo(good.substring("/uploads/".length()));

        char last = good.charAt(good.length() - 1);
        for (String forged : List.of(
                good.substring(0, good.length() - 1) + (last == 'A' ? 'B' : 'A'),
                "/uploads/x",
                "/uploads/" + signed("OPEN", HERE.id(), file, soon),
                "/uploads/" + signed("UPLOAD", THERE.id(), file, soon),
                "/uploads/" + signed("UPLOAD", UUID.randomUUID(), file, soon),
                "/uploads/" + signed("UPLOAD", HERE.id(), UUID.randomUUID(), soon)))
            assertThat(code(put(forged, BodyPublishers.ofByteArray(PNG))))
                    .as(forged)
                    .isEqualTo("404 NOT_FOUND");
        assertThat(code(put(
                        "/uploads/"
                                + signed(
                                        "UPLOAD", HERE.id(), file, Instant.now().minusSeconds(2)),
                        BodyPublishers.ofByteArray(PNG))))
                .isEqualTo("410 ADDRESS_EXPIRED");
        assertThat(get(good).statusCode()).isEqualTo(404);
        assertThat(content()).isEmpty();
        assertThat(code(put(asked, PNG))).isEqualTo("200");
        assertThat(get("/files/" + signed("UPLOAD", HERE.id(), file, soon)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theSameKeyIsTheSameAddressAndThatLiesSealed() {
        String mutation = upload(ACTIVITY, "a.png", "PNG", 100);
        String first = writes.done(writes.caller(OFFICER), mutation, RIGHT, "once")
                .path("address")
                .asString();
        assertThat(writes.done(writes.caller(OFFICER), mutation, RIGHT, "once")
                        .path("address")
                        .asString())
                .isEqualTo(first);
        assertThat(
                        writes.rows(
                                "select count(*) from file where district_id = :district and name = 'a.png' and status = 'REQUESTED'"))
                .containsExactly("1");
        assertThat(writes.rows("select encode(outcome, 'escape') from idempotency where key = 'once'"))
                .hasSize(1)
                .noneMatch(outcome -> outcome.contains(first));
        Answer other = writes.served()
                .ask(
                        writes.caller(OFFICER),
                        "mutation { " + upload(ACTIVITY, "b.png", "PNG", 100) + " { __typename } }",
                        Map.of(),
                        new IdempotencyKey("once"));
        assertThat(other.problems()).extracting(Answer.Problem::code).containsExactly("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void pagesOfOtherOriginsSendFilesWhereTheyMayCall() throws Exception {
        for (String origin : List.of("https://a.example", "https://b.example")) {
            HttpResponse<String> preflight = http.send(
                    HttpRequest.newBuilder(server.at("/uploads/x"))
                            .method("OPTIONS", BodyPublishers.noBody())
                            .header("Origin", origin)
                            .header("Access-Control-Request-Method", "PUT")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(preflight.statusCode()).isEqualTo(origin.contains("a.example") ? 200 : 403);
        }
    }

    // What not everybody sees.

    @Test
    void aDocumentIsOpenedForAWhileAndThatIsKept() throws Exception {
        String file = sent(OFFICER, ACTIVITY, "PDF", PDF);
        assertThat(address(file)).isEmpty();
        assertThat(get("/files/" + capability(file)).statusCode()).isEqualTo(404);

        JsonNode opened =
                writes.done("resident", open(file), "... on FileAddress { address expiresAt file { name status } }");
        HttpResponse<byte[]> got = get(opened.path("address").asString());
        assertThat(got.body()).isEqualTo(PDF);
        assertThat(header(got, "Content-Type")).isEqualTo("application/pdf");
        assertThat(header(got, "Content-Disposition")).startsWith("attachment;");
        assertThat(header(got, "Cache-Control")).isEqualTo("no-store");
        assertThat(history(file)).endsWith("FILE_OPENED null null");

        UUID id = UUID.fromString(file.substring(5));
        HttpResponse<byte[]> late =
                get("/files/" + signed("OPEN", HERE.id(), id, Instant.now().minusSeconds(2)));
        assertThat(late.statusCode()).isEqualTo(410);
        assertThat(get("/files/" + signed("OPEN", THERE.id(), id, Instant.now().plusSeconds(60)))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPictureOfAVisitIsForThoseWhoSeeTheVisit() throws Exception {
        String file = sent("grid worker", VISIT, "PNG", PNG);
        assertThat(get("/files/" + capability(file)).statusCode()).isEqualTo(404);
        assertThat(get(writes.done("street officer", open(file), "... on FileAddress { address }")
                                .path("address")
                                .asString())
                        .body())
                .isEqualTo(PNG);
        for (String stranger : List.of("resident", "merchant", "worker and resident"))
            writes.refused(stranger, "NOT_FOUND", open(file));
        writes.refused("district officer there", "NOT_FOUND", open(file));
        writes.refused("district officer there", "NOT_FOUND", withdraw(file));
        writes.fails("guest", "FORBIDDEN", open(file));
        writes.refused("merchant", "NOT_FOUND", withdraw(file));
    }

    /** Whether somebody finds a file, may open it, and finds its record, is one and the same. */
    @Test
    void whoSeesTheRecordSeesItsFiles() throws Exception {
        try (Writes filled = new Writes()) {
            List<String> files = filled.rows("""
                    select 'file_' || f.id || ' ' || f.status || ' '
                           || coalesce('activity_' || f.activity_id, 'merchant_' || f.merchant_id, 'visit_' || f.merchant_visit_id,
                                       'shift_outcome_' || f.shift_outcome_id)
                           || ' ' || coalesce((select m.id || ',' || m.grid_id from merchant m
                                                where m.district_id = :district and m.id = f.merchant_id),
                                              (select v.grid_id::text from merchant_visit v
                                                where v.district_id = :district and v.id = f.merchant_visit_id),
                                              (select o.volunteer_id::text from shift_outcome o
                                                where o.district_id = :district and o.id = f.shift_outcome_id),
                                              (select string_agg(g.id::text, ',')
                                                 from activity a, grid g, community c
                                                where a.district_id = :district and g.district_id = :district
                                                  and c.district_id = :district and c.id = g.community_id and a.id = f.activity_id
                                                  and coalesce(a.grid_id = g.id, a.community_id = c.id, a.street_id = c.street_id)),
                                              '')
                      from file f where f.district_id = :district order by f.id
                    """);
            List<String> ids = files.stream().map(line -> line.split(" ")[0]).toList();
            List<String> records =
                    files.stream().map(line -> line.split(" ")[2]).toList();
            int found = 0;
            for (Map.Entry<String, Caller> caller : Fixture.callers().entrySet()) {
                if (caller.getValue().district() == null) continue;
                List<Boolean> seen = finds(filled, caller.getValue(), ids);
                List<Boolean> recordSeen = finds(filled, caller.getValue(), records);
                for (int i = 0; i < files.size(); i++) {
                    boolean stored = files.get(i).contains("STORED");
                    String as = caller.getKey() + " " + files.get(i);
                    if (seen.get(i)) found++;
                    assertThat(seen.get(i))
                            .as(as)
                            .isEqualTo(recordSeen.get(i) && (stored || concerned(caller.getValue(), files.get(i))));
                    if (caller.getValue().isAny(Role.PART))
                        assertThat(filled.run(caller.getValue(), open(ids.get(i)), "", null)
                                        .path("__typename")
                                        .asString())
                                .as(as)
                                .isEqualTo(recordSeen.get(i) && stored ? "FileAddress" : "NotFound");
                }
            }
            assertThat(found).isPositive();
        }
    }

    /** Whether it is of the caller's own record, or of one that touches a grid of the caller's. */
    private static boolean concerned(Caller caller, String file) {
        if (caller.isAny(EnumSet.of(Role.DISTRICT_OFFICER, Role.AUDITOR))) return true;
        Stream<UUID> mine = Stream.concat(
                Stream.of(caller.ownOf(List.of(Role.MERCHANT, Role.VOLUNTEER))),
                Stream.of(caller.gridsOf(List.of(Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_OFFICER))));
        return mine.anyMatch(id -> file.substring(file.lastIndexOf(' ')).contains(id.toString()));
    }

    private static List<Boolean> finds(Writes writes, Caller caller, List<String> nodes) {
        Answer answer =
                writes.served().ask(caller, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", nodes));
        return Objects.requireNonNull(answer.data()).path("nodes").values().stream()
                .map(node -> !node.isNull())
                .toList();
    }

    // Rules.

    @Test
    void whoMayNotAttachIsRefused() {
        writes.refused("grid worker", "OUT_OF_DUTY", upload(MERCHANT, "a", "PNG", 1));
        writes.refused("merchant", "OUT_OF_DUTY", upload(ACTIVITY, "a", "PNG", 1));
        writes.refused("merchant", "NOT_FOUND", upload(VISIT, "a", "PNG", 1));
        writes.refused("volunteer", "OUT_OF_DUTY", upload(node(HERE, "shift_outcome", 2), "a", "PNG", 1));
        writes.done("serving member", upload(node(HERE, "shift_outcome", 2), "a", "PNG", 1), RIGHT);
        writes.refused("district officer there", "NOT_FOUND", upload(ACTIVITY, "a", "PNG", 1));
        writes.refused(OFFICER, "NOT_FOUND", upload(node(THERE, "activity", 7), "a", "PNG", 1));
        for (String other : List.of("resident", "guest", "auditor", "admin"))
            writes.fails(other, "FORBIDDEN", upload(ACTIVITY, "a", "PNG", 1));
        writes.fails(OFFICER, "INVALID_ID", upload(node(HERE, "street", 1), "a", "PNG", 1));
        writes.fails(OFFICER, "INVALID_TEXT", upload(ACTIVITY, "a\\u0007", "PNG", 1));
    }

    @Test
    void filesAreNeitherTooLargeNorTooMany() {
        int picture = 10 << 20;
        assertThat(writes.refused(OFFICER, "FILE_TOO_LARGE", upload(ACTIVITY, "a", "PNG", picture + 1))
                        .path("message")
                        .asString())
                .contains(String.valueOf(picture));
        writes.refused(OFFICER, "FILE_TOO_LARGE", upload(ACTIVITY, "a", "PDF", 2 * picture + 1));
        writes.done(OFFICER, upload(ACTIVITY, "a", "PDF", 2 * picture), RIGHT);
        for (int i = 1; i < 20; i++) writes.done(OFFICER, upload(ACTIVITY, "a", "PNG", picture), RIGHT);
        writes.refused(OFFICER, "TOO_MANY_FILES", upload(ACTIVITY, "a", "PNG", 1));
        writes.sql("update file set expires_at = now() where district_id = :district");
        writes.done(OFFICER, upload(ACTIVITY, "a", "PNG", 1), RIGHT);
    }

    @Test
    void filesOfADistrictTakeNoMoreThanItMayKeep() {
        Caller poor = writes.within(OFFICER, 3 << 20);
        writes.sql(
                "update file set size = 1, status = 'WITHDRAWN', digest = coalesce(digest, '') where district_id = :district");
        writes.done(poor, upload(ACTIVITY, "a", "PNG", 2 << 20), RIGHT, null);
        JsonNode full = writes.refused(poor, "STORAGE_FULL", upload(ACTIVITY, "b", "PNG", (1 << 20) + 1));
        assertThat(full.path("message").asString()).contains("3 MB");
        assertThat(String.valueOf(writes.served()
                        .ask(
                                poor,
                                "mutation { " + upload(ACTIVITY, "b", "PNG", (1 << 20) + 1)
                                        + " { ... on StorageFull { storageUsed storageBytes } } }",
                                Map.of())
                        .data()))
                .isEqualTo("{\"requestUpload\":{\"storageUsed\":\"2097152\",\"storageBytes\":\"3145728\"}}");
        assertThat(writes.asked("admin", "{ quota { storageUsed } }")
                        .at("/quota/storageUsed")
                        .asString())
                .isEqualTo("2097152");
        writes.done(poor, upload(ACTIVITY, "b", "PNG", 1 << 20), RIGHT, null);
        writes.refused(poor, "STORAGE_FULL", upload(ACTIVITY, "c", "PNG", 1));
        writes.sql("update file set expires_at = now() where district_id = :district");
        writes.done(poor, upload(ACTIVITY, "c", "PNG", 1), RIGHT, null);
    }

    /** Two requests at once, of which one may be of bytes. */
    @Test
    void whatADistrictMayTakeHoldsForItsFilesUntilTheLastByte() throws Exception {
        String address = address(sent(OFFICER, ACTIVITY, "PNG", PNG));
        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        URI at = server.at(asked.path("address").asString());
        writes.sql("insert into district_quota (district_id, requests_at_once) values (:district, 2)");
        try (Socket slow = new Socket(at.getHost(), at.getPort())) {
            slow.getOutputStream()
                    .write("PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                            .formatted(at.getPath(), PNG.length)
                            .getBytes(StandardCharsets.US_ASCII));
            eventually(() -> get(address).statusCode() == 429);
            HttpResponse<byte[]> got = get(address, "Accept-Language", "en");
            assertThat(got.statusCode()).isEqualTo(429);
            assertThat(header(got, "Retry-After")).isEqualTo("1");
            assertThat(header(got, "Cache-Control") + header(got, "ETag") + header(got, "Content-Disposition"))
                    .isEmpty();
            JsonNode error = JsonMapper.shared().readTree(got.body()).at("/errors/0");
            assertThat(error.path("message").asString()).isEqualTo("Too many requests at the moment. Wait 1 s.");
            assertThat(error.at("/extensions/retryAfter").asInt()).isEqualTo(1);
            HttpResponse<String> put = put(asked, PNG, "Accept-Language", "zh-CN");
            assertThat(code(put)).isEqualTo("429 THROTTLED");
            assertThat(put.body()).contains("请等待 1 秒");
            // What nobody gave out takes nothing of anybody's.
            assertThat(get("/files/" + signed("OPEN", UUID.randomUUID(), UUID.randomUUID(), Instant.now()))
                            .statusCode())
                    .isEqualTo(404);
        }
        // Whoever leaves amid it makes room.
        eventually(() -> get(address).statusCode() == 200);
        writes.sql("delete from district_quota");
        eventually(() -> code(put(asked, PNG)).equals("200"));
    }

    /** The district is known to whoever has any address of its files, the rest of it is made up. */
    @Test
    void anAddressThatIsMadeUpTakesNothingOfItsDistrict() throws Exception {
        String address = address(sent(OFFICER, ACTIVITY, "PNG", PNG));
        byte[] made = Base64.getUrlDecoder().decode(address.substring("/files/".length()));
        made[made.length - 1] = (byte) ~made[made.length - 1];
        String forged = "/files/" + Base64.getUrlEncoder().withoutPadding().encodeToString(made);
        writes.sql("insert into district_quota (district_id, requests_per_second) values (:district, 1)");
        try {
            eventually(() -> get(address).statusCode() == 429);
            Thread.sleep(2_100);
            for (int i = 0; i < 20; i++) assertThat(get(forged).statusCode()).isEqualTo(404);
            assertThat(get(address).statusCode()).isEqualTo(200);
        } finally {
            writes.sql("delete from district_quota");
        }
        eventually(() -> IntStream.range(0, 5).allMatch(i -> there(address)));
    }

    @Test
    void whoeverIsTooSlowIsLetGoAndNothingIsLogged() throws Exception {
        byte[] large = Arrays.copyOf(PDF, 16 << 20);
        System.arraycopy(PDF, 0, large, large.length - PDF.length, PDF.length);
        String address = writes.done(
                        OFFICER, open(sent(OFFICER, ACTIVITY, "PDF", large)), "... on FileAddress { address }")
                .path("address")
                .asString();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        try (org.linli.api.Served hurried = new org.linli.api.Served(
                writes.database(),
                "linli.files.key=" + Served.FILES_KEY,
                "linli.files.folder=" + server.files(),
                "linli.files.patience=1s")) {
            root.addAppender(log);
            assertThat(SlowReader.gets(hurried.at(address), "", Duration.ofMillis(1_500)))
                    .isBetween(100_000L, (long) large.length);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .noneMatch(line -> line.getFormattedMessage().contains(address));
    }

    @Test
    void aWithdrawnFileIsGoneAndItsContentToo() throws Exception {
        String file = sent("merchant", MERCHANT, "PNG", PNG);
        String address = address(file);
        String opened = writes.done("merchant", open(file), "... on FileAddress { address }")
                .path("address")
                .asString();
        writes.refused("grid worker", "OUT_OF_DUTY", withdraw(file));
        assertThat(writes.done("merchant", withdraw(file), "... on FileWithdrawn { file { status name } }")
                        .at("/file/status")
                        .asString())
                .isEqualTo("WITHDRAWN");
        for (String path : List.of(address, opened))
            assertThat(get(path).statusCode()).isEqualTo(404);
        writes.refused("merchant", "NOT_FOUND", open(file));
        writes.refused("merchant", "TRANSITION_REFUSED", withdraw(file));
        assertThat(history(file)).endsWith("FILE_MOVED STORED WITHDRAWN");
        try (org.linli.api.Served working = working()) {
            Files.createDirectories(working.files());
            eventually(() -> writes.rows("select kind from job where kind = 'erase-file' and done_at is null")
                    .isEmpty());
        }
        assertThat(content()).isEmpty();
    }

    @Test
    void whatNobodySentIsForgotten() throws Exception {
        JsonNode asked = request(OFFICER, ACTIVITY, "late.png", "PNG", PNG.length);
        request(OFFICER, ACTIVITY, "not yet.png", "PNG", PNG.length);
        sent(OFFICER, ACTIVITY, "PNG", PNG);
        writes.refused(
                OFFICER, "TRANSITION_REFUSED", withdraw(asked.at("/file/id").asString()));
        writes.sql(
                "update file set expires_at = now() - interval '2 hours' where district_id = :district and name in ('late.png', 'a')");
        try (org.linli.api.Served working = working()) {
            Files.createDirectories(working.files());
            eventually(() ->
                    writes.rows("select name from file where name = 'late.png'").isEmpty());
        }
        assertThat(writes.rows("select name from file where district_id = :district order by 1"))
                .containsExactly("a", "not yet.png");
        assertThat(stored()).containsExactly(digest(PNG));
    }

    @Test
    void aConnectionThatBreaksHalfWayLeavesNothing() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        JsonNode asked = request(OFFICER, ACTIVITY, "a.png", "PNG", PNG.length);
        URI at = server.at(asked.path("address").asString());
        for (String length : List.of("Content-Length: " + PNG.length, "Transfer-Encoding: chunked"))
            try (Socket socket = new Socket(at.getHost(), at.getPort())) {
                socket.getOutputStream()
                        .write("PUT %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
                                .formatted(at.getPath(), length)
                                .getBytes(StandardCharsets.US_ASCII));
                if (length.startsWith("T"))
                    socket.getOutputStream().write("40\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(PNG, 0, PNG.length / 2);
                socket.getOutputStream().flush();
                eventually(() -> !content().isEmpty());
            } finally {
                eventually(() -> content().isEmpty());
            }
        root.detachAppender(log);
        assertThat(log.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
        assertThat(writes.rows("select status::text from file where district_id = :district"))
                .containsExactly("REQUESTED");
        assertThat(code(put(asked, PNG))).isEqualTo("200");
    }

    // Shorthand.

    private static String upload(String record, String name, String type, int size) {
        return "requestUpload(record: \"%s\", name: \"%s\", mediaType: %s, size: %d)"
                .formatted(record, name.replace("\"", "\\\""), type, size);
    }

    private static String open(String file) {
        return "openFile(file: \"%s\")".formatted(file);
    }

    private boolean there(String address) {
        try {
            return get(address).statusCode() == 200;
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static String withdraw(String file) {
        return "withdrawFile(file: \"%s\", reason: \"糊了\")".formatted(file);
    }

    private JsonNode request(String caller, String record, String name, String type, int size) {
        return writes.done(caller, upload(record, name, type, size), RIGHT);
    }

    /** The id of a file that came. */
    private String sent(String caller, String record, String type, byte[] bytes) throws Exception {
        JsonNode asked = request(caller, record, "a", type, bytes.length);
        assertThat(code(put(asked, bytes))).isEqualTo("200");
        return asked.at("/file/id").asString();
    }

    private String address(String file) {
        return writes.asked(OFFICER, "{ node(id: \"%s\") { ... on File { address } } }".formatted(file))
                .at("/node/address")
                .asString("");
    }

    private String capability(String file) {
        return writes.rows("select capability from file where id = '%s'".formatted(file.substring(5)))
                .getFirst();
    }

    private List<String> history(String file) {
        return writes
                .asked(
                        OFFICER,
                        "{ node(id: \"%s\") { ... on File { history(orderBy: [AT_ASC]) { nodes { event fromState toState } } } } }"
                                .formatted(file))
                .at("/node/history/nodes")
                .values()
                .stream()
                .map(line -> line.path("event").asString() + " "
                        + line.path("fromState").asString("null") + " "
                        + line.path("toState").asString("null"))
                .toList();
    }

    private HttpResponse<String> put(JsonNode asked, byte[] bytes, String... headers) throws Exception {
        return put(asked.path("address").asString(), BodyPublishers.ofByteArray(bytes), headers);
    }

    /** Without a length. */
    private HttpResponse<String> putChunked(JsonNode asked, byte[] bytes) throws Exception {
        return put(
                asked.path("address").asString(), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    private HttpResponse<String> put(String address, BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(address))
                .timeout(Duration.ofSeconds(30))
                .PUT(body);
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String code(HttpResponse<String> answer) {
        String code = JsonMapper.shared()
                .readTree(answer.body())
                .at("/errors/0/extensions/code")
                .asString("");
        return (answer.statusCode() + " " + code).strip();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** Another server over the same content, that also works jobs off. */
    private org.linli.api.Served working() {
        writes.sql("update job set next_at = now() where done_at is null");
        return new org.linli.api.Served(writes.database(), "linli.jobs=true", "linli.files.folder=" + server.files());
    }

    /** Everything that lies in the storage, on its way or stored. */
    private List<Path> content() throws IOException {
        try (Stream<Path> files = Files.walk(server.files())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> stored() throws IOException {
        return content().stream().map(file -> file.getFileName().toString()).toList();
    }

    private static void eventually(Callable<Boolean> so) throws Exception {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!so.call()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    /** As the server signs, written down once more. */
    private static String signed(String purpose, UUID district, UUID file, Instant until) throws Exception {
        byte[] right = ByteBuffer.allocate(40)
                .putLong(district.getMostSignificantBits())
                .putLong(district.getLeastSignificantBits())
                .putLong(file.getMostSignificantBits())
                .putLong(file.getLeastSignificantBits())
                .putLong(until.getEpochSecond())
                .array();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(Served.FILES_KEY), "HmacSHA256"));
        mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
        byte[] hash = mac.doFinal(right);
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(72).put(right).put(hash).array());
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] picture(int width) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] zip(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(new byte[1 << 20]);
            }
        }
        return bytes.toByteArray();
    }
}
