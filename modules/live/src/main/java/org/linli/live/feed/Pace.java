package org.linli.live.feed;

/**
 * How many numbers of the log are read at once for somebody: fewer where that is too much, more again where it is not. It is asked and told by
 * one loop after the other.
 */
public final class Pace {
    /** Of one number, until it is taken for one that cannot be read. */
    private static final int TRIES = 5;

    private volatile int most = Channel.STRETCH;
    private int failures;

    public int most() {
        return most;
    }

    public void worked() {
        failures = 0;
        most = Math.min(Channel.STRETCH, 2 * most);
    }

    /** No more than so many were taken, lest the same is read again and again. */
    void took(int few) {
        most = Math.max(1, few);
    }

    /** @return whether there is one that cannot be read, however often it is tried */
    public boolean failed(long numbers) {
        took((int) numbers / 2);
        return numbers == 1 && ++failures == TRIES;
    }
}
