package org.linli.staff;

import java.util.UUID;
import org.linli.live.Refusal;

/** What is refused about the staff, beside what every module refuses. */
public sealed interface StaffRefusal extends Refusal {
    record AccountUnnamed() implements StaffRefusal {}

    record UsernameMalformed() implements StaffRefusal {}

    record StaffAddressMalformed() implements StaffRefusal {}

    record AlreadyStaff(UUID memberId) implements StaffRefusal {}

    record RolesExcludeEachOther(StaffRole other) implements StaffRefusal {}

    record AlreadyHeld(UUID grantId) implements StaffRefusal {}

    record NotHeld() implements StaffRefusal {}

    record LastHolder(StaffRole role) implements StaffRefusal {}

    record OfficerNeeded() implements StaffRefusal {}

    record NoAccountYet() implements StaffRefusal {}
}
