package org.linli.platform;

import java.util.UUID;
import org.linli.live.Event;

/** What happens to an application. */
sealed interface ApplicationEvent extends Event {
    @Override
    default String type() {
        return "DistrictApplication";
    }

    /** Nobody is told before the address is confirmed, since anybody can have sent it. */
    record DistrictAppliedFor(UUID id) implements ApplicationEvent {
        @Override
        public boolean told() {
            return false;
        }
    }

    record ApplicationConfirmed(UUID id, ApplicationStatus from, ApplicationStatus to) implements ApplicationEvent {}

    record ApplicationOpened(UUID id, ApplicationStatus from, ApplicationStatus to) implements ApplicationEvent {}

    record ApplicationReopened(UUID id, ApplicationStatus from, ApplicationStatus to) implements ApplicationEvent {}

    record ApplicationDeclined(UUID id, ApplicationStatus from, ApplicationStatus to, String reason)
            implements ApplicationEvent {}
}
