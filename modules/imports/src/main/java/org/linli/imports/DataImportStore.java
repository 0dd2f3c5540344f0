package org.linli.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.live.imports.Mark;
import org.linli.schema.Role;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of imports of files. */
final class DataImportStore {
    /** More faults than anybody mends one by one; all are counted. */
    private static final int MOST_FAULTS = 10_000;

    /**
     * An import.
     *
     * @param subject who asked for what is done now, with this client and in these roles
     * @param step which part of it is done, so that a job that was thought dead does nothing
     * @param stage of {@link ImportKind#stages}, from 0
     * @param position the row of that stage behind which to go on
     * @param rests whether nothing may be written now, since the district is suspended or leaves
     */
    record DataImport(
            UUID id,
            DataImportStatus status,
            ImportFormat format,
            List<ImportKind> kinds,
            UUID subject,
            @Nullable String client,
            Set<Role> roles,
            @Nullable Integer rowCount,
            int doneCount,
            int faultCount,
            int step,
            int stage,
            int position,
            boolean rests) {
        boolean personal() {
            return kinds.stream().anyMatch(ImportKind::personal);
        }

        /** What it takes. */
        Set<Role> needed() {
            return kinds.stream().map(ImportKind::role).collect(Collectors.toSet());
        }
    }

    private static final String SELECT = """
            select i.id, i.status, i.format, i.kinds, i.subject, i.client, i.roles, i.row_count, i.done_count, i.fault_count, i.step, i.stage,
                   i.position, (select d.state in ('SUSPENDED', 'LEAVING') from district d where d.id = $1) as rests
              from data_import i
             where i.district_id = $1 and i.id = $2::uuid
            """;

    Mono<DataImport> lock(Work work, UUID id) {
        return work.row(DataImport.class, SELECT + " for update", id);
    }

    /** As a job finds it, before it acts in anybody's name. */
    Mono<DataImport> read(Transaction transaction, UUID id) {
        return transaction.row(DataImport.class, SELECT, id);
    }

    Mono<Long> add(Work work, UUID id, String name, ImportFormat format, List<ImportKind> kinds, int size) {
        return work.change(
                """
                insert into data_import (district_id, id, name, format, kinds, personal, size, subject, client, roles)
                values ($1, $2::uuid, $3::text, $4::import_format, $5::import_kind[], $6::boolean, $7::int, $8::uuid, $9::text, $10::text[])
                """,
                id,
                name,
                format.name(),
                kinds.stream().map(ImportKind::name).toArray(String[]::new),
                kinds.stream().anyMatch(ImportKind::personal),
                size,
                work.subject(),
                work.caller().client(),
                roles(work));
    }

    private static String[] roles(Work work) {
        return work.caller().roles().stream().map(Role::name).sorted().toArray(String[]::new);
    }

    /** What a check would have taken over, nobody does where it ends there. */
    Mono<Long> move(Work work, UUID id, DataImportStatus to) {
        return work.change("""
                update data_import
                   set status = $3::data_import_status, moved_at = $4::timestamptz, version = version + 1,
                       added_count = case when status in ('CHECKING', 'CHECKED') and $3::data_import_status in ('FAILED', 'CANCELLED') then 0 else added_count end
                 where district_id = $1 and id = $2::uuid
                """, id, to.name(), work.now());
    }

    /** From the first row on, for whoever asks now; what was found before is forgotten. */
    Mono<Void> begin(Work work, UUID id, DataImportStatus to) {
        return work.change(
                        """
                        update data_import
                           set status = $3::data_import_status, moved_at = $4::timestamptz, version = version + 1, subject = $5::uuid,
                               client = $6::text, roles = $7::text[], done_count = 0, added_count = 0, known_count = 0, fault_count = 0,
                               step = step + 1, stage = 0, position = 0
                         where district_id = $1 and id = $2::uuid
                        """,
                        id,
                        to.name(),
                        work.now(),
                        work.subject(),
                        work.caller().client(),
                        roles(work))
                .then(work.put(
                        "delete from data_import_fault where district_id = $1 and data_import_id = $2::uuid", id))
                .then(forgetKeys(work, id));
    }

    /** What was read so far, of which nothing may be read again. */
    Mono<Long> advance(Work work, UUID id, int stage, int position, int done, int added, int known, int faults) {
        return work.change("""
                update data_import
                   set stage = $3::int, position = $4::int, done_count = done_count + $5::int, added_count = added_count + $6::int,
                       known_count = known_count + $7::int, fault_count = fault_count + $8::int
                 where district_id = $1 and id = $2::uuid
                """, id, stage, position, done, added, known, faults);
    }

    Mono<Long> nextStep(Work work, UUID id) {
        return work.change("update data_import set step = step + 1 where district_id = $1 and id = $2::uuid", id);
    }

    /** How many rows there are is known once all were read. */
    Mono<Void> count(Work work, UUID id, Set<ImportKind> leftOut) {
        return work.put("""
                update data_import set row_count = done_count, left_out = $3::import_kind[] where district_id = $1 and id = $2::uuid
                """, id, leftOut.stream().sorted().map(ImportKind::name).toArray(String[]::new));
    }

