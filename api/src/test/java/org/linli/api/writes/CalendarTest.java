package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.schema.District;
import tools.jackson.databind.JsonNode;

/**
 * Both districts work from Monday to Friday until 17:00, with days of their own in other years. The State Council has arranged nothing
 * here but what a test says, so that it does not depend on the day on which it runs.
 */
class CalendarTest {
    private static final String DAY = "... on CalendarDaySet { calendarDay { day kind name statutory version } }";

    private final LocalDate today = LocalDate.now(HERE.zone());
    private final Writes writes = new Writes();

    @BeforeEach
    void arrangeNothing() {
        writes.sql("delete from statutory_day");
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void anOwnDayOffMovesTheNextDeadlineAndNoneThatRuns() {
        String before = submitted("district officer");
        assertThat(approveBy(before)).isEqualTo(closing(HERE, 3));
        assertThat(writes.done("admin", day(workday(HERE, 2), "DAY_OFF", ""), DAY)
                        .path("calendarDay")
                        .toString())
                .isEqualTo("{\"day\":\"%s\",\"kind\":\"DAY_OFF\",\"name\":\"示例日\",\"statutory\":false,\"version\":1}"
                        .formatted(workday(HERE, 2)));
        assertThat(approveBy(submitted("district officer"))).isEqualTo(closing(HERE, 4));
        assertThat(approveBy(before)).isEqualTo(closing(HERE, 3));

        writes.done("district officer", day(workday(HERE, 2), "WORKDAY", "expectedVersion: 1"), DAY);
        assertThat(approveBy(submitted("district officer"))).isEqualTo(closing(HERE, 3));
        writes.done("admin", remove(workday(HERE, 2), 2), "... on CalendarDayRemoved { day }");
        assertThat(approveBy(submitted("district officer"))).isEqualTo(closing(HERE, 3));
        assertThat(writes.rows("""
                select name from event where district_id = :district and subject_type = 'CalendarDay' order by at, id
                """))
                .containsExactly("CALENDAR_DAY_CHANGED", "CALENDAR_DAY_CHANGED", "CALENDAR_DAY_DROPPED");
    }

    /** A festival of nine days from tomorrow on, then a day that makes up for it, whatever its weekday. */
    @Test
    void aDeadlineWaitsForTheEndOfAFestival() {
        writes.sql("""
                insert into statutory_day (day, kind, name)
                select date '%s' + n, case when n < 10 then 'DAY_OFF' else 'WORKDAY' end::calendar_day_kind, '春节'
                  from generate_series(1, 10) n
                """.formatted(today));
        writes.done("admin", deadline("ACTIVITY_APPROVAL", 1, "WORKING_DAYS", ""), "");
        assertThat(approveBy(submitted("district officer"))).isEqualTo(at(HERE, today.plusDays(10), "17:00"));
        // The district works on its fourth day.
        writes.done("admin", day(today.plusDays(4), "WORKDAY", ""), "");
        assertThat(approveBy(submitted("district officer"))).isEqualTo(at(HERE, today.plusDays(4), "17:00"));
        assertThat(writes.asked("guest", """
                        { calendarDays(orderBy: [DAY_ASC], where: { day: { gt: "%s", lte: "%s" } }) {
                            nodes { kind statutory } } }
                        """.formatted(today.plusDays(2), today.plusDays(5)))
                        .toString())
                .contains("[{\"kind\":\"DAY_OFF\",\"statutory\":true},{\"kind\":\"WORKDAY\",\"statutory\":false},"
                        + "{\"kind\":\"DAY_OFF\",\"statutory\":true}]");
    }

    @Test
    void aWeekIsReplacedAsAWhole() {
        JsonNode set = writes.done("admin", week("expectedVersion: 2", everyDay("10:00", "19:30")), """
                ... on WorkingTimesSet { version district { workingTimes { opensAt closesAt version } history { nodes { event } } } }
                """);
        assertThat(set.path("version").asInt()).isEqualTo(3);
        assertThat(set.path("district").path("workingTimes").size()).isEqualTo(7);
        assertThat(set.toString())
                .contains("{\"opensAt\":\"10:00:00\",\"closesAt\":\"19:30:00\",\"version\":3}")
                .contains("{\"event\":\"WORKING_WEEK_CHANGED\"}");
        assertThat(approveBy(submitted("district officer"))).isEqualTo(at(HERE, today.plusDays(3), "19:30"));
        writes.done(
                "admin",
                deadline("ACTIVITY_APPROVAL", 2, "CALENDAR_DAYS", ""),
                "... on DeadlineSet { deadline { version history { nodes { event } } } }");
        assertThat(approveBy(submitted("district officer"))).isEqualTo(at(HERE, today.plusDays(3), "00:00"));
        assertThat(writes.asked("district officer there", "{ workingTimes { totalCount nodes { version } } }")
                        .toString())
                .contains("\"totalCount\":10", "\"version\":2")
                .doesNotContain("3");
    }

    @Test
    void aDistrictThatSaidNothingHasTheUsualWeekAndDeadlines() {
        writes.sql(
                "delete from working_time where district_id = :district;"
                        + " delete from working_week where district_id = :district; delete from deadline where district_id = :district");
        assertThat(writes.asked(
                                "guest",
                                "{ workingTimes(first: 1, orderBy: [WEEKDAY_DESC, OPENS_AT_DESC]) { totalCount nodes { weekday closesAt version } } }")
                        .toString())
                .isEqualTo("{\"workingTimes\":{\"totalCount\":10,\"nodes\":"
                        + "[{\"weekday\":\"FRIDAY\",\"closesAt\":\"18:00:00\",\"version\":null}]}}");
        assertThat(writes.asked("guest", "{ deadlines(orderBy: [KIND_ASC]) { nodes { kind amount unit version } } }")
                        .findValuesAsString("amount"))
                .containsExactly("3", "5", "10", "5", "5");
        assertThat(approveBy(submitted("district officer"))).isEqualTo(at(HERE, workday(HERE, 3), "18:00"));
        writes.refused("admin", "NOT_FOUND", week("expectedVersion: 1", everyDay("10:00", "19:30")));
        writes.done("admin", week("", everyDay("10:00", "19:30")), "... on WorkingTimesSet { version }");
        writes.refused("admin", "VERSION_CONFLICT", week("", everyDay("10:00", "19:30")));
    }

    /** It is eleven and a half hours earlier there, or ten and a half. */
    @Test
    void aDistrictCountsItsOwnDaysInItsOwnZone() {
        writes.done("admin", day(workday(HERE, 1), "DAY_OFF", ""), "");
        writes.done("admin", day(workday(HERE, 2), "DAY_OFF", ""), "");
        String there = submitted("district officer there");
        assertThat(approveBy("district officer there", there)).isEqualTo(closing(THERE, 3));
        assertThat(writes.asked(
                                "guest there",
                                "{ calendarDays(where: { day: { eq: \"%s\" } }) { totalCount } }"
                                        .formatted(workday(HERE, 1)))
                        .toString())
                .contains("\"totalCount\":0");
    }

    @Test
    void everyClockStartsAndStops() {
        writes.sql("""
                update merchant_service set status = 'DRAFT' where district_id = :district and id = '%s';
                update grid set status = 'ACTIVE' where district_id = :district and id = '%s';
                delete from deadline where district_id = :district;
                """.formatted(id(HERE, "service", 3), id(HERE, "grid", 1)));
        String service = node(HERE, "service", 3);
        JsonNode reviewed = writes.done(
                "merchant",
                "submitService(service: \"" + service + "\")",
                "... on ServiceChanged { service { reviewBy overdue } }");
        assertThat(moment(reviewed, "reviewBy")).isEqualTo(closing(HERE, 5));
        assertThat(writes.done(
                                "merchant",
                                "withdrawService(service: \"" + service + "\", reason: \"示例\")",
                                "... on ServiceChanged { service { reviewBy } }")
                        .findValuesAsString("reviewBy"))
                .containsExactly("");

        JsonNode joined = writes.done(
                "account without district",
                """
                joinDistrict(district: "140213", application: {name: "示例新人", phone: "11100000009", birthDate: "1990-01-01",
                             dwelling: {grid: "%s", relation: TENANT}})
                """.formatted(node(HERE, "grid", 1)).strip(),
                "... on DistrictJoined { resident { id verifyBy overdue } }");
        assertThat(moment(joined, "verifyBy")).isEqualTo(closing(HERE, 10));
        String resident = joined.path("resident").path("id").asString();
        writes.done("community worker", "suspendResident(resident: \"%s\", reason: \"示例\")".formatted(resident), "");
        assertThat(verifyBy(resident)).isEmpty();
        writes.done("community worker", "resumeResident(resident: \"%s\", reason: \"示例\")".formatted(resident), "");
        assertThat(OffsetDateTime.parse(verifyBy(resident))).isEqualTo(closing(HERE, 10));
        writes.done(
                "grid worker",
                "verifyIdentity(resident: \"%s\", identityNumber: \"%s\")".formatted(resident, "990101199001010019"),
                "");
        assertThat(OffsetDateTime.parse(verifyBy(resident))).isEqualTo(closing(HERE, 10));
        writes.done("grid worker", "verifyResidence(resident: \"%s\")".formatted(resident), "");
        assertThat(verifyBy(resident)).isEmpty();

        JsonNode filed = writes.done(
                "resident",
                "registerForService(unit: \"%s\")".formatted(node(HERE, "unit", 1)),
                "... on RegistrationSaved { registration { id confirmBy overdue } }");
        assertThat(moment(filed, "confirmBy")).isEqualTo(closing(HERE, 5));
        String registration = filed.path("registration").path("id").asString();
        String confirmBy = "... on RegistrationSaved { registration { confirmBy } }";
        assertThat(moment(
                        writes.done("unit contact", registration("confirmByUnit", registration, 1), confirmBy),
                        "confirmBy"))
                .isEqualTo(closing(HERE, 5));
        assertThat(writes.done("community worker", registration("acceptByCommunity", registration, 2), confirmBy)
                        .findValuesAsString("confirmBy"))
                .containsExactly("");
    }

    /** Activity 12 of the fixture was to be approved long ago; who may not see it is not told of it. */
    @Test
    void whatIsOverdueIsFoundByThoseWhoMayAct() {
        String overdue = """
                { activities(where: { approveBy: { lt: "2025-01-01T00:00:00Z" } }, orderBy: [APPROVE_BY_ASC]) { nodes { id overdue } } }
                """;
        assertThat(writes.asked("district officer", overdue).toString())
                .isEqualTo("{\"activities\":{\"nodes\":[{\"id\":\"%s\",\"overdue\":true}]}}"
                        .formatted(node(HERE, "activity", 12)));
        for (String stranger : List.of("guest", "resident", "merchant", "auditor"))
            assertThat(writes.asked(stranger, overdue).toString()).contains("\"nodes\":[]");
        writes.done(
                "district officer",
                "approveActivity(activity: \"%s\", expectedVersion: 1)".formatted(node(HERE, "activity", 12)),
                "");
        assertThat(writes.asked("district officer", overdue).toString()).contains("\"nodes\":[]");
    }

    @Test
    void aDayIsRefused() {
        LocalDate day = LocalDate.parse("2124-01-01");
        assertThat(writes.refused("admin", "DAY_OVER", day(today.minusDays(1), "DAY_OFF", ""))
                        .path("message")
                        .asString())
                .contains(today.toString());
        writes.refused("admin", "DAY_OVER", remove(LocalDate.parse("2026-02-14"), 1));
        writes.refused("admin", "VERSION_CONFLICT", day(day, "DAY_OFF", ""));
        writes.refused("admin", "VERSION_CONFLICT", day(day, "DAY_OFF", "expectedVersion: 2"));
        writes.refused("admin", "VERSION_CONFLICT", remove(day, 2));
        writes.refused("admin", "NOT_FOUND", day(day.plusDays(1), "DAY_OFF", "expectedVersion: 1"));
        writes.refused("admin", "NOT_FOUND", remove(day.plusDays(1), 1));
        writes.fails("admin", "INVALID_TEXT", day(day, "DAY_OFF", "").replace("示例日", " "));
    }

    @ParameterizedTest
    @CsvSource({
        "'', AT_LEAST_ONE, null",
        "08:30:01 12:00, WHOLE_MINUTES, MONDAY",
        "12:00 12:00, END_AFTER_BEGINNING, MONDAY",
        "08:00 12:00 11:00 13:00, NO_OVERLAP, MONDAY",
        "01:00 02:00 02:00 03:00 03:00 04:00 04:00 05:00 05:00 06:00, AT_MOST_FOUR_A_DAY, MONDAY"
    })
    void aWeekIsRefused(String times, String rule, String weekday) {
        String[] parts = times.split(" ");
        StringBuilder monday = new StringBuilder();
        for (int i = 0; i + 1 < parts.length; i += 2) monday.append(time("MONDAY", parts[i], parts[i + 1]));
        String mutation = week("expectedVersion: 2", monday.toString());
        assertThat(writes.refused("admin", "WORKING_WEEK_UNFIT", mutation)
                        .path("message")
                        .asString())
                .contains(rule);
        JsonNode answer = writes.run(
                writes.caller("district officer"), mutation, "... on WorkingWeekUnfit { rule weekday }", null);
        assertThat(answer.path("rule").asString()).isEqualTo(rule);
        assertThat(answer.path("weekday").asString("null")).isEqualTo(weekday);
    }

    @Test
    void settingsAreRefused() {
        writes.refused("admin", "VERSION_CONFLICT", week("", everyDay("10:00", "19:30")));
        writes.refused("admin", "VERSION_CONFLICT", week("expectedVersion: 1", everyDay("10:00", "19:30")));
        writes.refused("admin", "DEADLINE_TOO_LONG", deadline("SERVICE_REVIEW", 367, "WORKING_DAYS", ""));
        writes.refused("admin", "VERSION_CONFLICT", deadline("SERVICE_REVIEW", 3, "WORKING_DAYS", ""));
        writes.refused(
                "admin", "VERSION_CONFLICT", deadline("SERVICE_REVIEW", 3, "WORKING_DAYS", "expectedVersion: 2"));
        writes.refused("admin", "NOT_FOUND", deadline("EVALUATION_APPEAL", 3, "WORKING_DAYS", "expectedVersion: 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guest",
                "resident",
                "grid worker",
                "street officer",
                "department officer",
                "auditor",
                "integrator"
            })
    void onlyOfficersOfTheDistrictAndItsItSetTheCalendar(String caller) {
        for (String mutation : List.of(
                day(today, "DAY_OFF", ""),
                remove(today, 1),
                week("", everyDay("10:00", "19:30")),
                deadline("SERVICE_REVIEW", 3, "WORKING_DAYS", ""))) writes.fails(caller, "FORBIDDEN", mutation);
    }

    /** A new activity of the whole district that was handed in. */
    private String submitted(String officer) {
        String activity = writes.done(officer, """
                createActivity(input: {kind: LECTURE title: "示例" host: "示例区" venue: "礼堂" audience: EVERYBODY waitlist: 0
                               pointsReward: 0 startsAt: "2099-01-01T10:00:00Z" endsAt: "2099-01-01T11:00:00Z"})
                """.strip(), "... on ActivitySaved { activity { id } }")
                .findValuesAsString("id")
                .getFirst();
        writes.done(officer, "submitActivity(activity: \"" + activity + "\")", "");
        return activity;
    }

    private OffsetDateTime approveBy(String activity) {
        return approveBy("district officer", activity);
    }

    private OffsetDateTime approveBy(String officer, String activity) {
        return moment(writes.asked(officer, "{ activity(id: \"" + activity + "\") { approveBy } }"), "approveBy");
    }

    /** Empty where no clock runs. */
    private String verifyBy(String resident) {
        return writes.asked("grid worker", "{ resident(id: \"" + resident + "\") { verifyBy } }")
                .findValuesAsString("verifyBy")
                .getFirst();
    }

    private static OffsetDateTime moment(JsonNode answer, String field) {
        return OffsetDateTime.parse(answer.findValuesAsString(field).getFirst());
    }

    /** When the working time ends of the so-manieth workday after today, where nothing but weekdays counts. */
    private static OffsetDateTime closing(District district, int workdays) {
        return at(district, workday(district, workdays), "17:00");
    }

    private static LocalDate workday(District district, int workdays) {
        LocalDate day = LocalDate.now(district.zone());
        for (int left = workdays; left > 0; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) left--;
        }
        return day;
    }

    private static OffsetDateTime at(District district, LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(district.zone()).toOffsetDateTime();
    }

    private static String day(LocalDate day, String kind, String more) {
        return "setCalendarDay(day: \"%s\", kind: %s, name: \"示例日\" %s)".formatted(day, kind, more);
    }

    private static String remove(LocalDate day, int version) {
        return "removeCalendarDay(day: \"%s\", expectedVersion: %d)".formatted(day, version);
    }

    private static String week(String more, String times) {
        return "setWorkingTimes(times: [%s] %s)".formatted(times, more);
    }

    private static String everyDay(String opens, String closes) {
        StringBuilder times = new StringBuilder();
        for (DayOfWeek day : DayOfWeek.values()) times.append(time(day.name(), opens, closes));
        return times.toString();
    }

    private static String time(String weekday, String opens, String closes) {
        return "{weekday: %s opensAt: \"%s\" closesAt: \"%s\"}".formatted(weekday, full(opens), full(closes));
    }

    private static String full(String time) {
        return time.length() == 5 ? time + ":00" : time;
    }

    private static String deadline(String kind, int amount, String unit, String more) {
        return "setDeadline(kind: %s, amount: %d, unit: %s %s)".formatted(kind, amount, unit, more);
    }

    private static String registration(String step, String registration, int version) {
        return "%s(registration: \"%s\", expectedVersion: %d)".formatted(step, registration, version);
    }
}
