package org.linli.schema;

/**
 * What a district may take of one server, and of the storage.
 *
 * @param requestsPerSecond on average; twice as many at once after a quiet time
 * @param requestsAtOnce that are being answered
 * @param costPerSecond units of {@code extensions.cost}, on average; twice as many at once after a quiet time
 * @param storageBytes that its files may have together
 */
public record Quota(int requestsPerSecond, int requestsAtOnce, long costPerSecond, long storageBytes) {
    /** Enough for a district that has a server to itself. */
    public static final Quota USUAL = new Quota(5_000, 1_000, 5_000_000, 50L << 30);
}
