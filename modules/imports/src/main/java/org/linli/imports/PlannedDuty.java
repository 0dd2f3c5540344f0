package org.linli.imports;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.imports.DataImportEvent.StaffDutyLeftOut;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.schema.Role;
import org.linli.staff.StaffImports;
import org.linli.staff.StaffImports.Connected;
import org.linli.staff.StaffRights;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.territory.DutyImports;
import org.linli.territory.DutyImports.DutyRow;
import org.linli.territory.DutyRole;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proposes the duty of somebody who was invited by a sheet, as soon as the account is there: a duty is an account's. It is proposed by whoever
 * brought the sheet, and holds once a second person confirms it.
 */
public final class PlannedDuty implements Kind {
    static final String NAME = "propose-duty";

    /** Tries, the later ones an hour apart: a month. */
    private static final int PATIENCE = 24 * 30;

    private static final Role NEEDED = ImportKind.STAFF.role();

    private static final String UNDONE = """
            select d.state in ('SUSPENDED', 'LEAVING') as rests
              from job j
              join district d on d.id = j.district_id
             where j.district_id = $1 and j.id = $2::uuid and j.done_at is null
               for update of j
            """;

    /** With what is told, so that it is told once. */
    private static final String DONE = """
            update job set done_at = now(), payload = '{}', leased_until = null, last_error = null
             where district_id = $1 and id = $2::uuid
            """;

    /** What is not about the place. */
    private static final Set<ImportRule> OF_ROWS = EnumSet.of(ImportRule.GIVEN_UP, ImportRule.RIGHT_LOST);

    private static final JsonMapper JSON = new JsonMapper();

    private record Undone(boolean rests) {}

    /**
     * What a job of this kind says.
     *
     * @param file whose import brought the sheet, if one did
     * @param row of the sheet
     */
    record Of(
            UUID member,
            DutyRole role,
            String place,
            LocalDate since,
            @Nullable LocalDate until,
            UUID subject,
            @Nullable String client,
            @Nullable UUID file,
            @Nullable Integer row) {}

    private final DistrictDatabase database;
    private final StaffImports staff = new StaffImports();
    private final StaffRights rights = new StaffRights();
    private final DutyImports duties = new DutyImports();
    private final DataImportStore imports = new DataImportStore();

    public PlannedDuty(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public Lane lane() {
        return Lane.DATA;
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Whose account could not be made is waited for, as they may be invited again. What breaks a rule meanwhile, as a place that is closed, is not
     * proposed, nor is anything once whoever brought the sheet may no more; and that is told, once. In a district that is suspended it waits.
     */
    @Override
    public Mono<Void> run(Job job) {
        Of of = JSON.treeToValue(job.payload(), Of.class);
        return database.transaction(
                job.districtId(),
                transaction -> undone(transaction, job)
                        .flatMap(undone -> Work.continued(transaction, of.subject(), of.client(), EnumSet.of(NEEDED)))
                        .flatMap(work -> staff.connected(work, of.member())
                                .flatMap(person -> propose(work, of, person, job.attempt() >= PATIENCE)))
                        .flatMap(broken -> tell(transaction, of, broken).then(transaction.put(DONE, job.id()))));
    }

    /** Holds the job; nothing where somebody else did it meanwhile. */
    private static Mono<Undone> undone(Transaction transaction, Job job) {
        return transaction.row(Undone.class, UNDONE, job.id()).doOnNext(undone -> {
            if (undone.rests()) throw new IllegalStateException("the district is suspended");
        });
    }

    /** The rules that keep it from being proposed. */
    private Mono<List<ImportRule>> propose(Work work, Of of, Connected person, boolean last) {
        return rights.hold(work, Set.of(NEEDED)).flatMap(may -> {
            if (!may) return Mono.just(List.of(ImportRule.RIGHT_LOST));
            UUID account = person.subject();
            if (account != null)
                return duties.take(work, row(of, account, person.name()), Earlier.WRITTEN)
                        .map(taken -> taken.faults().stream()
                                .map(fault -> ImportRule.valueOf(fault.rule()))
                                .toList());
            if (last) return Mono.just(List.of(ImportRule.GIVEN_UP));
            throw new IllegalStateException("the account is not there yet");
        });
    }

    /** To whoever follows the person, and in the report of the import. */
    private Mono<Void> tell(Transaction transaction, Of of, List<ImportRule> broken) {
        return Work.ofPlatform(transaction)
                .flatMap(work -> work.append(broken.stream()
                                .map(rule -> new StaffDutyLeftOut(of.member(), rule))
                                .toList())
                        .then(report(work, of, broken)));
    }

    private Mono<Void> report(Work work, Of of, List<ImportRule> broken) {
        UUID file = of.file();
        if (file == null) return Mono.empty();
        return Flux.fromIterable(broken)
                .concatMap(rule -> imports.addOne(
                        work,
                        file,
                        new ImportFault(
                                ImportKind.STAFF,
                                of.row(),
                                OF_ROWS.contains(rule) ? null : ImportKind.STAFF.column("place"),
                                rule)))
                .then();
    }

    private static SortedMap<Integer, DutyRow> row(Of of, UUID account, String name) {
        return new TreeMap<>(
                Map.of(1, new DutyRow(account, name, of.role(), null, of.place(), of.since(), of.until())));
    }
}
