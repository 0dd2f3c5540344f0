package org.linli.live.feed;

import java.util.UUID;
import org.linli.live.NotFound;
import org.linli.live.UseCase;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** What people do with streams of the feed. */
public final class Streams {
    private static final String STREAM =
            "select s.id from stream s where s.district_id = $1 and s.id = $2::uuid and " + Register.ALIVE;

    private record Row(UUID id) {}

    @UseCase
    public Mono<StreamEnded> endStream(Work work, UUID stream) {
        return work.row(Row.class, STREAM, stream)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(row -> work.append(new StreamClosed(row.id())))
                .map(row -> new StreamEnded(row.id()));
    }
}
