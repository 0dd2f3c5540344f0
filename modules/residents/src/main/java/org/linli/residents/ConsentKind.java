package org.linli.residents;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.residents.ResidentRefusal.GuardianRequired;

/** What a person can consent to. */
public enum ConsentKind {
    GUARDIANSHIP,
    TAGS,
    PICTURES;

    /** @throws Refused where a guardian has to give it, and the person does so alone */
    void checkGiver(boolean forOneself, @Nullable LocalDate birthDate, LocalDate today) {
        if (forOneself && (this == GUARDIANSHIP || Person.below(Person.ACTS, birthDate, today)))
            throw new Refused(new GuardianRequired());
    }
}
