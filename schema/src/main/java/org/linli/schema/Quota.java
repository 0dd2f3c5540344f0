package org.linli.schema;

import java.util.Map;

/**
 * What a district may take of one server, and of the storage.
 *
 * @param requestsPerSecond on average; twice as many at once after a quiet time
 * @param requestsAtOnce that are being answered
 * @param costPerSecond units of {@code extensions.cost}, on average; twice as many at once after a quiet time
 * @param storageBytes that its files may have together
 * @param streams that may be open at the same time
 * @param clientPerMinute requests that each of its clients may carry in a minute
 * @param clients those that may carry another number, by {@code azp}
 */
public record Quota(
        int requestsPerSecond,
        int requestsAtOnce,
        long costPerSecond,
        long storageBytes,
        int streams,
        int clientPerMinute,
        Map<String, Integer> clients) {
    /** Enough for a district that has a server to itself. */
    public static final Quota USUAL = new Quota(5_000, 1_000, 5_000_000, 50L << 30);

    public Quota {
        clients = Map.copyOf(clients);
    }

    /** With the usual number of streams, and for every client. */
    public Quota(int requestsPerSecond, int requestsAtOnce, long costPerSecond, long storageBytes) {
        this(requestsPerSecond, requestsAtOnce, costPerSecond, storageBytes, 1_000, 60_000, Map.of());
    }

    /** Requests that a client may carry in a minute. */
    public int perMinute(String client) {
        return clients.getOrDefault(client, clientPerMinute);
    }
}
