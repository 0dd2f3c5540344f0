package org.linli.demo;

import java.time.OffsetDateTime;
import java.util.List;
import org.linli.demo.Ballots.Evaluation;
import org.linli.demo.Gatherings.Gathering;
import org.linli.demo.Trade.Shop;
import org.linli.demo.Volunteers.Project;
import org.linli.schema.Caller;
import org.linli.schema.District;

/**
 * Who and what a district of the demo has for a {@link LivelyDay}. Nobody in it has an account of the demo: whoever logs in finds what waits for
 * the account as it was left.
 */
interface Neighbourhood {
    District district();

    /** Whether it is invented, so that here things also go wrong, and are scored. */
    boolean invented();

    int communities();

    /** Adults who live here. */
    List<Integer> people();

    Caller resident(int n);

    /** An activity of a community, which rewards who comes with the 20 points that a service of the day costs. */
    Gathering gathering(int community, int capacity, int waitlist, OffsetDateTime startsAt);

    /** Merchants who may offer something. */
    List<Shop> shops();

    Trade trade(Script script);

    /** A project without an end. */
    Project project();

    List<Integer> carers();

    Volunteers volunteers(Script script);

    /** Who verifies what volunteers did. */
    Caller officer();

    /** An evaluation by residents, of an invented district only. */
    Evaluation evaluation(OffsetDateTime opensAt);

    /** Who may vote in it. */
    List<Integer> voters();
}
