package org.linli.api;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.GraphQL;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.engine.StoredSubscriptions;
import reactor.core.publisher.Mono;

/**
 * The contract as the district's packages leave it: one schema for all districts with the same packages, made when the first of them
 * asks, on a thread of its own, since that takes as long as a hundred requests.
 */
final class PackageSchemas implements Schemas {
    /** Each is some megabytes, with the documents it has seen. */
    private static final int MOST = 64;

    /**
     * One visible schema.
     *
     * @param graphQl answers by it
     * @param subscriptions prepares by it what is kept and answered while nobody asks
     */
    record Visible(GraphQL graphQl, StoredSubscriptions subscriptions) {}

    private final Set<String> all;
    private final CompletableFuture<Visible> whole;
    private final Function<Set<String>, Visible> making;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AsyncCache<Set<String>, Visible> visible =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST).buildAsync();

    /**
     * @param all packages of the contract
     * @param making the schema of a set of packages
     */
    PackageSchemas(Set<String> all, Function<Set<String>, Visible> making) {
        this.all = Set.copyOf(all);
        this.making = making;
        this.whole = CompletableFuture.completedFuture(making.apply(this.all));
    }

    @Override
    public Mono<GraphQL> of(Caller caller) {
        return Mono.fromFuture(visible(caller), true).map(Visible::graphQl);
    }

    Mono<StoredSubscriptions> subscriptions(Caller caller) {
        return Mono.fromFuture(visible(caller), true).map(Visible::subscriptions);
    }

    /** Of somebody who is being answered by the same schema, so that nobody waits. */
    StoredSubscriptions ready(Caller caller) {
        return visible(caller).join().subscriptions();
    }

    /** Who belongs to no district sees the whole. */
    private CompletableFuture<Visible> visible(Caller caller) {
        District district = caller.district();
        if (district == null || district.packages().equals(all)) return whole;
        return visible.get(
                district.packages(),
                (packages, here) -> CompletableFuture.supplyAsync(() -> making.apply(packages), threads));
    }
}
