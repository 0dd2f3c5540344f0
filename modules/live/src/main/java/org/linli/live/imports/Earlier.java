package org.linli.live.imports;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** What the rows of a file before those at hand have brought, as far as it does not stand in the tables of their kinds. */
public interface Earlier {
    /** While rows are taken over, it all does. */
    Earlier WRITTEN = new Earlier() {
        @Override
        public boolean checking() {
            return false;
        }

        @Override
        public Mono<Map<String, Mark>> marks(Work work, String type, Collection<String> codes) {
            return Mono.just(Map.of());
        }

        @Override
        public Mono<Set<String>> secrets(Work work, String type, Collection<String> secrets) {
            return Mono.just(Set.of());
        }
    };

    /** Whether rows are only held against the rules, and nothing is written. */
    boolean checking();

    /**
     * Those of these codes that earlier rows have.
     *
     * @param type of the records in the contract
     */
    Mono<Map<String, Mark>> marks(Work work, String type, Collection<String> codes);

    /** Those of these secrets that earlier rows have. */
    Mono<Set<String>> secrets(Work work, String type, Collection<String> secrets);
}
