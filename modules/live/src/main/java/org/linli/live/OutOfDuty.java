package org.linli.live;

/** The caller sees the record, but no current duty covers it. */
public record OutOfDuty() implements Refusal {
    /** @throws Refused unless it is so */
    public static void unless(boolean covered) {
        if (!covered) throw new Refused(new OutOfDuty());
    }
}
