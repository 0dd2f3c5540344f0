package org.linli.live.calendar;

import java.time.OffsetDateTime;
import org.linli.live.Work;
import org.linli.live.calendar.CalendarStore.Term;
import reactor.core.publisher.Mono;

/**
 * Tells use cases when the clocks run out that they start now. They keep the moment: what a district changes in its calendar later
 * moves no deadline that is running.
 */
public final class Deadlines {
    private final CalendarStore store = new CalendarStore();

    /** The first moment that is too late, by the district's deadline of this kind; one statement. */
    public Mono<OffsetDateTime> due(Work work, DeadlineKind kind) {
        return store.load(work).map(loaded -> {
            Term term = loaded.term(kind);
            return loaded.calendar(work.zone()).due(work.now(), term.amount(), term.unit());
        });
    }

    /** The same for a record that says itself how many working days there are. */
    public Mono<OffsetDateTime> due(Work work, int workingDays) {
        return store.load(work)
                .map(loaded -> loaded.calendar(work.zone()).due(work.now(), workingDays, DeadlineUnit.WORKING_DAYS));
    }
}
