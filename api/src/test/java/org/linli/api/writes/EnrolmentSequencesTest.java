package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.writes.EnrolmentModel.Person;
import org.linli.api.writes.EnrolmentModel.Terms;
import org.linli.api.writes.EnrolmentModel.Worker;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/**
 * Random sequences of all that happens to activities and to places in them, each compared step by step with {@link EnrolmentModel}: what
 * is answered, all states, queues, histories, points and balances. {@code -Dlinli.random.sequences} says how many.
 */
class EnrolmentSequencesTest {
    private static final int SEQUENCES = Integer.getInteger("linli.random.sequences", 25);
    private static final int STEPS = 60;

    /** Persons by their residents' numbers in the fixture. */
    private static final Map<String, Integer> RESIDENTS =
            Map.of("elder", 1, "parent", 11, "child", 2, "other child", 12, "youth", 3);

    private static final List<Person> PEOPLE = List.of(
            new Person("elder", false, null, Set.of("ELDER")),
            new Person("parent", false, null, Set.of()),
            new Person("child", true, "elder", Set.of("CHILD")),
            new Person("other child", true, "parent", Set.of("CHILD")),
            new Person("youth", false, "parent", Set.of("YOUTH")));

    private static final List<Worker> WORKERS = List.of(
            new Worker("grid worker", "grid worker", true, true),
            new Worker("community worker", "community worker", true, true),
            new Worker("elder at work", "elder", true, true),
            new Worker("street officer", "street officer", true, true),
            new Worker("district officer", "district officer", true, true),
            new Worker("worker and resident", "worker and resident", true, false),
            new Worker("district officer there", "district officer there", false, false));

    private static final List<Worker> APPROVERS = WORKERS.subList(3, WORKERS.size());

    private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();

    private static final String JUDGED =
            "... on VersionConflict { currentVersion } ... on TransitionRefused { from allowed }";
    private static final String MOVED = "... on TransitionRefused { from allowed }";

    private static Writes writes;

    @BeforeAll
    static void open() {
        writes = new Writes();
        for (Worker worker : WORKERS)
            if (!worker.name().equals("elder at work")) CALLERS.put(worker.name(), writes.caller(worker.name()));
        RESIDENTS.forEach((name, n) -> CALLERS.put(name, resident(n)));
        CALLERS.put(
                "elder at work", Callers.inGrids(Objects.requireNonNull(CALLERS.get("elder")), Role.GRID_WORKER, 1));
        for (Person person : PEOPLE)
            writes.sql("""
                    update resident set birth_date = current_date - interval '%d years', status = 'ACTIVE', tags = '{%s}', guardian_id = %s,
                           subject = '%s'
                     where district_id = :district and id = '%s'
                    """.formatted(
                            person.child() ? 6 : person.name().equals("youth") ? 15 : 66,
                            String.join(",", person.tags()),
                            person.guardian() == null ? "null" : "'" + residentId(person.guardian()) + "'",
                            caller(person.name()).subject(),
                            residentId(person.name())));
        writes.sql("""
                insert into consent (district_id, resident_id, kind, given_by)
                select r.district_id, r.id, 'GUARDIANSHIP', r.guardian_id
                  from resident r
                 where r.district_id = :district and r.id = '%s'
                """.formatted(residentId("youth")));
    }

    @AfterAll
    static void close() throws SQLException {
        writes.close();
    }

    private static Caller resident(int n) {
        return new Caller(
                new UUID(7, n),
                HERE,
                "linli-web",
                EnumSet.of(Role.GUEST, Role.ACCOUNT, Role.RESIDENT),
                Map.of(),
                Map.of(Role.RESIDENT, Set.of(id(HERE, "resident", n))));
    }

    private static Caller caller(String name) {
        return Objects.requireNonNull(CALLERS.get(name), name);
    }

    private static UUID residentId(String person) {
        return id(HERE, "resident", Objects.requireNonNull(RESIDENTS.get(person), person));
    }

