package org.linli.tenancy.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;

/** The jobs of a cell, each kind in its lane. */
public final class Lanes implements AutoCloseable {
    private final List<Jobs> lanes;

    /**
     * @param cell whose jobs they are
     * @param notices not started yet
     */
    public Lanes(String cell, DistrictDatabase database, List<Kind> kinds, Notices notices) {
        lanes = Arrays.stream(Lane.values())
                .map(lane -> new Jobs(cell, database, in(lane, kinds), lane, notices))
                .filter(Predicate.not(Jobs::idle))
                .toList();
    }

    private static List<Kind> in(Lane lane, List<Kind> kinds) {
        return kinds.stream().filter(kind -> kind.lane() == lane).toList();
    }

    /** Begins to work. */
    public void start() {
        lanes.forEach(Jobs::start);
    }

    /** Ends after the jobs at hand. */
    @Override
    public void close() {
        lanes.forEach(Jobs::close);
    }
}
