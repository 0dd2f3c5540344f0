package org.linli.tenancy.jobs;

/**
 * What waits for the same hands: whoever waits for Keycloak does not wait for somebody's hundred thousand rows.
 */
public enum Lane {
    /** What is done again and again, in moments; as it becomes due. */
    HOUSEKEEPING(1, false),
    /** What asks Keycloak, or sends letters. */
    DIRECTORY(2, true),
    /** Files that are brought in. */
    DATA(2, true),
    /** What goes on for minutes and hours. */
    LONG(1, false);

    private final int hands;
    private final boolean inTurn;

    Lane(int hands, boolean inTurn) {
        this.hands = hands;
        this.inTurn = inTurn;
    }

    /** How many are done at once on a node, in each cell. */
    int hands() {
        return hands;
    }

    /** Whether districts have their turns, however much one of them wants; there are few jobs to choose from. */
    boolean inTurn() {
        return inTurn;
    }
}
