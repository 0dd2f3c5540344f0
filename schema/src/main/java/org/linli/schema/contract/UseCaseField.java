package org.linli.schema.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;

/**
 * A field of Mutation.
 *
 * @param answer the union that it answers
 * @param outcomes the members of that union, by name
 * @param auth who may ask for it
 */
public record UseCaseField(
        String name, String answer, List<RowType> outcomes, Set<Role> auth, Map<String, Input> arguments) {

    /** Why the caller may not ask for it; null where the caller may. */
    public @Nullable ClientFault denied(Caller caller) {
        return caller.isAny(auth) || auth.contains(Role.GUEST)
                ? null
                : ClientFault.of(ErrorCode.FORBIDDEN, name, Role.names(auth));
    }
}
