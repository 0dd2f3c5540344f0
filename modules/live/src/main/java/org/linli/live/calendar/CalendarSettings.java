package org.linli.live.calendar;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.live.calendar.CalendarEvent.CalendarDayChanged;
import org.linli.live.calendar.CalendarEvent.CalendarDayDropped;
import org.linli.live.calendar.CalendarEvent.DeadlineChanged;
import org.linli.live.calendar.CalendarEvent.WorkingWeekChanged;
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

    /** Whether this can be a working week. */
    public static boolean fits(List<WorkingTime> week) {
        try {
            WorkingWeekRule.check(week);
            return true;
        } catch (Refused unfit) {
            return false;
        }
    }

    /** The week of a district before it has said anything itself; null where that is the usual one. */
    public Mono<Void> begin(Work work, @Nullable List<WorkingTime> times) {
        if (times == null) return Mono.empty();
        return store.setWeek(work, null)
                .flatMap(set -> store.fillWeek(work, times)
                        .then(work.append(new WorkingWeekChanged(set.id(), set.version(), times))));
    }

    @UseCase
    public Mono<CalendarDaySet> setCalendarDay(
            Work work, LocalDate day, CalendarDayKind kind, String name, @Nullable Integer expectedVersion) {
        DayOver.check(day, work.today());
        return judged(store.setDay(work, day, kind, name, expectedVersion), store.day(work, day))
                .flatMap(set -> work.append(new CalendarDayChanged(set.id(), day, kind))
                        .thenReturn(new CalendarDaySet(set.id())));
    }

    @UseCase
    public Mono<CalendarDayRemoved> removeCalendarDay(Work work, LocalDate day, int expectedVersion) {
        DayOver.check(day, work.today());
        return judged(store.removeDay(work, day, expectedVersion), store.day(work, day))
                .flatMap(removed ->
                        work.append(new CalendarDayDropped(removed.id(), day)).thenReturn(new CalendarDayRemoved(day)));
    }

    @UseCase
    public Mono<WorkingTimesSet> setWorkingTimes(
            Work work, List<WorkingTime> times, @Nullable Integer expectedVersion) {
        WorkingWeekRule.check(times);
        return judged(store.setWeek(work, expectedVersion), store.week(work))
                .flatMap(set -> store.fillWeek(work, times)
                        .then(work.append(new WorkingWeekChanged(set.id(), set.version(), times)))
                        .thenReturn(new WorkingTimesSet(set.id(), set.version())));
    }

    @UseCase
    public Mono<DeadlineSet> setDeadline(
            Work work, DeadlineKind kind, int amount, DeadlineUnit unit, @Nullable Integer expectedVersion) {
        DeadlineTooLong.check(amount);
        return judged(store.setDeadline(work, kind, amount, unit, expectedVersion), store.deadline(work, kind))
                .flatMap(set -> work.append(new DeadlineChanged(set.id(), kind, amount, unit))
                        .thenReturn(new DeadlineSet(set.id())));
    }

    /**
     * What was written.
     *
     * @param written empty where the caller has not seen what there is
     * @param there what that is
     * @throws Refused with {@link VersionConflict} where it is another version, with {@link NotFound} where there is none
     */
    private static Mono<Versioned> judged(Mono<Versioned> written, Mono<Versioned> there) {
        return written.switchIfEmpty(
                there.<Versioned>flatMap(other -> Mono.error(new Refused(new VersionConflict(other.version()))))
                        .switchIfEmpty(NotFound.mono()));
    }
}
