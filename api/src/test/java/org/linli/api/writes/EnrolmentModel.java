package org.linli.api.writes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of activities and of places in them as plainly as they can be told: no database, no transaction, names instead of ids. */
final class EnrolmentModel {
    private static final Map<String, List<String>> LIFE = Map.of(
            "DRAFT", List.of("SUBMITTED", "CANCELLED"),
            "SUBMITTED", List.of("APPROVED", "RETURNED", "CANCELLED"),
            "RETURNED", List.of("SUBMITTED", "CANCELLED"),
            "APPROVED", List.of("PUBLISHED", "CANCELLED"),
            "PUBLISHED", List.of("ENROLLING", "RUNNING", "CANCELLED"),
            "ENROLLING", List.of("RUNNING", "CANCELLED"),
            "RUNNING", List.of("ENDED", "CANCELLED"),
            "ENDED", List.of("REPORTED"),
            "REPORTED", List.of("ARCHIVED"));

    /** Who lives here; a child is under 14. */
    record Person(String name, boolean child, @Nullable String guardian, Set<String> tags) {}

    /**
     * Who works here.
     *
     * @param account the same as a resident's, where it is the same person
     * @param here whether it is a duty in this district, and one over the activities' place
     */
    record Worker(String name, String account, boolean inDistrict, boolean here) {}

    /** What an activity is like. */
    record Terms(@Nullable Integer capacity, int waitlist, String audience, int cost, int reward) {}

    private static final class Activity {
        Terms terms;
        final Set<String> writers = new HashSet<>();
        final List<String> states = new ArrayList<>(List.of("DRAFT"));
        final Map<String, Enrolment> enrolments = new LinkedHashMap<>();
        final List<String> queue = new ArrayList<>();
        final Set<String> raters = new TreeSet<>();
        String report = "";
        boolean published;
        boolean late;

        Activity(Terms terms) {
            this.terms = terms;
        }

        String state() {
            return states.getLast();
        }

        int version() {
            return states.size();
        }

        List<String> having(String... status) {
            return enrolments.entrySet().stream()
                    .filter(each -> Set.of(status).contains(each.getValue().status))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        boolean begun() {
            return late || state().equals("RUNNING");
        }

        /** Nobody can sit on a seat that there is not. */
        int taken() {
            return having("CONFIRMED", "ATTENDED", "NO_SHOW").size();
        }
    }

    private static final class Enrolment {
        final List<String> lines = new ArrayList<>();
        final List<String> postings = new ArrayList<>();
        String status = "";
        String code = "";
        boolean codeExpired;
        boolean rewarded;

        void to(String state) {
            status = state;
            lines.add(state);
        }

        boolean held() {
            return !postings.isEmpty() && postings.getLast().equals("HELD");
        }
    }

    private final Map<String, Person> people;
    private final Map<String, Activity> activities = new LinkedHashMap<>();
    private final Balances balances = new Balances();

    EnrolmentModel(Collection<Person> people) {
        this.people = people.stream().collect(Collectors.toMap(Person::name, person -> person));
    }

    void grant(String person, int points) {
        balances.move("ISSUE", "RESIDENT " + person, points);
    }

    // Who runs it.

    void create(String activity, Worker worker, Terms terms) {
        Activity created = new Activity(terms);
        created.writers.add(worker.account());
        activities.put(activity, created);
    }

    String change(String name, Worker worker, int version, Terms terms) {
        Activity activity = activity(name);
        String refused = covered(activity, worker);
        if (refused != null) return refused;
        if (!LIFE.getOrDefault(activity.state(), List.of()).contains("SUBMITTED")) return transition(activity);
        if (version != activity.version()) return "VersionConflict " + activity.version();
        activity.terms = terms;
        activity.writers.add(worker.account());
        activity.states.add(activity.state());
        return "ActivitySaved";
    }

    String judge(String name, Worker worker, int version, String to) {
        Activity activity = activity(name);
        String refused = covered(activity, worker);
        if (refused != null) return refused;
        if (activity.writers.contains(worker.account())) return "OwnWork";
        if (!LIFE.getOrDefault(activity.state(), List.of()).contains(to)) return transition(activity);
        if (version != activity.version()) return "VersionConflict " + activity.version();
        activity.states.add(to);
        return "ActivitySaved";
    }

    String organise(String name, Worker worker, String to) {
        Activity activity = activity(name);
        String refused = covered(activity, worker);
        if (refused != null) return refused;
        if (!LIFE.getOrDefault(activity.state(), List.of()).contains(to)) return transition(activity);
        activity.states.add(to);
        switch (to) {
            case "SUBMITTED" -> activity.writers.add(worker.account());
            case "PUBLISHED" -> activity.published = true;
            case "ENDED" -> end(name, activity);
            case "CANCELLED" -> callOff(activity);
            case "REPORTED" ->
                activity.report = activity.having("ATTENDED").size() + " "
                        + activity.having("NO_SHOW").size();
            default -> {}
        }
        return "ActivitySaved";
    }

