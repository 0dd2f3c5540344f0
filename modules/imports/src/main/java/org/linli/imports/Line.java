package org.linli.imports;

import java.util.Map;

/**
 * A row of a sheet, as it stands there.
 *
 * @param number as programs show it
 * @param cells texts by their columns' keys, only those that are not empty; null where a cell holds an error
 */
record Line(int number, Map<String, String> cells) {
    /** What stands there; empty where nothing does. */
    String get(String key) {
        return cells.getOrDefault(key, "");
    }
}
