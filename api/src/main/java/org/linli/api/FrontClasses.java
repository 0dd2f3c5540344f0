package org.linli.api;

import java.util.List;
import org.linli.activities.Activities;

/** The modules' front classes, which do what the fields of Mutation promise. */
public final class FrontClasses {
    private FrontClasses() {}

    public static List<?> all() {
        return List.of(new Activities());
    }
}
