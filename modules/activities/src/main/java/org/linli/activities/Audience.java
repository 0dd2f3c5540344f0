package org.linli.activities;

import java.util.List;

/** For whom an activity is meant; the words are those of residents' tags. */
public enum Audience {
    EVERYBODY,
    ELDER,
    YOUTH,
    JOB_SEEKER,
    CHILD,
    FAMILY;

    /** Whether a resident with these tags is meant. A family comes as a parent with a child, so both are. */
    boolean includes(List<String> tags) {
        return this == EVERYBODY || this == FAMILY || tags.contains(name());
    }
}
