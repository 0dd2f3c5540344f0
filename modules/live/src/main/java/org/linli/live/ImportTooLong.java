package org.linli.live;

/** More rows at once than one transaction should carry. */
public record ImportTooLong(int most) implements Refusal {
    /** Rows of one import, at most. */
    public static final int MOST = 1_000;

    /** @throws Refused where there are too many */
    public static void check(int rows) {
        if (rows > MOST) throw new Refused(new ImportTooLong(MOST));
    }
}
