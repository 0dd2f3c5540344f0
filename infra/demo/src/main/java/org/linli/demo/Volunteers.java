package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/** How party members report for service where they live, and how volunteers serve in the shifts of projects. */
final class Volunteers {
    /**
     * Becomes a volunteer by reporting.
     *
     * @param n of the registration, and of the volunteer
     * @param worker who accepts for the community
     */
    record Member(int n, int unit, Caller resident, Caller worker) {}

    /** @param street that owns it, 0 where the district does */
    record Project(int n, String code, String title, String kind, int street, String description, Caller owner) {}

    /** Two hours. */
    record Shift(int n, Project project, OffsetDateTime startsAt, String mode, String place) {
        OffsetDateTime endsAt() {
            return startsAt.plusHours(2);
        }
    }

    private final Script script;
    private final Allies allies;
    private final IntFunction<UUID> accounts;

    /** @param accounts of volunteers */
    Volunteers(Script script, Allies allies, IntFunction<UUID> accounts) {
        this.script = script;
        this.allies = allies;
        this.accounts = accounts;
    }

    private Caller volunteer(int n) {
        return script.volunteer(n, accounts.apply(n));
    }

    // Reporting.

    void reports(Member member, OffsetDateTime at) {
        script.play(
                at,
                member.resident(),
                "registerForService",
                List.of(script.id("0034", member.n()), registration(member.n())),
                "unit",
                script.id("0030", member.unit()),
                "availability",
                "示例：晚上与周末有空。",
                "pledge",
                "示例：每月服务一次。");
    }

    void isConfirmed(Member member, OffsetDateTime at) {
        judge(at, allies.contact(member.unit()), "confirmByUnit", member.n(), 1);
    }

    void isAccepted(Member member, OffsetDateTime at) {
        judge(at, member.worker(), "acceptByCommunity", member.n(), 2);
    }

    /** After a year; who served is at the fourth version. */
    void isReviewed(Member member, OffsetDateTime at) {
        judge(at, member.worker(), "reviewRegistration", member.n(), 4, "review", "示例评议：一年来按时服务。");
    }

    /** @param next registration, which continues this one */
    void transfers(Member member, int next, int unit, int community, OffsetDateTime at) {
        script.play(
                at,
                volunteer(member.n()),
                "transferService",
                List.of(registration(next)),
                "registration",
                registration(member.n()),
                "expectedVersion",
                4,
                "unit",
                script.id("0030", unit),
                "community",
                script.id("0002", community));
    }

    void ends(Member member, OffsetDateTime at) {
        judge(at, volunteer(member.n()), "endService", member.n(), 4, "reason", "示例：工作调动。");
    }

    private void judge(OffsetDateTime at, Caller by, String useCase, int registration, int version, Object... words) {
        Object[] arguments = new Object[words.length + 4];
        arguments[0] = "registration";
        arguments[1] = registration(registration);
        arguments[2] = "expectedVersion";
        arguments[3] = version;
        System.arraycopy(words, 0, arguments, 4, words.length);
        script.play(at, by, useCase, List.of(), arguments);
    }

    private UUID registration(int n) {
        return script.id("0035", n);
    }

    // Projects and shifts.

    void opens(Project project, LocalDate startsOn, @Nullable LocalDate endsOn, OffsetDateTime at) {
        script.play(
                at,
                project.owner(),
                "openProject",
                List.of(script.id("0036", project.n())),
                "input",
                Script.given(
                        "code",
                        project.code(),
                        "title",
                        project.title(),
                        "kind",
                        project.kind(),
                        "street",
                        project.street() == 0 ? null : script.id("0001", project.street()),
                        "description",
                        project.description(),
                        "startsOn",
                        startsOn,
                        "endsOn",
                        endsOn,
                        "pointsPerHour",
                        0));
    }

    void opens(Shift shift, OffsetDateTime at) {
        script.play(
                at,
                shift.project().owner(),
                "openShift",
                List.of(shift(shift)),
                "project",
                script.id("0036", shift.project().n()),
                "input",
                Script.given(
                        "startsAt", shift.startsAt(),
                        "endsAt", shift.endsAt(),
                        "place", shift.place(),
                        "mode", shift.mode(),
                        "capacity", 20));
    }

    /** Takes part in the project by that. */
    void teaches(Shift shift, int volunteer, OffsetDateTime at) {
        script.play(
                at,
                shift.project().owner(),
                "assignTeacher",
                List.of(participation(shift, volunteer)),
                "shift",
                shift(shift),
                "expectedVersion",
                1,
                "volunteer",
                script.id("0034", volunteer));
    }

    /** Takes part in the project by that. */
    void signsUp(Shift shift, int volunteer, OffsetDateTime at) {
        step(
                shift,
                volunteer,
                at,
                "signUpForShift",
                List.of(signUp(shift, volunteer), participation(shift, volunteer)));
    }

    void givesUp(Shift shift, int volunteer, OffsetDateTime at) {
        step(shift, volunteer, at, "cancelSignUp", List.of());
    }

    /** From before it begins until after it ends. */
    void serves(Shift shift, int volunteer) {
        comes(shift, volunteer);
        goes(shift, volunteer, shift.endsAt().plusMinutes(5));
    }

    void comes(Shift shift, int volunteer) {
        step(shift, volunteer, shift.startsAt().minusMinutes(5), "checkInShift", List.of());
    }

    void goes(Shift shift, int volunteer, OffsetDateTime at) {
        step(shift, volunteer, at, "checkOutShift", List.of());
    }

    private void step(Shift shift, int volunteer, OffsetDateTime at, String useCase, List<UUID> ids) {
        script.play(at, volunteer(volunteer), useCase, ids, "shift", shift(shift));
    }

    void tells(Shift shift, int volunteer, String note, OffsetDateTime at) {
        script.play(
                at,
                volunteer(volunteer),
                "recordOutcome",
                List.of(script.made("003e", shift.n())),
                "shift",
                shift(shift),
                "note",
                note);
    }

    void isVerified(Shift shift, int volunteer, Caller by, OffsetDateTime at) {
        script.play(at, by, "verifyHours", List.of(), "signUp", signUp(shift, volunteer), "expectedVersion", 3);
    }

    void isRejected(Shift shift, int volunteer, Caller by, OffsetDateTime at) {
        script.play(
                at,
                by,
                "rejectHours",
                List.of(),
                "signUp",
                signUp(shift, volunteer),
                "expectedVersion",
                3,
                "reason",
                "示例：现场无人见到。");
    }

    private UUID shift(Shift shift) {
        return script.made("003c", shift.n());
    }

    private UUID signUp(Shift shift, int volunteer) {
        return script.made("003d", (shift.n() - 1) * 1000 + volunteer);
    }

    private UUID participation(Shift shift, int volunteer) {
        return script.made("0038", shift.project().n() * 1000 + volunteer);
    }
}
