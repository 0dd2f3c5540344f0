package org.linli.platform;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refusal;
import org.linli.tenancy.identity.DistrictState;

/** How asking for a deletion ends, withdrawing one, and trying one again. */
interface DeletionOutcome {
    sealed interface Request {}

    sealed interface Withdraw {}

    sealed interface Retry {}

    record DistrictLeaves(UUID deletionId, @Nullable UUID archiveId) implements Request {}

    record DistrictStays(UUID districtId) implements Withdraw {}

    record DeletionPending(@Nullable UUID deletionId) implements Request, Refusal {}

    record SuspensionNeeded(DistrictState state) implements Request, Refusal {}

    record HomeNeeded(String cell) implements Request, Refusal {}

    record GraceRefused(int least, int most) implements Request, Refusal {}

    record ErasureUnavailable() implements Request, Refusal {}

    record DeletionBegan(UUID deletionId) implements Withdraw, Refusal {}

    record DeletionTried(UUID deletionId) implements Retry {}

    record DeletionNotDue(OffsetDateTime dueAt) implements Retry, Refusal {}

    record NoDeletion() implements Withdraw, Retry, Refusal {}
}
