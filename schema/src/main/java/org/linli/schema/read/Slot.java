package org.linli.schema.read;

import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;

/** A parameter of a statement: what a request binds to it. */
@FunctionalInterface
interface Slot {
    /** The value, or a {@link ClientFault} that says what is wrong with it. */
    @Nullable
    Object value(Request request);
}
