package org.linli.schema;

/** What is left to whoever asks; it stands in the context of an execution under its class. */
@FunctionalInterface
public interface Budget {
    /**
     * Takes what an operation costs, before anything of it is done.
     *
     * @throws ClientFault with {@link ErrorCode#THROTTLED} and the seconds to wait, where nothing is left
     */
    void spend(long cost);
}
