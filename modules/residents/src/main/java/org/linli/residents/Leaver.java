package org.linli.residents;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes part in the district no longer.
 *
 * @param subject the account, null where there is none, or where it goes on as another record
 * @param to what the person becomes: {@code MOVED_OUT}, {@code SUSPENDED} or {@code ERASED}
 */
public record Leaver(UUID id, @Nullable UUID subject, ResidentStatus to) {
    /** In place of the name of an erased person. */
    public static final String NOBODY = "已注销";

    /** Whether the person may come back, as after a suspension. */
    public boolean mayReturn() {
        return to == ResidentStatus.SUSPENDED;
    }

    /** Whether nothing may name the person any more. */
    public boolean forgotten() {
        return to == ResidentStatus.ERASED;
    }
}
