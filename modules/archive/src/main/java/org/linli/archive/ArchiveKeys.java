package org.linli.archive;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.archive.ArchiveKeyOutcome.ArchiveKeyHolds;
import org.linli.archive.ArchiveKeyOutcome.ArchiveKeyIssued;
import org.linli.live.UseCase;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** For whom the archives of a district are sealed: a key of which the district has the one half and we the other, with which nobody opens anything. */
public final class ArchiveKeys {
    private record Kept(UUID id) {}

    @UseCase
    public Mono<ArchiveKeyOutcome> issueArchiveKey(Work work, @Nullable Boolean replace) {
        ReceiverKey key = ReceiverKey.fresh();
        return put(work, key.publicText(), Boolean.TRUE.equals(replace))
                .<ArchiveKeyOutcome>flatMap(
                        put -> work.append(new ArchiveKeyChanged(work.district().id()))
                                .thenReturn(new ArchiveKeyIssued(put.id(), key.text())))
                .switchIfEmpty(Mono.defer(() -> held(work)));
    }

    /** Nothing where there is one that stays: of two who issue the first key at once, one is told so. */
    private static Mono<Kept> put(Work work, String publicKey, boolean replace) {
        return work.row(Kept.class, """
                insert into archive_key (district_id, id, public_key, issued_at)
                values ($1, $2::uuid, $3::text, $4::timestamptz)
                on conflict (district_id) do update
                   set id = excluded.id, public_key = excluded.public_key, issued_at = excluded.issued_at
                 where $5::boolean
                returning id
                """, work.newId(), publicKey, work.now(), replace);
    }

    private static Mono<ArchiveKeyOutcome> held(Work work) {
        return work.row(Kept.class, "select k.id from archive_key k where k.district_id = $1")
                .map(held -> new ArchiveKeyHolds(held.id()));
    }
}
