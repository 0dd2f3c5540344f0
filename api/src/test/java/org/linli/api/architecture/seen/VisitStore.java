package org.linli.api.architecture.seen;

import io.r2dbc.spi.ConnectionFactory;

/** A store that others can reach, with a connection of its own that no district was bound to. */
public final class VisitStore {
    final ConnectionFactory connections;

    public VisitStore(ConnectionFactory connections) {
        this.connections = connections;
    }
}
