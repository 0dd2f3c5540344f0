package org.linli.schema.engine;

import graphql.GraphQLContext;
import java.util.Map;
import org.linli.schema.Budget;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;

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

    /** The cost, if it is allowed. */
    long judge(long cost) {
        if (cost > this.cost) throw ClientFault.of(ErrorCode.TOO_COSTLY, cost, this.cost);
        return cost;
    }

    /** The cost, if it is allowed and whoever asks has it to spend. */
    long charge(long cost, GraphQLContext context) {
        judge(cost);
        Budget budget = context.get(Budget.class);
        if (budget != null) budget.spend(cost);
        return cost;
    }

    /** What {@code extensions.cost} says. */
    Map<String, Object> told(long cost) {
        return Map.of("requested", cost, "limit", this.cost);
    }
}
