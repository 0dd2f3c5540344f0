package org.linli.api.writes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the accounts of a model hold, by name: whatever one gets, another one gave. */
final class Balances {
    private final Map<String, Integer> balances = new TreeMap<>();

    void move(String from, String to, int amount) {
        balances.merge(from, -amount, Integer::sum);
        balances.merge(to, amount, Integer::sum);
    }

    int of(String account) {
        return balances.getOrDefault(account, 0);
    }

    Map<String, Integer> all() {
        return Map.copyOf(balances);
    }

    /** A line for each that holds anything. */
    Set<String> lines() {
        return balances.entrySet().stream()
                .filter(account -> account.getValue() != 0)
                .map(account -> account.getKey() + " = " + account.getValue())
                .collect(Collectors.toSet());
    }
}
