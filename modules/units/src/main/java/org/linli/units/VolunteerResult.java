package org.linli.units;

import java.util.UUID;
import org.linli.live.Refusal;

/** How becoming a volunteer ends. */
public sealed interface VolunteerResult {
    record VolunteerSaved(UUID volunteerId) implements VolunteerResult {}

    record AlreadyVolunteer(UUID volunteerId) implements VolunteerResult, Refusal {}

    record TooManySkills(int most) implements VolunteerResult, Refusal {}
}
