package org.linli.staff;

import java.util.UUID;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.core.publisher.Mono;

/** Of those who would write to a person at once one does; the others fail, and look again later, as it may not have come to a letter. */
final class LetterClaims {
    private final DistrictDatabase database;
    private final StaffAccountStore store = new StaffAccountStore();

    LetterClaims(DistrictDatabase database) {
        this.database = database;
    }

    /**
     * Sends where something is due, and the district is not suspended: what is due by then follows once it is in use again.
     *
     * @param by whose work it is, which goes on where it was left by a node that died
     * @param ours whether it is a letter of ours, and not the one that leads to a password
     */
    Mono<Void> alone(UUID district, UUID member, UUID by, boolean ours, Mono<Void> letter) {
        return Mono.usingWhen(
                Work.ofPlatform(database, district, work -> store.claim(work, member, by, ours)),
                claimed -> letter,
                claimed -> release(district, member),
                (claimed, failure) -> release(district, member),
                // What is cut off may go out all the same: the claim ends by itself.
                claimed -> Mono.empty());
    }

    private Mono<Long> release(UUID district, UUID member) {
        return Work.ofPlatform(database, district, work -> store.release(work, member));
    }
}
