package org.linli.evaluations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** What people think of what they took part in: other modules decide who may say so, this one keeps it. */
public final class Opinions {
    /** From {@value} to {@link #HIGHEST}. */
    public static final int LOWEST = 1;

    public static final int HIGHEST = 5;

    private record Kept(UUID id) {}

    /** @return the id of the opinion, empty where the author has given one for this enrolment */
    public Mono<UUID> ofActivity(
            Work work, UUID author, UUID activity, UUID enrolment, int score, @Nullable String comment) {
        return work.row(Kept.class, """
                        insert into evaluation (district_id, id, author_id, activity_id, enrolment_id, score, comment, created_at)
                        values ($1, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::int, $7::text, $8::timestamptz)
                        on conflict (district_id, enrolment_id, author_id) do nothing
                        returning id
                        """, work.newId(), author, activity, enrolment, score, comment, work.now())
                .map(Kept::id);
    }

    /** Once for each redemption, which its own life sees to. */
    public Mono<Long> ofMerchant(Work work, UUID author, UUID merchant, int score, @Nullable String comment) {
        return work.change("""
                insert into evaluation (district_id, id, author_id, merchant_id, score, comment, created_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::int, $6::text, $7::timestamptz)
                """, work.newId(), author, merchant, score, comment, work.now());
    }
}
