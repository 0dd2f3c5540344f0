package org.linli.tenancy.jobs;

/**
 * What waits for the same hands: whoever waits for Keycloak does not wait for somebody's hundred thousand rows.
 */
public enum Lane {
    /** What is done again and again, in moments; as it becomes due. */
    HOUSEKEEPING(1, false, false),
    /** What asks Keycloak, or sends letters. */
    DIRECTORY(2, true, false),
    /** Files that are brought in. */
    DATA(2, true, true),
    /** What goes through a directory of accounts from end to end, page by page. */
    COMPARISON(1, false, false),
    /** Moves from cell to cell: a district that is not written in meanwhile waits for nothing else, nor behind one that is in the way of its own. */
    MOVES(2, false, false),
    /** What goes on for minutes and hours. */
    LONG(1, false, false);

    private final int hands;
    private final boolean inTurn;
    private final boolean writes;

    Lane(int hands, boolean inTurn, boolean writes) {
        this.hands = hands;
        this.inTurn = inTurn;
        this.writes = writes;
    }

    /** How many are done at once on a node, in each cell. */
    int hands() {
        return hands;
    }

    /** Whether districts have their turns, however much one of them wants; there are few jobs to choose from. */
    boolean inTurn() {
        return inTurn;
    }

    /** Whether it does the district's own work, and so rests while the district is suspended. */
    boolean writes() {
        return writes;
    }
}
