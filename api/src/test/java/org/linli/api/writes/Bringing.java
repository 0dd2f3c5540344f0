package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.linli.api.fixture.Served;
import org.linli.files.FolderStorage;
import org.linli.files.ImportFiles;
import org.linli.files.SignedAddresses;
import org.linli.files.Storage;
import org.linli.files.Uploads;
import org.linli.files.Workshop;
import org.linli.imports.Importing;
import org.linli.imports.PlannedDuty;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.tenancy.jobs.Job;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.FileSystemUtils;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that are brought in, and the jobs of that, which are worked off here one by one. */
final class Bringing implements AutoCloseable {
    private static final SignedAddresses ADDRESSES = new SignedAddresses(Served.FILES_KEY);

    private final Writes writes;
    private final Path folder;
    private final Storage storage;
    private final Workshop workshop;

    Bringing(Writes writes) {
        this.writes = writes;
        try {
            folder = Files.createTempDirectory("bringing");
            storage = new FolderStorage(folder);
            workshop = Workshop.in(folder.resolve("work"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody who is the district's IT and its officer at once, as in a district that begins. */
    Caller both() {
        Caller officer = writes.caller("district officer");
        return new Caller(
                officer.subject(),
                officer.district(),
                officer.client(),
                EnumSet.of(Role.DISTRICT_ADMIN, Role.DISTRICT_OFFICER),
                Map.of(),
                Map.of());
    }

    /** Prepares an import and sends its file. */
    String sent(Caller caller, String kinds, String format, byte[] content) {
        JsonNode prepared = writes.done(
                caller,
                "prepareImport(kinds: [%s], name: \"a file\", format: %s, size: %d)"
                        .formatted(kinds, format, content.length),
                "... on ImportPrepared { dataImport { id status } address }",
                null);
        send(prepared.path("address").asString(), content);
        return prepared.at("/dataImport/id").asString();
    }

    void send(String address, byte[] content) {
        var body = Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(content));
        new Uploads(writes.served().database(), ADDRESSES, storage)
                .receive(
                        address.substring("/uploads/".length()),
                        content.length,
                        body.cast(org.springframework.core.io.buffer.DataBuffer.class))
                .block();
    }

    /** Sends a file and has it checked. */
    String checked(Caller caller, String kinds, String format, byte[] content) {
        String id = sent(caller, kinds, format, content);
        writes.done(caller, "checkImport(dataImport: \"%s\")".formatted(id), "", null);
        work();
        return id;
    }

    void run(Caller caller, String id, boolean leaveOut) {
        writes.done(caller, "runImport(dataImport: \"%s\", leaveOutFaulty: %s)".formatted(id, leaveOut), "", null);
        work();
    }

    Importing importing(Duration turn) {
        return new Importing(
                writes.served().database(), storage, workshop, new ImportFiles(ADDRESSES), Served.numbers(), turn);
    }

    /** How many files wait here for the next step of an import. */
    long waiting() {
        try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith(".lock"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Works off all jobs of imports, as one node does. */
    void work() {
        work(importing(Duration.ofSeconds(8)), Integer.MAX_VALUE);
    }

    /**
     * Works off jobs of imports.
     *
     * @param most so many of them
     */
    int work(Importing importing, int most) {
        for (int done = 0; done < most; done++) {
            List<String> due = writes.rows(
                    "select json_build_object('id', id, 'district', district_id, 'payload', payload, 'attempt', attempt)::text from job"
                            + " where kind = 'import-data' and done_at is null order by next_at limit 1");
            if (due.isEmpty()) return done;
            JsonNode job = JsonMapper.shared().readTree(due.getFirst());
            importing.run(job(job)).block();
            writes.sql("update job set done_at = now() where id = '%s'"
                    .formatted(job.path("id").asString()));
        }
        return most;
    }

    /** Does all jobs that propose duties, also those that are done. */
    void proposeDuties() {
        proposeDuties(1);
    }

    /** @param attempt of each */
    void proposeDuties(int attempt) {
        PlannedDuty duties = new PlannedDuty(writes.served().database());
        for (String due : writes.rows(
                "select json_build_object('id', id, 'district', district_id, 'payload', payload)::text from job where kind = 'propose-duty'"))
            duties.run(job(JsonMapper.shared().readTree(due), attempt)).block();
    }

    /** The job that is due, begun. */
    Job due() {
        return job(JsonMapper.shared()
                .readTree(writes.rows(
                                "select json_build_object('id', id, 'district', district_id, 'payload', payload, 'attempt', attempt)::text"
                                        + " from job where kind = 'import-data' and done_at is null")
                        .getFirst()));
    }

    private static Job job(JsonNode job) {
        return job(job, 1);
    }

    private static Job job(JsonNode job, int attempt) {
        return new Job(
                UUID.fromString(job.path("id").asString()),
                UUID.fromString(job.path("district").asString()),
                "import-data",
                job.path("payload"),
                attempt);
    }

    /** What the caller sees of an import. */
    JsonNode seen(Caller caller, String id) {
        var answer = writes.served().ask(caller, """
                query($id: ID!) {
                  dataImport(id: $id) {
                    status rowCount doneCount addedCount knownCount faultCount kinds leftOut
                    faults(first: 100, orderBy: [KIND_ASC, ROW_NUMBER_ASC]) { nodes { kind rowNumber columnName rule message } }
                  }
                }
                """, Map.of("id", id));
        assertThat(answer.problems()).isEmpty();
        return Objects.requireNonNull(answer.data()).path("dataImport");
    }

    /** Faults as {@code kind row column rule}. */
    List<String> faults(Caller caller, String id) {
        return seen(caller, id).at("/faults/nodes").values().stream()
                .map(fault -> "%s %s %s %s"
                        .formatted(
                                fault.path("kind").asString("-"),
                                fault.path("rowNumber").isNull()
                                        ? "-"
                                        : fault.path("rowNumber").toString(),
                                fault.path("columnName").asString("-"),
                                fault.path("rule").asString()))
                .toList();
    }

    /** A workbook: sheets by their names, rows of cells, the first of them the header. */
    static byte[] workbook(Map<String, List<List<String>>> sheets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            new LinkedHashMap<>(sheets).forEach((name, rows) -> {
                Worksheet sheet = workbook.newWorksheet(name);
                for (int row = 0; row < rows.size(); row++)
                    for (int cell = 0; cell < rows.get(row).size(); cell++)
                        if (!rows.get(row).get(cell).isEmpty())
                            sheet.value(row, cell, rows.get(row).get(cell));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Files that are kept. */
    long kept() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
