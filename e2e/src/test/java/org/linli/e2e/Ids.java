package org.linli.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.linli.e2e.Corners.IdQuestion;

/** An id of every type of rows. */
record Ids(Map<String, String> byType) {
    /** Of rows that somebody sees; of those that are found through their record only, where there is one. */
    static Ids of(Contract contract, Visitor visitor) {
        Corners corners = Corners.of(contract, visitor);
        Map<String, String> ids = new HashMap<>();
        for (String type : corners.identified())
            visitor.ask(corners.idsOf(type)).json().findValuesAsString("found").stream()
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .ifPresent(id -> ids.put(type, id));
        for (String type : contract.nodes()) if (!ids.containsKey(type)) throw new AssertionError("no row of " + type);
        return new Ids(ids);
    }

    /** Whether there is an id for each variable. */
    boolean answer(IdQuestion question) {
        return byType.keySet().containsAll(question.variables().values());
    }

    /** Of the same types, but of no row. */
    Ids missing() {
        Map<String, String> missing = new HashMap<>();
        byType.forEach((type, id) -> missing.put(type, id.substring(0, id.lastIndexOf('_') + 1) + UUID.randomUUID()));
        return new Ids(missing);
    }

    Ids with(String type, String id) {
        Map<String, String> ids = new HashMap<>(byType);
        ids.put(type, id);
        return new Ids(ids);
    }

    /** Status and text of the answer, with the ids that were asked taken out. */
    String ask(Visitor visitor, IdQuestion question) {
        Map<String, String> variables = new HashMap<>();
        question.variables().forEach((variable, type) -> variables.put(variable, byType.getOrDefault(type, "")));
        String text = visitor.ask(question.document(), variables).toString();
        for (Map.Entry<String, String> variable : variables.entrySet())
            text = text.replace(variable.getValue(), variable.getKey());
        return text;
    }
}
