package org.linli.schema.read;

import java.util.Map;
import java.util.Set;

/**
 * What the database says of the read models: which of their columns can never be null, because they are a column of a
 * table that is declared so. A field that the contract calls non-null and the database does not prove is guarded.
 *
 * @param proven column names by type
 */
public record Catalogue(Map<String, Set<String>> proven) {
    boolean proves(String type, String column) {
        return proven.getOrDefault(type, Set.of()).contains(column);
    }
}