    private record Fault(
            UUID dataImportId,
            UUID id,
            @Nullable ImportKind kind,
            @Nullable Integer rowNumber,
            @Nullable String columnZh,
            @Nullable String columnEn,
            ImportRule rule) {}

    Mono<Void> addFaults(Work work, DataImport to, List<ImportFault> faults) {
        return add(work, to.id(), faults.subList(0, Math.clamp(MOST_FAULTS - to.faultCount(), 0, faults.size())));
    }

    /** Why it ends, or what was found out later, however many faults its rows have. */
    Mono<Void> addOne(Work work, UUID id, ImportFault fault) {
        return add(work, id, List.of(fault)).then(work.put("""
                update data_import set fault_count = fault_count + 1 where district_id = $1 and id = $2::uuid
                """, id));
    }

    private static Mono<Void> add(Work work, UUID id, List<ImportFault> faults) {
        List<Fault> rows = new ArrayList<>();
        for (ImportFault fault : faults) {
            Column column = fault.column();
            rows.add(new Fault(
                    id,
                    work.newId(),
                    fault.kind(),
                    fault.row(),
                    column == null ? null : column.zh(),
                    column == null ? null : column.en(),
                    fault.rule()));
        }
        return rows.isEmpty() ? Mono.empty() : work.changeAll("""
                        insert into data_import_fault (district_id, data_import_id, id, kind, row_number, column_zh, column_en, rule)
                        select $1, f.data_import_id, f.id, f.kind, f.row_number, f.column_zh, f.column_en, f.rule
                          from json_to_recordset($2::json) as f(
                                   data_import_id uuid, id uuid, kind import_kind, row_number int, column_zh text, column_en text, rule import_rule)
                        returning id
                        """, rows).then();
    }

    // While a file is checked: what its earlier rows would have brought.

    private record Key(
            String code,
            UUID id,
            @Nullable UUID within,
            boolean fit,
            @Nullable String secret) {}

    Mono<Map<String, Mark>> marks(Work work, UUID dataImport, String type, Collection<String> codes) {
        if (codes.isEmpty()) return Mono.just(Map.of());
        return work.rows(Key.class, """
                        select k.code, k.id, k.within, k.fit, k.secret
                          from data_import_key k
                         where k.district_id = $1 and k.data_import_id = $2::uuid and k.type = $3::text and k.code = any($4::text[])
                        """, dataImport, type, codes.toArray(String[]::new))
                .collectMap(Key::code, key -> new Mark(key.code(), key.id(), key.within(), key.fit(), key.secret()));
    }

    private record Secret(String secret) {}

    Mono<Set<String>> secrets(Work work, UUID dataImport, String type, Collection<String> secrets) {
        if (secrets.isEmpty()) return Mono.just(Set.of());
        return work.rows(Secret.class, """
                        select k.secret
                          from data_import_key k
                         where k.district_id = $1 and k.data_import_id = $2::uuid and k.type = $3::text and k.secret = any($4::text[])
                        """, dataImport, type, secrets.toArray(String[]::new))
                .map(Secret::secret)
                .collect(Collectors.toSet());
    }

    private record Kept(
            UUID dataImportId,
            String type,
            String code,
            UUID id,
            @Nullable UUID within,
            boolean fit,
            @Nullable String secret) {
        Kept(UUID dataImport, String type, Mark mark) {
            this(dataImport, type, mark.code(), mark.id(), mark.within(), mark.fit(), mark.secret());
        }
    }

    Mono<Void> keep(Work work, UUID dataImport, String type, List<Mark> marks) {
        if (marks.isEmpty()) return Mono.empty();
        List<Kept> rows =
                marks.stream().map(mark -> new Kept(dataImport, type, mark)).toList();
        return work.changeAll("""
                insert into data_import_key (district_id, data_import_id, type, code, id, within, fit, secret)
                select $1, k.data_import_id, k.type, k.code, k.id, k.within, k.fit, k.secret
                  from json_to_recordset($2::json) as k(
                           data_import_id uuid, type text, code text, id uuid, within uuid, fit boolean, secret text)
                returning code
                """, rows).then();
    }

    Mono<Void> forgetKeys(Work work, UUID dataImport) {
        return work.put("delete from data_import_key where district_id = $1 and data_import_id = $2::uuid", dataImport);
    }

    record Left(UUID id, DataImportStatus status) {}

    /** Those that nobody went on with, a bounded number at a time. */
    Flux<Left> left(Work work, Duration unsent, Duration unrun) {
        return work.rows(Left.class, """
                select i.id, i.status
                  from data_import i
                 where i.district_id = $1
                   and (i.status = 'AWAITED' and i.moved_at < now() - make_interval(secs => $2::int)
                        or i.status = 'CHECKED' and i.moved_at < now() - make_interval(secs => $3::int))
                 order by i.id
                 limit 100
                   for update
                """, (int) unsent.toSeconds(), (int) unrun.toSeconds());
    }
}
