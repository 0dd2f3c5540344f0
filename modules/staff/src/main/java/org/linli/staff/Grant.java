package org.linli.staff;

import static org.linli.staff.RoleGrantStatus.GIVEN;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.staff.StaffRefusal.OfficerNeeded;

/**
 * A role that a person was given, or is to be given.
 *
 * @param subject the person's account, null while there is none
 * @param proposedBy null where the directory had it before there was a register
 */
record Grant(
        UUID id,
        UUID memberId,
        @Nullable UUID subject,
        StaffRole role,
        RoleGrantStatus status,
        @Nullable UUID proposedBy) {

    /**
     * As a second person confirms it.
     *
     * @param officer whether that is a DISTRICT_OFFICER
     * @param hadOfficers whether the district ever had one
     */
    Grant confirm(UUID by, boolean officer, boolean hadOfficers) {
        OwnWork.check(by.equals(subject) || by.equals(proposedBy));
        RoleGrantStatus.LIFE.check(status, GIVEN);
        boolean first = role == StaffRole.DISTRICT_OFFICER && !hadOfficers;
        if (!officer && !first) throw new Refused(new OfficerNeeded());
        return to(GIVEN);
    }

    Grant to(RoleGrantStatus next) {
        RoleGrantStatus.LIFE.check(status, next);
        return new Grant(id, memberId, subject, role, next, proposedBy);
    }
}
