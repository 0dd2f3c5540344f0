package org.linli.api;

import java.util.List;
import org.linli.activities.Activities;
import org.linli.evaluations.Evaluations;
import org.linli.merchants.Merchants;
import org.linli.merchants.Redemptions;
import org.linli.merchants.Services;
import org.linli.points.Points;

/** The modules' front classes, which do what the fields of Mutation promise. */
public final class FrontClasses {
    private FrontClasses() {}

    public static List<?> all() {
        return List.of(
                new Activities(), new Evaluations(), new Merchants(), new Services(), new Redemptions(), new Points());
    }
}
