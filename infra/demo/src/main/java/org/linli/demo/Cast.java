package org.linli.demo;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import org.linli.demo.People.Person;
import org.linli.schema.Caller;
import org.linli.schema.Role;

/** Who acts in every district of the demo: by the demo's accounts, and for the others by accounts that nobody can log in to. */
final class Cast {
    /** Of the neighbour, who is one in every district. */
    private static final UUID NEIGHBOUR = UUID.fromString("01900000-0000-4000-9000-000000000002");

    private final Script script;
    private final int resident;
    private final int child;
    private final Map<Integer, UUID> accounts;

    final Caller officer;
    final Caller colleague;

    /**
     * Residents by their number.
     *
     * @param resident of the demo
     * @param merchant who answers for the first merchant
     * @param child of the resident
     * @param member of the party, who serves
     * @param contact who answers for the first unit
     */
    Cast(Script script, int resident, int merchant, int child, int neighbour, int member, int contact) {
        this.script = script;
        this.resident = resident;
        this.child = child;
        accounts = new TreeMap<>(Map.of(
                resident, script.account(11),
                merchant, script.account(12),
                neighbour, NEIGHBOUR,
                member, script.account(14),
                contact, script.account(15)));
        officer = script.office(script.account(4), Role.DISTRICT_OFFICER);
        colleague = script.office(script.worker(204), Role.DISTRICT_OFFICER);
    }

    Caller worker(int grid) {
        return script.onDuty(grid == 1 ? script.account(1) : script.worker(grid), Role.GRID_WORKER, grid);
    }

    Caller community(int... grids) {
        return script.onDuty(script.account(2), Role.COMMUNITY_WORKER, grids);
    }

    Caller street(int... grids) {
        return script.onDuty(script.account(3), Role.STREET_OFFICER, grids);
    }

    Caller resident(int n) {
        return script.resident(n, accounts.get(n));
    }

    /** Who has an account of the demo joins with it, one after the other, and the resident registers the child. */
    void join(People people, IntFunction<Person> persons, OffsetDateTime first) {
        accounts.forEach((n, account) -> people.joins(persons.apply(n), account, first.plusMinutes(n)));
        people.isRegisteredBy(persons.apply(child), resident(resident), first.plusMinutes(90));
    }

    /** Who was in no register before. */
    boolean joins(int n) {
        return n == child || accounts.containsKey(n);
    }

    /** Another system will be told what happens; so far it is only set up, at an address that leads nowhere. */
    void connect() {
        Caller integrator = script.office(script.account(21), Role.INTEGRATOR);
        UUID webhook = script.id("0070", 1);
        script.play(
                script.at("2024-10-08 09:00"),
                integrator,
                "registerWebhook",
                List.of(webhook),
                "name",
                "示例大屏",
                "address",
                "https://192.0.2.1/linli",
                "payload",
                "subscription { updates { id type at } }");
        script.play(script.at("2024-10-08 09:30"), integrator, "pauseWebhook", List.of(), "webhook", webhook);
    }

    /** The resident redeemed the first service twice: one is done, the other's code waits for the demo's merchant. */
    void redeem(Trade trade, OffsetDateTime now) {
        for (int n = 1; n <= 20; n++)
            trade.isGranted(n, 200, officer, script.at("2024-10-01 09:00").plusMinutes(n));
        trade.redeems(1, resident(resident), 1, "LNLDEMQ23457", script.at("2024-10-20 10:00"));
        trade.verifies(1, "LNLDEMQ23457", script.at("2024-10-20 18:00"));
        trade.redeems(2, resident(resident), 1, "LNLDEMQ23456", now);
    }
}
