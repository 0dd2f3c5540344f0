package org.linli.staff;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** What happens to those who work for a district. */
sealed interface StaffEvent extends Event {
    /** @param to null where somebody is invited again whose state stays what it is */
    record StaffMoved(
            UUID id, @Nullable StaffStatus from, @Nullable StaffStatus to) implements StaffEvent {
        /** Somebody is invited again. */
        static StaffMoved again(StaffStore.Person person) {
            return person.status() == StaffStatus.FAILED
                    ? new StaffMoved(person.id(), StaffStatus.FAILED, StaffStatus.INVITED)
                    : new StaffMoved(person.id(), null, null);
        }

        @Override
        public String type() {
            return "StaffMember";
        }
    }

    record StaffMailed(UUID id) implements StaffEvent {
        @Override
        public String type() {
            return "StaffMember";
        }
    }

    record RoleMoved(
            UUID id,
            StaffRole role,
            @Nullable RoleGrantStatus from,
            RoleGrantStatus to,
            @Nullable String reason) implements StaffEvent {
        @Override
        public String type() {
            return "RoleGrant";
        }
    }

    record RoleSettled(UUID id, StaffRole role) implements StaffEvent {
        @Override
        public String type() {
            return "RoleGrant";
        }
    }

    record SessionsClosed(UUID id, String reason) implements StaffEvent {
        @Override
        public String type() {
            return "StaffMember";
        }
    }

    record DriftMoved(
            UUID id,
            StaffRole role,
            StaffDriftKind difference,
            @Nullable StaffDriftStatus from,
            StaffDriftStatus to) implements StaffEvent {
        @Override
        public String type() {
            return "StaffDrift";
        }
    }
}