    private void end(String name, Activity activity) {
        activity.enrolments.forEach((person, enrolment) -> {
            if (enrolment.status.equals("CONFIRMED")) enrolment.to("NO_SHOW");
            if (enrolment.status.equals("WAITLISTED")) enrolment.to("CANCELLED");
            if (enrolment.held()) {
                enrolment.postings.set(enrolment.postings.size() - 1, "POSTED");
                balances.move("HOLD " + person, "ACTIVITY " + name, activity.terms.cost());
            }
            if (enrolment.status.equals("ATTENDED") && activity.terms.reward() > 0) {
                enrolment.rewarded = true;
                balances.move("ISSUE", "RESIDENT " + person, activity.terms.reward());
            }
        });
        activity.queue.clear();
    }

    private void callOff(Activity activity) {
        activity.enrolments.forEach((person, enrolment) -> {
            if (List.of("CONFIRMED", "WAITLISTED").contains(enrolment.status)) enrolment.to("CANCELLED");
            release(activity, person);
        });
        activity.queue.clear();
    }

    /** What it would be too late for: its beginning has passed by the clock. */
    void letBegin(String name) {
        activity(name).late = true;
    }

    private static @Nullable String covered(Activity activity, Worker worker) {
        if (worker.here()) return null;
        return worker.inDistrict() && activity.published ? "OutOfDuty" : "NotFound";
    }

    private static String transition(Activity activity) {
        return ("TransitionRefused " + activity.state() + " "
                        + String.join(" ", LIFE.getOrDefault(activity.state(), List.of())))
                .trim();
    }

    // Who comes.

    /** @param child null where the caller comes */
    String enrol(String name, String caller, @Nullable String child) {
        Activity activity = activity(name);
        Person person = person(child == null ? caller : child);
        if (!activity.published || notIn(caller, child)) return "NotFound";
        if (!activity.state().equals("ENROLLING") || activity.late) return "EnrolmentClosed " + activity.state();
        Enrolment enrolment = activity.enrolments.getOrDefault(person.name(), new Enrolment());
        if (!List.of("", "CANCELLED", "DROPPED").contains(enrolment.status)) return "AlreadyEnrolled";
        if (person.child() && child == null) return "GuardianNeeded";
        String audience = activity.terms.audience();
        if (!audience.equals("EVERYBODY") && !person.tags().contains(audience)) return "OtherAudience " + audience;
        Integer capacity = activity.terms.capacity();
        if (capacity == null || (activity.taken() < capacity && activity.queue.isEmpty())) {
            String refused = hold(activity, person.name(), enrolment);
            if (refused != null) return refused;
            enrolment.to("CONFIRMED");
            activity.enrolments.put(person.name(), enrolment);
            return "Enrolled";
        }
        if (activity.queue.size() >= activity.terms.waitlist())
            return "ActivityFull " + capacity + " " + activity.terms.waitlist();
        enrolment.to("WAITLISTED");
        activity.enrolments.put(person.name(), enrolment);
        activity.queue.add(person.name());
        return "Waitlisted " + activity.queue.size();
    }

    String cancel(String name, String caller, @Nullable String child) {
        Activity activity = activity(name);
        if (!activity.published) return "NotFound";
        String person = child == null ? caller : child;
        Enrolment enrolment = activity.enrolments.get(person);
        if (notIn(caller, child) || enrolment == null) return "NotEnrolled";
        if (person(person).child() && child == null) return "GuardianNeeded";
        if (!List.of("CONFIRMED", "WAITLISTED").contains(enrolment.status)) return "NotEnrolled";
        boolean seat = enrolment.status.equals("CONFIRMED");
        enrolment.to("CANCELLED");
        if (!seat) {
            activity.queue.remove(person);
            return "EnrolmentCancelled 0";
        }
        int back = activity.begun() ? 0 : release(activity, person);
        moveUp(activity);
        return "EnrolmentCancelled " + back;
    }

    private void moveUp(Activity activity) {
        while (!activity.queue.isEmpty()) {
            String next = activity.queue.removeFirst();
            Enrolment enrolment = Objects.requireNonNull(activity.enrolments.get(next));
            if (hold(activity, next, enrolment) == null) {
                enrolment.to("CONFIRMED");
                return;
            }
            enrolment.to("DROPPED");
        }
    }

