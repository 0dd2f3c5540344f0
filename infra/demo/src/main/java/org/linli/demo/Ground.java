package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.schema.read.Inputs.Reference;

/** How a district comes by its streets, communities, compounds and grids, one a minute, and who works in them. */
final class Ground {
    private final Script script;
    private final Caller admin;
    private final Caller officer;
    private OffsetDateTime at;

    /** @param from when the first step is made */
    Ground(Script script, OffsetDateTime from) {
        this.script = script;
        admin = script.office(script.account(5), Role.DISTRICT_ADMIN);
        officer = script.office(script.account(4), Role.DISTRICT_OFFICER);
        at = from;
    }

    private void step(Caller by, String useCase, List<UUID> ids, @Nullable Object... arguments) {
        at = at.plusMinutes(1);
        script.play(at, by, useCase, ids, arguments);
    }

    /** From here on it is later. */
    Ground later(String moment) {
        at = script.at(moment);
        return this;
    }

    void street(int n, String code, String name) {
        step(admin, "createStreet", List.of(script.id("0001", n)), "code", code, "name", name);
    }

    /** @param street 0 where it is not known */
    void community(int n, String code, String name, int street) {
        step(
                admin,
                "createCommunity",
                List.of(script.id("0002", n)),
                "code",
                code,
                "name",
                name,
                "street",
                street == 0 ? null : script.id("0001", street));
    }

    void compound(int n, int community) {
        step(
                admin,
                "createCompound",
                List.of(script.id("0003", n)),
                "code",
                "X%03d".formatted(n),
                "name",
                "示例小区 %02d".formatted(n),
                "community",
                script.id("0002", community));
    }

    /** A grid at work, which covers these compounds. */
    void grid(int n, int community, int... covers) {
        List<UUID> compounds =
                IntStream.of(covers).mapToObj(c -> script.id("0003", c)).toList();
        List<UUID> ids = new ArrayList<>(List.of(script.id("0004", n)));
        for (int i = 0; i < covers.length; i++) ids.add(script.id("0005", n * 2 + i));
        step(
                admin,
                "createGrid",
                ids,
                "code",
                code(n),
                "name",
                name(n),
                "community",
                script.id("0002", community),
                "covers",
                compounds);
        step(admin, "activateGrid", List.of(), "grid", script.id("0004", n));
    }

    private static String code(int n) {
        return "G%03d".formatted(n);
    }

    private static String name(int n) {
        return "示例网格 %02d".formatted(n);
    }

    /** Into two, of which the first has a part of the compound that the second shares with the next. */
    void splits(int grid, int first, int second, int compound, int next) {
        UUID shared = script.id("0003", compound);
        step(
                admin,
                "splitGrid",
                List.of(script.id("0004", first), script.id("0004", second)),
                "grid",
                script.id("0004", grid),
                "parts",
                List.of(
                        Script.given(
                                "code", code(first), "name", name(first), "compounds", List.of(shared), "rest", true),
                        Script.given(
                                "code",
                                code(second),
                                "name",
                                name(second),
                                "compounds",
                                List.of(shared, script.id("0003", next)))),
                "reason",
                "示例：住户增多，一分为二。");
    }

    /** Asked for by the district's IT, confirmed by its officer. */
    void duty(
            int n,
            UUID account,
            String person,
            String role,
            @Nullable String position,
            Reference territory,
            LocalDate from,
            @Nullable LocalDate to) {
        isProposed(n, account, person, role, position, territory, from, to);
        step(officer, "confirmDuties", List.of(), "duties", List.of(script.id("0006", n)));
    }

    void isProposed(
            int n,
            UUID account,
            String person,
            String role,
            @Nullable String position,
            Reference territory,
            LocalDate from,
            @Nullable LocalDate to) {
        step(
                admin,
                "assignDuty",
                List.of(script.id("0006", n)),
                "duty",
                Script.given(
                        "account", account,
                        "personName", person,
                        "role", role,
                        "position", position,
                        "territory", territory,
                        "validFrom", from,
                        "validTo", to));
    }

    /** The demo's accounts 01 to 03, and workers without one in the other grids. */
    void duties(int grids) {
        LocalDate from = LocalDate.of(2024, 1, 1);
        duty(1, script.account(1), "示例网格员", "GRID_WORKER", "网格长", place("Grid", "0004", 1), from, null);
        duty(2, script.account(2), "示例社区工作者", "COMMUNITY_WORKER", "社区网格管理员", place("Community", "0002", 1), from, null);
        duty(3, script.account(3), "示例街道干部", "STREET_OFFICER", "街道网格中心主任", place("Street", "0001", 1), from, null);
        for (int n = 2; n <= grids; n++)
            duty(
                    100 + n,
                    script.worker(n),
                    "示例网格员 %02d".formatted(n),
                    "GRID_WORKER",
                    null,
                    place("Grid", "0004", n),
                    from,
                    null);
    }

    /** One more, which nobody has confirmed yet. */
    void proposal(OffsetDateTime asked) {
        at = asked;
        LocalDate from = asked.atZoneSameInstant(script.zone()).toLocalDate().plusDays(14);
        isProposed(300, script.worker(300), "示例新网格员", "GRID_WORKER", null, place("Grid", "0004", 2), from, null);
    }

    Reference place(String type, String table, int n) {
        return new Reference(type, script.id(table, n));
    }
}
