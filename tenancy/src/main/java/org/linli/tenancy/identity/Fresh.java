package org.linli.tenancy.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Values that are at most so old. Those who ask while a value is being loaded share the load; a failed one is forgotten. */
final class Fresh<K, V> {
    private final Cache<K, V> values;
    private final Map<K, Mono<V>> loads = new ConcurrentHashMap<>();

    Fresh(Duration age, long most) {
        this.values = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterWrite(age)
                .maximumSize(most)
                .build();
    }

    Mono<V> get(K key, Function<K, Mono<V>> load) {
        V value = values.getIfPresent(key);
        return value != null
                ? Mono.just(value)
                : loads.computeIfAbsent(key, missing -> loading(missing, load.apply(missing)));
    }

    private Mono<V> loading(K key, Mono<V> load) {
        return load.doOnNext(value -> values.put(key, value))
                .doFinally(end -> loads.remove(key))
                .cache();
    }
}
