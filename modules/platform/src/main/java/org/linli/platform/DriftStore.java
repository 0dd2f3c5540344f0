package org.linli.platform;

import java.util.UUID;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of what is done about an organization that is missing. */
final class DriftStore {
    record Drift(UUID id) {}

    /** Empty where none is reported. */
    Mono<Drift> restore(Work work, UUID district) {
        return work.row(Drift.class, """
                update directory_drift set restore_asked_at = now(), obstacle = null
                 where district_id = $1 and target_id = $2::uuid and kind = 'ORGANIZATION_MISSING' and ended_at is null
                returning id
                """, district);
    }

    /** Empty where it is known. */
    Mono<Drift> hinder(Work work, UUID district, OnboardingObstacle obstacle) {
        return work.row(Drift.class, """
                update directory_drift set obstacle = $3::onboarding_obstacle
                 where district_id = $1 and target_id = $2::uuid and kind = 'ORGANIZATION_MISSING' and ended_at is null
                   and obstacle is distinct from $3::onboarding_obstacle
                returning id
                """, district, obstacle.name());
    }

    Mono<Drift> repaired(Work work, UUID district) {
        return work.row(Drift.class, """
                update directory_drift set status = 'REPAIRED', ended_at = now(), obstacle = null
                 where district_id = $1 and target_id = $2::uuid and kind = 'ORGANIZATION_MISSING' and ended_at is null
                returning id
                """, district);
    }
}
