package org.linli.api.architecture.seen;

import io.r2dbc.spi.ConnectionFactory;

/** A store that others can reach, with a connection of its own, on which it enters districts as it likes. */
public final class VisitStore {
    static final String ENTER = "select enter_district($1)";

    final ConnectionFactory connections;

    public VisitStore(ConnectionFactory connections) {
        this.connections = connections;
    }
}
