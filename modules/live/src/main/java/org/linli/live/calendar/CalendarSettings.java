package org.linli.live.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.live.calendar.CalendarOutcome.CalendarDayRemoved;
import org.linli.live.calendar.CalendarOutcome.CalendarDaySet;
import org.linli.live.calendar.CalendarOutcome.DeadlineSet;
import org.linli.live.calendar.CalendarOutcome.WorkingTimesSet;
import org.linli.live.calendar.CalendarRefusal.DayOver;
import org.linli.live.calendar.CalendarRefusal.DeadlineTooLong;
import org.linli.live.calendar.CalendarStore.Versioned;
import reactor.core.publisher.Mono;

/** What a district says of its calendar. What it has said nothing of is as usual, and has no version to expect. */
public final class CalendarSettings {
    private final CalendarStore store = new CalendarStore();

    @UseCase
    public Mono<CalendarDaySet> setCalendarDay(
            Work work, LocalDate day, CalendarDayKind kind, String name, @Nullable Integer expectedVersion) {
        DayOver.check(day, work.today());
        UUID id = work.newId();
        return set(
                        expectedVersion,
                        store.lockDay(work, day),
                        found -> store.changeDay(work, found.id(), kind, name),
                        id,
                        store.addDay(work, id, day, kind, name))
                .flatMap(set -> logged(work, new CalendarDaySet(set.id(), day, kind)));
    }

    @UseCase
    public Mono<CalendarDayRemoved> removeCalendarDay(Work work, LocalDate day, int expectedVersion) {
        DayOver.check(day, work.today());
        return store.lockDay(work, day)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> VersionConflict.check(expectedVersion, found.version()))
                .flatMap(found ->
                        store.removeDay(work, found.id()).then(logged(work, new CalendarDayRemoved(found.id(), day))));
    }

    @UseCase
    public Mono<WorkingTimesSet> setWorkingTimes(
            Work work, List<WorkingTime> times, @Nullable Integer expectedVersion) {
        WorkingWeekRule.check(times);
        UUID district = work.district().id();
        return set(
                        expectedVersion,
                        store.lockWeek(work),
                        found -> store.changeWeek(work),
                        district,
                        store.addWeek(work))
                .flatMap(set -> store.fillWeek(work, times)
                        .then(logged(work, new WorkingTimesSet(district, set.version(), times))));
    }

    @UseCase
    public Mono<DeadlineSet> setDeadline(
            Work work, DeadlineKind kind, int amount, DeadlineUnit unit, @Nullable Integer expectedVersion) {
        DeadlineTooLong.check(amount);
        UUID id = work.newId();
        return set(
                        expectedVersion,
                        store.lockDeadline(work, kind),
                        found -> store.changeDeadline(work, found.id(), amount, unit),
                        id,
                        store.addDeadline(work, id, kind, amount, unit))
                .flatMap(set -> logged(work, new DeadlineSet(set.id(), kind, amount, unit)));
    }

    /**
     * Changes what the caller has seen, or adds what nobody has said yet.
     *
     * @param expected null where the caller has seen nothing of the district's own
     * @param id of what is added
     * @param add touches no row where somebody was faster
     * @return what there is now
     */
    private static Mono<Versioned> set(
            @Nullable Integer expected,
            Mono<Versioned> locked,
            Function<Versioned, Mono<Long>> change,
            UUID id,
            Mono<Long> add) {
        return locked.flatMap(found -> {
                    VersionConflict.check(expected == null ? 0 : expected, found.version());
                    return change.apply(found).thenReturn(new Versioned(found.id(), found.version() + 1));
                })
                .switchIfEmpty(Mono.defer(() -> expected != null
                        ? NotFound.mono()
                        : add.map(added -> {
                            if (added == 0) throw new Refused(new VersionConflict(1));
                            return new Versioned(id, 1);
                        })));
    }

    private static <O extends CalendarOutcome> Mono<O> logged(Work work, O outcome) {
        return work.append(outcome).thenReturn(outcome);
    }
}
