package org.linli.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Carries out use cases, each in a transaction of its own that also reads its answer. */
public interface UseCases {
    /**
     * A field of Mutation, asked for.
     *
     * @param name of the field
     * @param arguments as the rules take them: see {@link org.linli.schema.read.Inputs}
     * @param path the response key
     * @param key null where a repetition shall be done anew
     * @param language of messages, {@code zh-CN} or {@code en}
     * @param denied why the caller may not do it, or may not any more: only what was done under the key is answered
     */
    record Call(
            Caller caller,
            String name,
            Map<String, Object> arguments,
            String path,
            @Nullable IdempotencyKey key,
            String language,
            @Nullable ClientFault denied) {}

    /** Runs a compiled read inside the transaction of a use case. */
    @FunctionalInterface
    interface Reading {
        /** As {@link Statements#read}; after a {@link Statements.MissingValue} another one may be tried. */
        Mono<byte[]> read(String sql, List<@Nullable Object> parameters);
    }

    /** Makes the answer of what was done, while it is not yet committed. */
    @FunctionalInterface
    interface Answer<T> {
        /**
         * @param caller who asked, with what the use case made of that person
         * @param outcome JSON, with the type under {@code #type}
         */
        Mono<T> of(Caller caller, String outcome, Reading reading);
    }

    /**
     * Does it, or finds what was done under the same key, and answers; all of it is committed, or nothing.
     *
     * @return the answer, or an error: {@link ClientFault}, or a bug
     */
    <T> Mono<T> run(Call call, Answer<T> answer);
}
