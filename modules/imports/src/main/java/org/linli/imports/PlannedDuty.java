package org.linli.imports;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.schema.Role;
import org.linli.staff.StaffImports;
import org.linli.staff.StaffImports.Connected;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.territory.DutyImports;
import org.linli.territory.DutyImports.DutyRow;
import org.linli.territory.DutyRole;
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

    private static final JsonMapper JSON = new JsonMapper();

    /** What a job of this kind says. */
    record Of(
            UUID member,
            DutyRole role,
            String place,
            LocalDate since,
            @Nullable LocalDate until,
            UUID subject,
            @Nullable String client) {}

    private final DistrictDatabase database;
    private final StaffImports staff = new StaffImports();
    private final DutyImports duties = new DutyImports();

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
     * What breaks a rule meanwhile, as a place that is closed, is not proposed. Whose account could not be made is waited for, as they may be invited
     * again.
     */
    @Override
    public Mono<Void> run(Job job) {
        Of of = JSON.treeToValue(job.payload(), Of.class);
        return database.transaction(
                        job.districtId(),
                        transaction -> Work.continued(
                                        transaction, of.subject(), of.client(), EnumSet.of(Role.DISTRICT_ADMIN))
                                .flatMap(work -> staff.connected(work, of.member())
                                        .filter(person -> !person.failed() || job.attempt() < PATIENCE)
                                        .flatMap(person -> duties.take(work, row(of, person), Earlier.WRITTEN))))
                .then();
    }

    private static SortedMap<Integer, DutyRow> row(Of of, Connected person) {
        UUID account = person.subject();
        if (account == null || person.failed()) throw new IllegalStateException("the account is not there yet");
        return new TreeMap<>(
                Map.of(1, new DutyRow(account, person.name(), of.role(), null, of.place(), of.since(), of.until())));
    }
}
