package org.linli.platform;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.core.publisher.Mono;

/** What operators are told of differences between registry and directory. */
public final class DirectoryDrifts {
    private record Drift(UUID id, DirectoryDriftKind kind, DirectoryDriftStatus status) {}

    private final DistrictDatabase database;

    public DirectoryDrifts(DistrictDatabase database) {
        this.database = database;
    }

    /** A vendor's client of the district, which others use as well, was put right. */
    public Mono<Void> vendorClientChanged(UUID district) {
        return found(district, DirectoryDriftKind.VENDOR_CLIENT_CHANGED);
    }

    /** An account that has a part in the district is not in the directory. */
    public Mono<Void> accountMissing(UUID district) {
        return found(district, DirectoryDriftKind.ACCOUNTS_MISSING);
    }

    /** Told once while it lasts; what was put right is told each time. */
    Mono<Void> found(UUID district, DirectoryDriftKind kind) {
        return Work.onPlatform(
                database,
                work -> work.rows(
                                Drift.class,
                                """
                        insert into directory_drift (district_id, target_id, kind, status, ended_at)
                        select $1, d.id, $3::directory_drift_kind, $4::directory_drift_status, case when $4 = 'REPAIRED' then now() end
                          from district d where d.id = $2::uuid
                        on conflict do nothing
                        returning id, kind, status
                        """,
                                district,
                                kind.name(),
                                status(kind).name())
                        .concatMap(drift -> work.append(new DirectoryDriftMoved(drift.id, kind, null, drift.status)))
                        .then());
    }

    private static DirectoryDriftStatus status(DirectoryDriftKind kind) {
        return kind.repaired() ? DirectoryDriftStatus.REPAIRED : DirectoryDriftStatus.REPORTED;
    }

    /** The district has, or has no more, a client that only operators can enable again. */
    public Mono<Void> clientBlocked(UUID district, boolean any) {
        return any
                ? found(district, DirectoryDriftKind.CLIENT_BLOCKED)
                : over(district, DirectoryDriftKind.CLIENT_BLOCKED);
    }

    /** It is there no more, if it was reported. */
    Mono<Void> over(UUID district, DirectoryDriftKind kind) {
        return Work.onPlatform(
                database,
                work -> work.rows(Drift.class, """
                        update directory_drift set status = 'OVER', ended_at = now(), obstacle = null
                         where district_id = $1 and target_id = $2::uuid and ended_at is null and kind = $3::directory_drift_kind
                        returning id, kind, status
                        """, district, kind.name())
                        .concatMap(drift -> work.append(new DirectoryDriftMoved(
                                drift.id, drift.kind, DirectoryDriftStatus.REPORTED, DirectoryDriftStatus.OVER)))
                        .then());
    }
}
