package org.linli.clients;

import org.linli.live.Transitions;

enum ClientStatus {
    REGISTERING,
    READY,
    CHANGING,
    WITHDRAWN;

    static final Transitions<ClientStatus> LIFE = Transitions.of(ClientStatus.class)
            .step(REGISTERING, READY, WITHDRAWN)
            .step(READY, CHANGING, WITHDRAWN)
            .step(CHANGING, READY, WITHDRAWN)
            .step(WITHDRAWN, REGISTERING);

    /** What it is while something about it changes; one that is on its way goes on. */
    ClientStatus changing() {
        if (this == REGISTERING || this == CHANGING) return this;
        LIFE.check(this, CHANGING);
        return CHANGING;
    }
}
