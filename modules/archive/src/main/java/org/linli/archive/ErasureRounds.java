package org.linli.archive;

import java.time.Duration;
import org.linli.live.PlatformRound;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Kind;

/** By what the platform knows whether there is a server that can erase. */
public final class ErasureRounds {
    static final String OFFER = "offer-erasure";

    /** Several times in the hour after which it would be missed. */
    private static final Duration EVERY = Duration.ofMinutes(10);

    private ErasureRounds() {}

    /** That there is one, the platform knows by this being done, which only such a one does. */
    public static Kind offered(DistrictDatabase database) {
        return new PlatformRound(database, OFFER, EVERY, new Deletions()::offered);
    }

    /** Has operators know of deletions whose time has come and that no server goes on with: any server tells, also one that cannot erase itself. */
    public static Kind missed(DistrictDatabase database) {
        return new PlatformRound(database, "miss-erasure", EVERY, new Deletions()::missed);
    }
}
