package org.linli.staff;

import java.util.UUID;

/** What is answered when something about the staff was changed. */
public sealed interface StaffOutcome {
    record StaffInvited(UUID memberId) implements StaffOutcome {}

    /** A role is on its way to a person, or there. */
    sealed interface RoleGiving extends StaffOutcome {}

    record RoleProposed(UUID grantId) implements RoleGiving {}

    record RoleGiven(UUID grantId) implements RoleGiving {}

    record RolesConfirmed(int roles) implements StaffOutcome {}

    record RoleDeclined(UUID grantId) implements StaffOutcome {}

    record RoleWithdrawn(UUID grantId) implements StaffOutcome {}

    record StaffSessionsEnded(UUID memberId) implements StaffOutcome {}
}
