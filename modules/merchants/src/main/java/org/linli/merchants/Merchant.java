package org.linli.merchants;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.Work;
import org.linli.schema.Role;

/**
 * What the rules need of a merchant.
 *
 * @param contactSubject the account that answers for it
 */
record Merchant(
        UUID id,
        UUID gridId,
        MerchantStatus status,
        @Nullable UUID contactSubject) {
    /** Who promotes the alliance, and who reviews what comes of it. */
    static final Role[] PROMOTERS = {Role.COMMUNITY_WORKER, Role.STREET_OFFICER};

    static final Role[] REVIEWERS = {Role.STREET_OFFICER, Role.DISTRICT_OFFICER};

    /** Whether the caller finds it at all; as in {@code read/merchant.sql}. */
    boolean visible(Work work) {
        return status.takesPart()
                || isOwn(work)
                || work.sees(
                        gridId,
                        Role.GRID_WORKER,
                        Role.COMMUNITY_WORKER,
                        Role.STREET_OFFICER,
                        Role.DISTRICT_OFFICER,
                        Role.AUDITOR);
    }

    /** Whether the caller answers for it, in whatever role the caller is here. */
    boolean isOwn(Work work) {
        return work.owns(id, Role.MERCHANT) || work.subject().equals(contactSubject);
    }

    boolean covered(Work work, Role... any) {
        return work.sees(gridId, any);
    }

    /** @throws Refused unless the caller finds it, and may act on it in one of these roles */
    Merchant by(Work work, Role... any) {
        if (!visible(work)) throw new Refused(new NotFound());
        OutOfDuty.unless(covered(work, any));
        return this;
    }

    /** As {@link #by}, for the merchant itself as well. */
    Merchant byItselfOr(Work work, Role... any) {
        return work.owns(id, Role.MERCHANT) ? this : by(work, any);
    }

    /**
     * As {@link #by}, for those who judge it.
     *
     * @param worker whose work is judged
     * @throws Refused with {@link OwnWork} also where the caller answers for it
     */
    Merchant judgedBy(Work work, @Nullable UUID worker, Role... any) {
        by(work, any);
        OwnWork.check(isOwn(work) || work.subject().equals(worker));
        return this;
    }

    /** @throws Refused unless it is suspended: others become active by what they offer */
    Merchant suspended() {
        if (status != MerchantStatus.SUSPENDED)
            throw new Refused(new TransitionRefused(
                    status.name(),
                    MerchantStatus.LIFE.after(status).stream().map(Enum::name).toList()));
        return this;
    }

    Merchant mayBecome(MerchantStatus to) {
        MerchantStatus.LIFE.check(status, to);
        return this;
    }
}
