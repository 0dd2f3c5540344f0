package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/** How people become residents: by joining with an account, as a child of who did, or from an earlier register. */
final class People {
    private static final int ROWS = 250;
    private static final List<String> WAY = List.of("REGISTERED", "IDENTITY_VERIFIED", "RESIDENCE_VERIFIED", "ACTIVE");

    /**
     * Somebody of the demo.
     *
     * @param n of the row; the code in the earlier register follows from it
     * @param standing how far the registration has come
     * @param guardian row of the guardian, 0 where there is none
     */
    record Person(
            int n,
            String name,
            boolean male,
            LocalDate birth,
            @Nullable String phone,
            int grid,
            int compound,
            String door,
            String relation,
            List<String> tags,
            String standing,
            int guardian,
            LocalDate registered) {
        String number() {
            return Words.identityNumber(birth, male, n);
        }

        private String gender() {
            return male ? "MALE" : "FEMALE";
        }

        private String code() {
            return "JM%06d".formatted(n);
        }
    }

    private final Script script;
    private final IntFunction<Caller> workers;

    /** @param workers who works in a grid */
    People(Script script, IntFunction<Caller> workers) {
        this.script = script;
        this.workers = workers;
    }

    /** Joins with the own account, and is verified at the door. */
    void joins(Person person, UUID account, OffsetDateTime at) {
        script.play(
                at,
                script.newcomer(account),
                "joinDistrict",
                List.of(resident(person.n())),
                "district",
                script.district.code(),
                "application",
                Script.given(
                        "name", person.name(),
                        "phone", person.phone(),
                        "gender", person.gender(),
                        "birthDate", person.birth(),
                        "dwelling", dwelling(person)));
        isVerified(person, at);
    }

    /** Is registered by a guardian who joined, who consents by that. */
    void isRegisteredBy(Person child, Caller guardian, OffsetDateTime at) {
        script.play(
                at,
                guardian,
                "registerChild",
                List.of(resident(child.n())),
                "registration",
                Script.given("name", child.name(), "gender", child.gender(), "birthDate", child.birth()));
        isVerified(child, at);
    }

    /** By the grid's worker, in the days after, as far as the registration has come. */
    void isVerified(Person person, OffsetDateTime since) {
        int steps = WAY.indexOf(person.standing());
        Caller worker = workers.apply(person.grid());
        UUID id = resident(person.n());
        if (steps > 0)
            script.play(
                    since.plusHours(3),
                    worker,
                    "verifyIdentity",
                    List.of(),
                    "resident",
                    id,
                    "identityNumber",
                    person.number());
        if (steps > 1) script.play(since.plusHours(27), worker, "verifyResidence", List.of(), "resident", id);
        if (steps > 2) script.play(since.plusHours(28), worker, "activateResident", List.of(), "resident", id);
    }

    /**
     * Takes them over from an earlier register.
     *
     * @param second who confirms what that register says of them
     * @param at when the first of them; the next follow when all of them are in that register
     * @param byHand of how many the district's own workers then verified identity and residence
     */
    void areTakenOver(List<Person> people, Caller officer, Caller second, OffsetDateTime at, int byHand) {
        for (int from = 0; from < people.size(); from += ROWS) {
            List<Person> rows = people.subList(from, Math.min(from + ROWS, people.size()));
            OffsetDateTime known = rows.getLast()
                    .registered()
                    .plusDays(1)
                    .atTime(8, 0)
                    .atZone(script.zone())
                    .toOffsetDateTime();
            OffsetDateTime then = known.isAfter(at) ? known : at;
            UUID batch = script.id("0011", 1 + from / ROWS);
            List<Map<String, Object>> taken = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) taken.add(row(rows.get(i), from + i < byHand));
            script.play(
                    then,
                    officer,
                    "importResidents",
                    Stream.concat(Stream.of(batch), rows.stream().map(person -> resident(person.n())))
                            .toList(),
                    "residents",
                    taken);
            script.play(then.plusHours(2), second, "confirmImport", List.of(), "batch", batch);
        }
        people.subList(0, Math.min(byHand, people.size())).forEach(person -> isVerified(person, at));
    }

    private Map<String, Object> row(Person person, boolean unverified) {
        boolean registered = unverified || person.standing().equals("REGISTERED");
        List<String> consents = new ArrayList<>();
        if (person.guardian() > 0) consents.add("GUARDIANSHIP");
        if (person.n() <= 20) consents.add("TAGS");
        return Script.given(
                "code",
                person.code(),
                "name",
                person.name(),
                "gender",
                person.gender(),
                "birthDate",
                person.birth(),
                "phone",
                person.phone(),
                "identityNumber",
                registered ? null : person.number(),
                "dwelling",
                dwelling(person),
                "tags",
                person.tags(),
                "guardian",
                person.guardian() > 0 ? "JM%06d".formatted(person.guardian()) : null,
                "consents",
                consents,
                "standing",
                registered ? "REGISTERED" : person.standing(),
                "registeredOn",
                person.registered());
    }

    private Map<String, Object> dwelling(Person person) {
        return Script.given(
                "grid", script.id("0004", person.grid()),
                "compound", script.id("0003", person.compound()),
                "door", person.door(),
                "relation", person.relation());
    }

    private UUID resident(int n) {
        return script.id("0010", n);
    }
}
