package org.linli.schema.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.linli.schema.Role;

/**
 * A field of Mutation.
 *
 * @param answer the union that it answers
 * @param outcomes the members of that union, by name
 * @param auth who may ask for it
 */
public record UseCaseField(
        String name, String answer, List<RowType> outcomes, Set<Role> auth, Map<String, Input> arguments) {}
