package org.linli.services;

/** How a service is run: as a process of this machine or in a container. What the methods do, {@link Service} says. */
interface Server extends AutoCloseable {
    void start();

    /** Throws if the server has ended by itself, with the end of its log. */
    void check();

    void stop();

    void kill();

    void freeze();

    void thaw();

    /** What it has printed so far. */
    String log();

    @Override
    void close();
}
