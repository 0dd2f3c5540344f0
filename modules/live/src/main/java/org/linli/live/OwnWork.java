package org.linli.live;

/** Nobody approves, verifies or rates the own work, through any hat (DOMAIN.md G10). */
public record OwnWork() implements Refusal {
    /** @throws Refused if it is so */
    public static void check(boolean own) {
        if (own) throw new Refused(new OwnWork());
    }
}
