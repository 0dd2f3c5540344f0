package org.linli.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of going live. What is missing is told by the read model, so that it cannot be another thing than the list says. */
final class SetupStore {
    record Item(SetupStep step) {}

    record Live(OffsetDateTime since) {}

    private record Since(@Nullable OffsetDateTime since) {}

    private final String missing = "select i.step from (" + items() + ") i where i.state = 'MISSING' order by i.step";

    private static String items() {
        try {
            return new ClassPathResource("read/setup_item.sql")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .strip()
                    .replaceAll(":district\\b", "\\$1")
                    .replaceAll("has_role\\([^)]*\\)", "true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Flux<Item> missing(Work work) {
        return work.rows(Item.class, missing);
    }

    /** @return empty where the district is live already */
    Mono<Live> goLive(Work work) {
        return work.row(Live.class, "select since from go_live($1)");
    }

    /** @return empty where it is not */
    Mono<Live> live(Work work) {
        return work.row(Since.class, "select d.live_since as since from district d where d.id = $1")
                .mapNotNull(Since::since)
                .map(Live::new);
    }
}
