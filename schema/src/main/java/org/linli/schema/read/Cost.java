package org.linli.schema.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a statement may cost at most: a weight for each selected field, relation, filter and aggregate, times the rows
 * of the pages around it. A formula of the document, evaluated with the variables of each request.
 */
public final class Cost {
    static final int FIELD = 1;
    static final int RELATION = 2;
    static final int CONDITION = 2;
    static final int RELATED_CONDITION = 10;
    static final int COUNT = 20;
    static final int GROUPS = 50;

    private final Map<List<Rows>, Long> weights = new HashMap<>();

    /** How many rows a page or list has at most in a request. */
    @FunctionalInterface
    interface Rows {
        int of(Request request);
    }

    void add(List<Rows> pages, int weight) {
        weights.merge(new ArrayList<>(pages), (long) weight, Long::sum);
    }

    /** The cost of a request, capped at {@link Long#MAX_VALUE}. */
    public long of(Request request) {
        long cost = 0;
        for (Map.Entry<List<Rows>, Long> term : weights.entrySet()) {
            double product = term.getValue();
            for (Rows rows : term.getKey()) product *= rows.of(request);
            cost += (long) Math.min(product, 1e15);
        }
        return cost;
    }
}
