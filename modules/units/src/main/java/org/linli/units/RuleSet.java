package org.linli.units;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.units.PublishRuleResult.EffectiveTooEarly;

/**
 * A set of rules, read under its lock.
 *
 * @param newest number of its newest edition, 0 while there is none
 * @param newestFrom since when that one holds
 * @param grids of its street
 */
record RuleSet(UUID id, int version, int newest, @Nullable LocalDate newestFrom, List<UUID> grids) {
    /** @throws Refused unless the caller organises this alliance, and knows the edition that is to be followed */
    void followed(Work work, int expectedVersion, LocalDate effectiveFrom) {
        OutOfDuty.unless(work.covers(grids, Pairing.ORGANISERS));
        VersionConflict.check(expectedVersion, version);
        LocalDate earliest = earliest(work.today());
        if (effectiveFrom.isBefore(earliest)) throw new Refused(new EffectiveTooEarly(earliest));
    }

    /** Nothing holds backwards, and no edition before the one that it follows. */
    LocalDate earliest(LocalDate today) {
        return newestFrom == null || newestFrom.isBefore(today) ? today : newestFrom;
    }
}
