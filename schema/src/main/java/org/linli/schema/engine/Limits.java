package org.linli.schema.engine;

/**
 * What one document may ask for.
 *
 * @param depth levels of fields
 * @param aliases renamed fields
 * @param rootFields fields of Query
 * @param fields selected fields, each fragment counted where it is spread
 * @param cost as told in {@code extensions.cost}
 * @param expensive the cost from which a statement gets a connection of its own
 */
public record Limits(int depth, int aliases, int rootFields, int fields, long cost, long expensive) {
    public static final Limits USUAL = new Limits(24, 100, 20, 2000, 2_000_000, 20_000);
}
