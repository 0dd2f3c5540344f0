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
    private final Function<K, Mono<V>> load;

    Fresh(Duration age, long most, Function<K, Mono<V>> load) {
        this.values =
                Caffeine.newBuilder().expireAfterWrite(age).maximumSize(most).build();
        this.load = load;
    }

    Mono<V> get(K key) {
        V value = values.getIfPresent(key);
        return value != null ? Mono.just(value) : loads.computeIfAbsent(key, this::loading);
    }

    private Mono<V> loading(K key) {
        return load.apply(key)
                .doOnNext(value -> values.put(key, value))
                .doFinally(end -> loads.remove(key))
                .cache();
    }
}