    private @Nullable String hold(Activity activity, String person, Enrolment enrolment) {
        int cost = activity.terms.cost();
        int has = balances.of("RESIDENT " + person);
        if (cost == 0) return null;
        if (has < cost) return "BalanceTooLow " + has + " " + cost;
        enrolment.postings.add("HELD");
        balances.move("RESIDENT " + person, "HOLD " + person, cost);
        return null;
    }

    private int release(Activity activity, String person) {
        Enrolment enrolment = Objects.requireNonNull(activity.enrolments.get(person));
        if (!enrolment.held()) return 0;
        enrolment.postings.set(enrolment.postings.size() - 1, "REVERSED");
        balances.move("HOLD " + person, "RESIDENT " + person, activity.terms.cost());
        return activity.terms.cost();
    }

    /** How asking for a code ends; {@link #shown} tells which it was. */
    String show(String name, String caller, @Nullable String child) {
        Activity activity = activity(name);
        if (!activity.published) return "NotFound";
        Enrolment enrolment = activity.enrolments.get(child == null ? caller : child);
        if (notIn(caller, child) || enrolment == null) return "NoSeat";
        if (person(caller).child() && child == null) return "GuardianNeeded";
        if (!enrolment.status.equals("CONFIRMED")) return "NoSeat";
        return activity.state().equals("RUNNING") ? "CheckInCode" : "CheckInClosed " + activity.state();
    }

    void shown(String name, String person, String code) {
        Enrolment enrolment = Objects.requireNonNull(activity(name).enrolments.get(person));
        enrolment.lines.add("CHECK_IN_CODE_SHOWN");
        enrolment.code = code;
        enrolment.codeExpired = false;
    }

    void letCodesExpire(String name) {
        activity(name).enrolments.values().forEach(enrolment -> enrolment.codeExpired = true);
    }

    String checkIn(String name, Worker worker, String code) {
        Activity activity = activity(name);
        String refused = covered(activity, worker);
        if (refused != null) return refused;
        if (!activity.state().equals("RUNNING")) return "CheckInClosed " + activity.state();
        for (Map.Entry<String, Enrolment> each : activity.enrolments.entrySet()) {
            Enrolment enrolment = each.getValue();
            // Who gave up the seat has nothing to show any more.
            if (!enrolment.code.equals(code)
                    || !List.of("CONFIRMED", "ATTENDED").contains(enrolment.status)) continue;
            if (each.getKey().equals(worker.account())
                    || worker.account().equals(person(each.getKey()).guardian())) return "OwnWork";
            if (enrolment.status.equals("ATTENDED")) return "AlreadyCheckedIn";
            if (enrolment.codeExpired) return "CodeExpired";
            enrolment.to("ATTENDED");
            return "CheckedIn";
        }
        return "CodeUnknown";
    }

    String rate(String name, String caller, @Nullable String child, int score) {
        if (score > 5) return "ScoreOutOfRange 1 5";
        Activity activity = activity(name);
        if (!activity.published) return "NotFound";
        if (activity.writers.contains(caller)) return "OwnWork";
        String person = child == null ? caller : child;
        Enrolment enrolment = activity.enrolments.get(person);
        if (notIn(caller, child) || enrolment == null) return "NotAttended";
        if (person(person).child() && child == null) return "GuardianNeeded";
        if (!enrolment.status.equals("ATTENDED")) return "NotAttended";
        return activity.raters.add(person) ? "ActivityRated" : "AlreadyRated";
    }

    private boolean notIn(String caller, @Nullable String child) {
        return child != null && !caller.equals(person(child).guardian());
    }

    // What there is.

    List<String> activities() {
        return List.copyOf(activities.keySet());
    }

    List<String> having(String activity, String... status) {
        return activity(activity).having(status);
    }

    int version(String activity) {
        return activity(activity).version();
    }

    String state(String activity) {
        return activity(activity).state();
    }

    /** Everything there is, a line for each. */
    Set<String> state() {
        Set<String> state = new TreeSet<>(balances.lines());
        activities.forEach((name, activity) -> {
            Integer capacity = activity.terms.capacity();
            state.add("%s: %s, left %s, waiting %s, report %s, rated by %s"
                    .formatted(
                            name,
                            activity.states,
                            capacity == null ? "-" : String.valueOf(capacity - activity.taken()),
                            activity.queue,
                            activity.report,
                            activity.raters));
            activity.enrolments.forEach((person, enrolment) -> state.add("%s in %s: %s %s, costs %s, rewarded %s"
                    .formatted(
                            person, name, enrolment.status, enrolment.lines, enrolment.postings, enrolment.rewarded)));
        });
        return state;
    }

    private Activity activity(String name) {
        return Objects.requireNonNull(activities.get(name), name);
    }

    private Person person(String name) {
        return Objects.requireNonNull(people.get(name), name);
    }
}
