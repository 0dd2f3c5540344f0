package org.linli.residents;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody lives.
 *
 * @param door building, entrance and door
 */
public record Dwelling(
        UUID grid, @Nullable UUID compound, @Nullable String door, Relation relation) {
    /** What a person is to the dwelling. */
    public enum Relation {
        REGISTERED,
        PERMANENT,
        FLOATING,
        TENANT
    }
}
