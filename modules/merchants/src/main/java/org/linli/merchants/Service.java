package org.linli.merchants;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.live.Work;
import org.linli.merchants.RedeemServiceResult.ServiceNotOffered;
import org.linli.merchants.RedeemServiceResult.ServiceSoldOut;
import org.linli.schema.Role;

/** What the rules need of a service, read under its lock. */
record Service(
        UUID id,
        UUID merchantId,
        ServiceStatus status,
        int pointsPrice,
        int stock,
        int codeDays,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        int version) {

    /** Whether the caller finds it at all; as in {@code read/merchant_service.sql}. */
    boolean visible(Work work, Merchant merchant) {
        return (status.offered() && merchant.status().takesPart())
                || merchant.isOwn(work)
                || work.sees(
                        merchant.gridId(),
                        Role.GRID_WORKER,
                        Role.COMMUNITY_WORKER,
                        Role.STREET_OFFICER,
                        Role.DISTRICT_OFFICER,
                        Role.AUDITOR);
    }

    /** @throws Refused unless it is the caller's own */
    void byItsMerchant(Work work, Merchant merchant) {
        if (!visible(work, merchant)) throw new Refused(new NotFound());
        OutOfDuty.unless(work.owns(merchantId, Role.MERCHANT));
    }

    /** @throws Refused unless the caller reviews there, or it is the caller's own */
    void byItsMerchantOrReviewer(Work work, Merchant merchant) {
        if (!visible(work, merchant)) throw new Refused(new NotFound());
        OutOfDuty.unless(work.owns(merchantId, Role.MERCHANT) || merchant.covered(work, Merchant.REVIEWERS));
    }

    /** The same in another state. */
    Service as(ServiceStatus to) {
        return new Service(id, merchantId, to, pointsPrice, stock, codeDays, validFrom, validTo, version);
    }

    /** What is told of it once it is in this state, which may be the one it is in. */
    Event moved(ServiceStatus to, @Nullable String reason) {
        return to.inPreparation()
                ? new ServicePrepared(id, merchantId, status, to, reason)
                : new ServiceMoved(id, merchantId, status, to, reason);
    }

    void mayBecome(ServiceStatus to) {
        ServiceStatus.LIFE.check(status, to);
    }

    /** @throws Refused unless it waits for one of these to be undone */
    void in(boolean right) {
        if (!right)
            throw new Refused(new TransitionRefused(
                    status.name(),
                    ServiceStatus.LIFE.after(status).stream().map(Enum::name).toList()));
    }

    /** @throws Refused unless a resident can have one of it today */
    void redeemable(LocalDate today) {
        boolean valid = !today.isBefore(validFrom) && (validTo == null || today.isBefore(validTo));
        if (!valid) throw new Refused(new ServiceNotOffered(validFrom, validTo));
        if (stock == 0) throw new Refused(new ServiceSoldOut());
    }
}
