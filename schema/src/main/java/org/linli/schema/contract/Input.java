package org.linli.schema.contract;

import java.util.List;
import java.util.Map;

/** What a use case takes as an argument, or as a field of one; a list takes the same of each of its elements. */
public sealed interface Input {
    /** The id of a row of one of these types. */
    record Id(List<RowType> types) implements Input {}

    /**
     * A text of 1 to {@code most} characters.
     *
     * @param lines whether it may have several lines
     */
    record Text(int most, boolean lines) implements Input {}

    /** Several values under their names. */
    record Fields(Map<String, Input> fields) implements Input {}

    /** A value that its scalar judges. */
    record Value(String scalar) implements Input {}

    /** A value of an enum. */
    record Choice() implements Input {}
}
