package org.linli.platform;

/** What a move waits for. */
enum MoveObstacle {
    BUSY,
    CLIENTS_SHARED,
    UNEXPECTED
}
