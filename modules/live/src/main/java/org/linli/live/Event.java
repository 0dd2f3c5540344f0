package org.linli.live;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a record of the district: an immutable fact, of which the log keeps the components as JSON. Ids and
 * figures only: personal data are read where they live.
 */
public interface Event {
    /** The record's type in the contract. */
    String type();

    /** The record's id. */
    UUID id();

    /** The record's state before; null where it was new, or stays what it was. */
    default @Nullable Enum<?> from() {
        return null;
    }

    /** The record's state after; null where it stays what it was. */
    default @Nullable Enum<?> to() {
        return null;
    }

    /** Why, in the actor's words. */
    default @Nullable String reason() {
        return null;
    }

    /** Whether an update tells of it; what is not told takes no number either, lest somebody counts the gaps. */
    default boolean told() {
        return true;
    }

    /** Whether nobody may ever learn who did it. */
    default boolean anonymous() {
        return false;
    }
}
