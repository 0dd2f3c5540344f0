package org.linli.schema.contract;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;

/** What the SDL says of a field that the database answers. */
public sealed interface Declared {
    String name();

    boolean nonNull();

    /** Who may select it, null where anybody who sees the row may. */
    @Nullable
    Set<Role> auth();

    /**
     * A value of the row.
     *
     * @param type the named SDL type
     * @param list whether the value is a list of that type
     * @param isEnum whether the type is an enum, and so a PostgreSQL enum of the same name in snake case
     * @param masked whether the value depends on who asks
     */
    record Scalar(
            String name,
            String type,
            boolean nonNull,
            boolean list,
            boolean isEnum,
            boolean filter,
            boolean order,
            boolean group,
            boolean measure,
            boolean masked,
            @Nullable Set<Role> auth)
            implements Declared {
        public String column() {
            return Words.snake(name);
        }
    }

    /**
     * Another row: the one of {@code target} whose id stands in this row's column {@code by}; for an interface or union, column
     * {@code type} names its type.
     *
     * @param part whether this row is only there while rows of that type are
     */
    record One(
            String name,
            String target,
            boolean nonNull,
            String by,
            @Nullable String type,
            boolean part,
            boolean filter,
            boolean group,
            @Nullable Set<Role> auth)
            implements Declared {}

    /** Other rows: those of {@code target} whose column {@code by} holds this row's id; a page of them, or a short list. */
    record Many(
            String name,
            String target,
            boolean nonNull,
            String by,
            boolean paged,
            boolean filter,
            @Nullable Set<Role> auth)
            implements Declared {}

    /** A field of Query. {@code argument} is the name of its one declared argument, if it has one. */
    record Root(
            String name,
            Kind kind,
            String target,
            boolean nonNull,
            @Nullable String by,
            boolean blind,
            @Nullable String argument,
            @Nullable Set<Role> auth)
            implements Declared {
        /** Beside a blind index stands a column with this ending: whether the caller may know by it. */
        public static final String REVEALED = "_revealed";

        public enum Kind {
            PAGE,
            LIST,
            GET,
            NODE,
            NODES,
            HEAD
        }
    }
}
