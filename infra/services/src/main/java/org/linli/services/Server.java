package org.linli.services;

/** A server that can be brought up, and be treated as badly as production treats servers. Blocking; safe to call from any thread. */
interface Server extends AutoCloseable {
    /** Starts on the port it always had; data of an earlier run are still there. */
    void start();

    /** Ends in good order, or does nothing if it is down. */
    void stop();

    /** Ends it at once, as a power cut would. */
    void kill();

    /** Holds it still: connections stay open and nothing answers. */
    void freeze();

    void thaw();

    /** Throws if the server has ended by itself, with the end of its log. */
    void check();

    /** Stops it for good and deletes what was meant to be thrown away. */
    @Override
    void close();
}
