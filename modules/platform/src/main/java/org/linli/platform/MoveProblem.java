package org.linli.platform;

/** Why a district cannot be moved. */
enum MoveProblem {
    CELL_UNKNOWN,
    LIVES_THERE,
    MOVES_ALREADY,
    NOT_IN_USE
}
