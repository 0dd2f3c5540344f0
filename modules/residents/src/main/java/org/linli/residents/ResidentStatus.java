package org.linli.residents;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linli.live.Transitions;

/** How far a resident's registration is. */
public enum ResidentStatus {
    REGISTERED,
    IDENTITY_VERIFIED,
    RESIDENCE_VERIFIED,
    ACTIVE,
    MOVED_OUT,
    SUSPENDED,
    ERASED;

    /** The condition on a resident {@code r} that {@link #lives} is of a record. */
    public static final String LIVES = Stream.of(values())
            .filter(ResidentStatus::lives)
            .map(status -> "'" + status + "'")
            .collect(Collectors.joining(", ", "r.status in (", ")"));

    /** Forward. What goes back, after a suspension or a move, is for {@link Resident} to say. */
    static final Transitions<ResidentStatus> LIFE = Transitions.of(ResidentStatus.class)
            .step(REGISTERED, IDENTITY_VERIFIED, MOVED_OUT, SUSPENDED, ERASED)
            .step(IDENTITY_VERIFIED, RESIDENCE_VERIFIED, MOVED_OUT, SUSPENDED, ERASED)
            .step(RESIDENCE_VERIFIED, ACTIVE, MOVED_OUT, SUSPENDED, ERASED)
            .step(ACTIVE, MOVED_OUT, SUSPENDED, ERASED)
            .step(SUSPENDED, ERASED)
            .step(MOVED_OUT, REGISTERED, ERASED);

    /** Whether identity or residence are still to be verified. */
    boolean unverified() {
        return this == REGISTERED || this == IDENTITY_VERIFIED;
    }

    /** Whether the person lives in the district and takes part in it. */
    boolean lives() {
        return compareTo(MOVED_OUT) < 0;
    }
}
