package org.linli.api;

import java.util.List;
import org.linli.activities.Activities;
import org.linli.evaluations.Evaluations;

/** The modules' front classes, which do what the fields of Mutation promise. */
public final class FrontClasses {
    private FrontClasses() {}

    public static List<?> all() {
        return List.of(new Activities(), new Evaluations());
    }
}
