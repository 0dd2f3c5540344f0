package org.linli.schema.contract;

import java.util.Set;
import org.linli.schema.Role;

/**
 * A type of what is told of: a variant of the interface whose rows are the log, with fields of its own that are values of the line or rows
 * that it names.
 *
 * @param own what it has beyond the interface
 * @param of the types of the records it happens to
 * @param gone whether the record is not there any more afterwards
 * @param rights whether somebody may have got or lost rights by it
 * @param auth who may learn of it, of those who see the record
 */
public record EventType(RowType own, Set<String> of, boolean gone, boolean rights, Set<Role> auth) {
    /** As the log writes it. */
    public String constant() {
        return Words.constant(own.name());
    }
}
