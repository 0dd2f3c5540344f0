package org.linli.api.random;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A document that can be asked again and again with other variables.
 *
 * @param operation which of several operations is meant, null for the only one
 */
record Question(String document, @Nullable String operation, List<Variable> variables, Set<Feature> features) {
    /** A variable of a document: what a request can give it. */
    record Variable(
            String name, String type, Supplier<@Nullable Object> values, boolean mayBeAbsent, boolean mayBeNull) {}

    /** Values for a request; {@code chance} answers how the coin fell. */
    Map<String, @Nullable Object> draw(Supplier<Boolean> chance) {
        Map<String, @Nullable Object> drawn = new HashMap<>();
        for (Variable variable : variables) {
            if (variable.mayBeAbsent() && chance.get()) {
                features.add(Feature.VARIABLE_ABSENT);
            } else if (variable.mayBeNull() && chance.get()) {
                features.add(Feature.VARIABLE_NULL);
                drawn.put(variable.name(), null);
            } else {
                drawn.put(variable.name(), variable.values().get());
            }
        }
        return drawn;
    }
}
