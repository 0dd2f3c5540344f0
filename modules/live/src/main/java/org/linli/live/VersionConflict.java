package org.linli.live;

/** The caller decided on a version that is no longer the current one. */
public record VersionConflict(int currentVersion) implements Refusal {
    /** @throws Refused unless they are the same */
    public static void check(int expected, int current) {
        if (expected != current) throw new Refused(new VersionConflict(current));
    }
}
