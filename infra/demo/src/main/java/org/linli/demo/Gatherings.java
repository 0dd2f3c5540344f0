package org.linli.demo;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/** How an activity goes from its draft to the archive: written by one, approved by another. */
final class Gatherings {
    private static final List<String> WAY = List.of("ENDED", "REPORTED", "ARCHIVED");

    private final Script script;
    private final IntFunction<Caller> residents;

    /** @param residents who acts as a resident */
    Gatherings(Script script, IntFunction<Caller> residents) {
        this.script = script;
        this.residents = residents;
    }

    /** An activity and those who run it. */
    record Gathering(int n, Caller organiser, Caller approver, Map<String, Object> input, OffsetDateTime startsAt) {}

    private void step(Gathering one, Caller by, OffsetDateTime at, String useCase, @Nullable Object... more) {
        Object[] arguments = new Object[more.length + 2];
        arguments[0] = "activity";
        arguments[1] = id(one.n());
        System.arraycopy(more, 0, arguments, 2, more.length);
        script.play(at, by, useCase, List.of(), arguments);
    }

    private UUID id(int activity) {
        return script.made("0040", activity);
    }

    void isWritten(Gathering one, OffsetDateTime at) {
        script.play(at, one.organiser(), "createActivity", List.of(id(one.n())), "input", one.input());
    }

    void isHandedIn(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "submitActivity");
    }

    void isApproved(Gathering one, OffsetDateTime at) {
        step(one, one.approver(), at, "approveActivity", "expectedVersion", 2);
    }

    void isReturned(Gathering one, OffsetDateTime at) {
        step(one, one.approver(), at, "returnActivity", "expectedVersion", 2, "reason", "示例：请补充场地安排。");
    }

    void isPublished(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "publishActivity");
    }

    void isCancelled(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "cancelActivity", "reason", "示例：场地维修，活动取消。");
    }

    /** Takes enrolments from this moment on, having been written and approved in the days before. */
    void opens(Gathering one, OffsetDateTime at) {
        isWritten(one, at.minusDays(2));
        isHandedIn(one, at.minusDays(2).plusHours(1));
        isApproved(one, at.minusDays(1));
        isPublished(one, at.minusHours(1));
        takesEnrolments(one, at);
    }

    void takesEnrolments(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "openEnrolment");
    }

    /** @param guardian who acts for the resident, 0 where nobody has to */
    void enrols(Gathering one, int seat, int resident, int guardian, OffsetDateTime at) {
        script.play(
                at,
                residents.apply(guardian == 0 ? resident : guardian),
                "enrol",
                List.of(script.made("0041", seat)),
                "activity",
                id(one.n()),
                "child",
                guardian == 0 ? null : script.id("0010", resident));
    }

    void givesUp(Gathering one, int resident, int guardian, OffsetDateTime at) {
        script.play(
                at,
                residents.apply(guardian == 0 ? resident : guardian),
                "cancelEnrolment",
                List.of(),
                "activity",
                id(one.n()),
                "child",
                guardian == 0 ? null : script.id("0010", resident));
    }

    void begins(Gathering one) {
        begins(one, one.startsAt().minusMinutes(10));
    }

    void begins(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "startActivity");
    }

    /** Shows a code, which is taken in. */
    void comes(Gathering one, int seat, int resident, int guardian, OffsetDateTime at) {
        showsCode(one, seat, resident, guardian, at);
        isCheckedIn(one, seat, at.plusSeconds(20));
    }

    void showsCode(Gathering one, int seat, int resident, int guardian, OffsetDateTime at) {
        script.play(
                at,
                residents.apply(guardian == 0 ? resident : guardian),
                "showCheckInCode",
                List.of(),
                List.of(code(seat)),
                "activity",
                id(one.n()),
                "child",
                guardian == 0 ? null : script.id("0010", resident));
    }

    void isCheckedIn(Gathering one, int seat, OffsetDateTime at) {
        step(one, one.organiser(), at, "checkIn", "code", code(seat));
    }

    private static String code(int seat) {
        return "SEAT%08d".formatted(seat);
    }

    /** Says what the resident thinks of it, having been there. */
    void isRated(Gathering one, int seat, int resident, int score, String comment, OffsetDateTime at) {
        script.play(
                at,
                residents.apply(resident),
                "rateActivity",
                List.of(script.made("0050", seat)),
                "activity",
                id(one.n()),
                "score",
                score,
                "comment",
                comment);
    }

    /** Ends two hours after it began, and goes on as far as it is by now. */
    void ends(Gathering one, String status) {
        ends(one, one.startsAt().plusHours(2));
        int steps = WAY.indexOf(status);
        if (steps > 0) isReported(one, one.startsAt().plusHours(26));
        if (steps > 1) isArchived(one, one.startsAt().plusDays(2));
    }

    void ends(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "endActivity");
    }

    void isReported(Gathering one, OffsetDateTime at) {
        step(one, one.organiser(), at, "reportActivity", "text", "示例小结：活动按计划进行，大家都有收获。");
    }

    void isArchived(Gathering one, OffsetDateTime at) {
        step(one, one.approver(), at, "archiveActivity");
    }

    static Map<String, Object> input(
            String kind,
            String title,
            String summary,
            @Nullable Object place,
            String host,
            String venue,
            OffsetDateTime startsAt,
            OffsetDateTime endsAt,
            @Nullable OffsetDateTime enrolUntil,
            @Nullable Integer capacity,
            int waitlist,
            String audience,
            int pointsReward) {
        return Script.given(
                "kind", kind,
                "title", title,
                "summary", summary,
                "place", place,
                "host", host,
                "venue", venue,
                "startsAt", startsAt,
                "endsAt", endsAt,
                "enrolUntil", enrolUntil,
                "capacity", capacity,
                "waitlist", waitlist,
                "audience", audience,
                "pointsCost", 0,
                "pointsReward", pointsReward);
    }
}