    @Test
    void everySequenceGoesAsTheModelSays() {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 0; seed < SEQUENCES; seed++) new Sequence(seed, seen).run();
        if (SEQUENCES >= 40)
            assertThat(seen)
                    .containsKeys(
                            "ActivitySaved",
                            "TransitionRefused",
                            "VersionConflict",
                            "OwnWork",
                            "OutOfDuty",
                            "NotFound",
                            "Enrolled",
                            "Waitlisted",
                            "ActivityFull",
                            "EnrolmentClosed",
                            "AlreadyEnrolled",
                            "OtherAudience",
                            "GuardianNeeded",
                            "BalanceTooLow",
                            "EnrolmentCancelled",
                            "NotEnrolled",
                            "CheckInCode",
                            "NoSeat",
                            "CheckInClosed",
                            "CheckedIn",
                            "CodeUnknown",
                            "CodeExpired",
                            "AlreadyCheckedIn",
                            "ActivityRated",
                            "NotAttended",
                            "AlreadyRated",
                            "ScoreOutOfRange");
    }

    /** A mutation that was asked under a key, and how it ended. */
    private record Asked(String caller, String mutation, String selection, String key, String answer) {}

    /** One sequence, on a ledger that is empty at its start. */
    private static final class Sequence {
        private final int seed;
        private final Map<String, Integer> seen;
        private final Random random;
        private final EnrolmentModel model = new EnrolmentModel(PEOPLE);
        private final List<String> codes = new ArrayList<>();
        private final List<Asked> asked = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        Sequence(int seed, Map<String, Integer> seen) {
            this.seed = seed;
            this.seen = seen;
            random = new Random(seed);
            writes.sql("""
                    delete from redemption where district_id = :district;
                    delete from points_entry where district_id = :district;
                    delete from points_lot where district_id = :district;
                    delete from points_posting where district_id = :district;
                    delete from points_account where district_id = :district
                    """);
        }

        void run() {
            create();
            for (int grants = 0; grants < 3; grants++) grant();
            for (int step = 0; step < STEPS; step++) {
                List<String> activities = model.activities();
                step(random.nextInt(4) == 0 ? any(activities) : activities.getLast());
                assertThat(state()).as(this::story).isEqualTo(model.state());
            }
            JsonNode trial = writes.asked("auditor", "{ trialBalance { balance entries } }");
            assertThat(trial.toString()).isEqualTo("{\"trialBalance\":{\"balance\":\"0\",\"entries\":\"0\"}}");
        }

        private String story() {
            return "Sequence " + seed + ":\n" + String.join("\n", told);
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private void step(String activity) {
            // What is not open yet has little to show.
            boolean open = List.of("ENROLLING", "RUNNING").contains(model.state(activity));
            if (!open && random.nextInt(4) > 0) {
                goOn(activity);
                return;
            }
            switch (random.nextInt(22)) {
                case 0 -> grant();
                case 1 ->
                    organise(
                            activity,
                            any(List.of(
                                    "SUBMITTED",
                                    "PUBLISHED",
                                    "ENROLLING",
                                    "RUNNING",
                                    "ENDED",
                                    "REPORTED",
                                    "ARCHIVED")));
                case 2 -> goOn(activity);
                case 3 -> {
                    int chance = random.nextInt(10);
                    if (chance == 0) organise(activity, "CANCELLED");
                    else if (chance == 1) letBegin(activity);
                    else if (chance == 2) create();
                    else change(activity);
                }
                case 5 -> judge(activity);
                case 4, 6, 7, 8, 9, 10, 11 -> {
                    if (model.state(activity).equals("RUNNING") && random.nextInt(3) > 0) attend(activity);
                    else enrol(activity);
                }
                case 12, 13 -> cancel(activity);
                case 14, 15, 16, 17, 18 -> {
                    if (!model.state(activity).equals("RUNNING") && random.nextInt(4) > 0) enrol(activity);
                    else attend(activity);
                }
                case 19 -> rate(activity);
                case 20 -> grant();
                default -> repeat();
            }
        }

        private void grant() {
            Person person = any(PEOPLE);
            int points = 1 + random.nextInt(40);
            answered(
                    "district officer",
                    "grantPoints(resident: \"%s\", points: %d, reason: \"示例\")"
                            .formatted(
                                    node(HERE, "resident", Objects.requireNonNull(RESIDENTS.get(person.name()))),
                                    points),
                    "",
                    "PointsGranted");
            model.grant(person.name(), points);
        }

        private Terms terms() {
            Integer capacity = random.nextInt(6) == 0 ? null : 1 + random.nextInt(4);
            return new Terms(
                    capacity,
                    capacity == null ? 0 : random.nextInt(4),
                    random.nextInt(5) > 0 ? "EVERYBODY" : any(List.of("ELDER", "YOUTH", "CHILD")),
                    random.nextBoolean() ? 0 : 5 + random.nextInt(15),
                    random.nextBoolean() ? 0 : 1 + random.nextInt(9));
        }

        private static String input(Terms terms) {
            return """
                    input: { kind: LECTURE host: "示例社区" title: "讲座" venue: "活动室" startsAt: "2099-01-01T10:00:00Z" endsAt: "2099-01-01T12:00:00Z" \
                    place: "%s" %s waitlist: %d audience: %s pointsCost: %d pointsReward: %d }""".formatted(
                            node(HERE, "grid", 1),
                            terms.capacity() == null ? "" : "capacity: " + terms.capacity(),
                            terms.waitlist(),
                            terms.audience(),
                            terms.cost(),
                            terms.reward());
        }

        private void create() {
            Worker worker = any(WORKERS.subList(0, 5));
            Terms terms = terms();
            JsonNode answer = answered(
                    worker.name(),
                    "createActivity(" + input(terms) + ")",
                    "... on ActivitySaved { activity { id } }",
                    "ActivitySaved");
            model.create(answer.at("/activity/id").asString(), worker, terms);
        }

        private void change(String activity) {
            Worker worker = any(WORKERS);
            Terms terms = terms();
            int version = version(activity);
            // Whoever's place is elsewhere may not write this one either, but is told so by the activity first.
            answered(
                    worker.name(),
                    "changeActivity(activity: \"%s\", expectedVersion: %d, %s)"
                            .formatted(activity, version, input(terms)),
                    JUDGED,
                    model.change(activity, worker, version, terms));
        }

        /** Mostly the one it has. */
        private int version(String activity) {
            return Math.max(1, model.version(activity) - (random.nextInt(5) == 0 ? 1 : 0));
        }

        private void judge(String activity) {
            Worker worker = any(random.nextInt(4) == 0 ? APPROVERS : APPROVERS.subList(0, 2));
            boolean approve = random.nextInt(4) > 0;
            int version = version(activity);
            answered(
                    worker.name(),
                    "%s(activity: \"%s\", expectedVersion: %d%s)"
                            .formatted(
                                    approve ? "approveActivity" : "returnActivity",
                                    activity,
                                    version,
                                    approve ? "" : ", reason: \"场地？\""),
                    JUDGED,
                    model.judge(activity, worker, version, approve ? "APPROVED" : "RETURNED"));
        }

        /** What usually comes next, so that sequences come far. */
        private void goOn(String activity) {
            switch (model.state(activity)) {
                case "DRAFT", "RETURNED" -> organise(activity, "SUBMITTED");
                case "SUBMITTED" -> judge(activity);
                case "APPROVED" -> organise(activity, "PUBLISHED");
                case "PUBLISHED" -> organise(activity, "ENROLLING");
                case "ENROLLING" -> {
                    if (model.having(activity, "CONFIRMED").size() > 1) organise(activity, "RUNNING");
                    else enrol(activity);
                }
                case "RUNNING" -> {
                    if (random.nextInt(2) == 0) organise(activity, "ENDED");
                    else show(activity);
                }
                case "ENDED", "REPORTED" -> {
                    if (random.nextBoolean()) organise(activity, any(List.of("REPORTED", "ARCHIVED")));
                    else rate(activity);
                }
                default -> {
                    if (random.nextBoolean()) create();
                    else rate(activity);
                }
            }
        }

        private void organise(String activity, String to) {
            Worker worker = any(random.nextInt(4) == 0 ? WORKERS : WORKERS.subList(0, 5));
            String mutation = switch (to) {
                case "SUBMITTED" -> "submitActivity(activity: \"%s\")";
                case "PUBLISHED" -> "publishActivity(activity: \"%s\")";
                case "ENROLLING" -> "openEnrolment(activity: \"%s\")";
                case "RUNNING" -> "startActivity(activity: \"%s\")";
                case "ENDED" -> "endActivity(activity: \"%s\")";
                case "REPORTED" -> "reportActivity(activity: \"%s\", text: \"顺利\")";
                case "ARCHIVED" -> "archiveActivity(activity: \"%s\")";
                default -> "cancelActivity(activity: \"%s\", reason: \"暴雨\")";
            };
            answered(worker.name(), mutation.formatted(activity), MOVED, model.organise(activity, worker, to));
        }

        /** Who asks, and for whom; null for the own person. */
        private record Asking(String caller, @Nullable String child) {
            String person() {
                return child == null ? caller : child;
            }
        }

        /** Mostly for the own person, and else mostly for an own child. */
        private Asking anybody() {
            Person caller = any(PEOPLE);
            List<String> own = PEOPLE.stream()
                    .filter(person -> caller.name().equals(person.guardian()))
                    .map(Person::name)
                    .toList();
            return switch (random.nextInt(8)) {
                case 0 -> new Asking(caller.name(), any(PEOPLE).name());
                case 1, 2, 3 -> new Asking(caller.name(), own.isEmpty() ? null : any(own));
                default -> new Asking(caller.name(), null);
            };
        }

        /** Mostly somebody whose enrolment is in one of these states. */
        private Asking somebody(String activity, String... status) {
            List<String> having = model.having(activity, status);
            if (having.isEmpty() || random.nextInt(4) == 0) return anybody();
            String chosen = any(having);
            return PEOPLE.stream()
                    .filter(person ->
                            person.name().equals(chosen) && person.guardian() != null && random.nextInt(3) > 0)
                    .findFirst()
                    .map(child -> new Asking(Objects.requireNonNull(child.guardian()), chosen))
                    .orElse(new Asking(chosen, null));
        }

        private static String of(String mutation, String activity, @Nullable String child) {
            return "%s(activity: \"%s\"%s)"
                    .formatted(
                            mutation,
                            activity,
                            child == null
                                    ? ""
                                    : ", child: \"%s\""
                                            .formatted(node(
                                                    HERE, "resident", Objects.requireNonNull(RESIDENTS.get(child)))));
        }

        private void enrol(String activity) {
            Asking asking = anybody();
            answered(
                    asking.caller(),
                    of("enrol", activity, asking.child()),
                    """
                    ... on Waitlisted { place } ... on ActivityFull { capacity waitlist } ... on EnrolmentClosed { status } \
                    ... on OtherAudience { audience } ... on BalanceTooLow { available needed }""",
                    model.enrol(activity, asking.caller(), asking.child()));
        }

        private void cancel(String activity) {
            Asking asking = somebody(activity, "CONFIRMED", "WAITLISTED");
            answered(
                    asking.caller(),
                    of("cancelEnrolment", activity, asking.child()),
                    "... on EnrolmentCancelled { pointsReturned }",
                    model.cancel(activity, asking.caller(), asking.child()));
        }

        private void attend(String activity) {
            if (random.nextInt(8) == 0) letCodesExpire(activity);
            if (random.nextBoolean()) show(activity);
            else checkIn(activity);
        }

        private void show(String activity) {
            Asking asking = somebody(activity, "CONFIRMED");
            String expected = model.show(activity, asking.caller(), asking.child());
            JsonNode answer = answered(
                    asking.caller(),
                    of("showCheckInCode", activity, asking.child()),
                    "... on CheckInCode { value: code } ... on CheckInClosed { status }",
                    expected);
            if (!expected.equals("CheckInCode")) return;
            String code = answer.path("value").asString();
            codes.add(code);
            model.shown(activity, asking.person(), code);
        }

        private void checkIn(String activity) {
            Worker worker = any(random.nextInt(4) == 0 ? WORKERS : WORKERS.subList(0, 5));
            String code = codes.isEmpty() ? "22222222" : random.nextBoolean() ? codes.getLast() : any(codes);
            answered(
                    worker.name(),
                    "checkIn(activity: \"%s\", code: \"%s\")".formatted(activity, code),
                    "... on CheckInClosed { status }",
                    model.checkIn(activity, worker, code));
        }

        private void rate(String activity) {
            Asking asking = somebody(activity, "ATTENDED");
            int score = 1 + random.nextInt(6);
            answered(
                    asking.caller(),
                    of("rateActivity", activity, asking.child()).replace(")", ", score: %d)".formatted(score)),
                    "... on ScoreOutOfRange { lowest highest }",
                    model.rate(activity, asking.caller(), asking.child(), score));
        }

        private void letBegin(String activity) {
            told.add("begins: " + activity);
            model.letBegin(activity);
            writes.sql(
                    "update activity set starts_at = now() - interval '1 minute' where district_id = :district and id = '%s'"
                            .formatted(uuid(activity)));
        }

        private void letCodesExpire(String activity) {
            told.add("codes expire: " + activity);
            model.letCodesExpire(activity);
            writes.sql("""
                    update enrolment set check_in_until = now()
                     where district_id = :district and activity_id = '%s' and check_in_hash is not null
                    """.formatted(uuid(activity)));
        }

        /** The same key again: the same outcome, and nothing happens. */
        private void repeat() {
            if (asked.isEmpty()) return;
            Asked before = any(asked);
            JsonNode answer = writes.run(caller(before.caller()), before.mutation(), before.selection(), before.key());
            told.add(before.caller() + " again: " + before.mutation());
            assertThat(figures(answer)).as(this::story).isEqualTo(before.answer());
        }

        private JsonNode answered(String caller, String mutation, String selection, String expected) {
            String key = random.nextInt(3) == 0 ? "enrolment-" + seed + "-" + told.size() : null;
            JsonNode answer = writes.run(caller(caller), mutation, selection, key);
            told.add(caller + ": " + mutation + " -> " + answer);
            assertThat(figures(answer)).as(this::story).isEqualTo(expected);
            seen.merge(answer.path("__typename").asString(), 1, Integer::sum);
            if (key != null) asked.add(new Asked(caller, mutation, selection, key, expected));
            return answer;
        }

        /** Its type and what it tells beside ids and texts. */
        private static String figures(JsonNode answer) {
            List<String> figures = new ArrayList<>();
            answer.properties().forEach(field -> {
                if (Set.of("code", "message", "value", "activity").contains(field.getKey())) return;
                if (field.getValue().isArray()) field.getValue().forEach(each -> figures.add(each.asString()));
                else figures.add(field.getValue().asString());
            });
            return String.join(" ", figures);
        }

        /** A person by the column with the resident's id. */
        private static String named(String column) {
            StringBuilder name = new StringBuilder("case ").append(column);
            RESIDENTS.forEach((person, n) -> name.append(" when '")
                    .append(id(HERE, "resident", n))
                    .append("' then '")
                    .append(person)
                    .append("'"));
            return name.append(" end").toString();
        }

        /** What the database holds, in the model's words. */
        private Set<String> state() {
            String activities = String.join(
                    ", ",
                    model.activities().stream()
                            .map(activity -> "'" + uuid(activity) + "'")
                            .toList());
            return new TreeSet<>(writes.rows("""
                    select a.kind || case when a.kind in ('RESIDENT', 'HOLD') then ' ' || %s when a.kind = 'ACTIVITY' then ' activity_' || a.owner_id else '' end
                           || ' = ' || a.balance
                      from points_account a where a.district_id = :district and a.balance <> 0
                     union all
                    select 'activity_' || a.id || ': [' || (select string_agg(e.to_state, ', ' order by e.at, e.id) from event e
                                                             where e.district_id = :district and e.subject_id = a.id and e.to_state is not null)
                           || '], left ' || coalesce((a.capacity - (select count(*) from enrolment x where x.district_id = :district and x.activity_id = a.id
                                                                      and x.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')))::text, '-')
                           || ', waiting [' || coalesce((select string_agg(%s, ', ' order by x.enrolled_at, x.id) from enrolment x
                                                          where x.district_id = :district and x.activity_id = a.id and x.status = 'WAITLISTED'), '')
                           || '], report ' || coalesce((select r.attended || ' ' || r.no_shows from activity_report r
                                                        where r.district_id = :district and r.id = a.id), '')
                           || ', rated by [' || coalesce((select string_agg(%s, ', ' order by %s collate "C") from evaluation v
                                                          where v.district_id = :district and v.activity_id = a.id), '') || ']'
                      from activity a where a.district_id = :district and a.id in (%s)
                     union all
                    select %s || ' in activity_' || x.activity_id || ': ' || x.status
                           || ' [' || (select string_agg(coalesce(e.to_state, e.name), ', ' order by e.at, e.id) from event e
                                        where e.district_id = :district and e.subject_id = x.id)
                           || '], costs [' || coalesce((select string_agg(p.status::text, ', ' order by p.id) from points_posting p
                                                         where p.district_id = :district and p.reason_id = x.id and p.kind = 'ENROLMENT'), '')
                           || '], rewarded ' || exists (select from points_posting p
                                                         where p.district_id = :district and p.reason_id = x.id and p.kind = 'REWARD')
                      from enrolment x where x.district_id = :district and x.activity_id in (%s)
                    """.formatted(
                            named("a.owner_id"),
                            named("x.resident_id"),
                            named("v.author_id"),
                            named("v.author_id"),
                            activities,
                            named("x.resident_id"),
                            activities)));
        }

        private static String uuid(String id) {
            return id.substring(id.indexOf('_') + 1);
        }
    }
}
