package org.linli.activities;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A resident's place in an activity was taken, moved up, or given up. */
public record EnrolmentMoved(
        UUID id, UUID activityId, @Nullable EnrolmentStatus from, EnrolmentStatus to) implements Event {
    @Override
    public String type() {
        return "Enrolment";
    }
}
