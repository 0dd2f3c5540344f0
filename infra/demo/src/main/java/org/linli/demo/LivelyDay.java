package org.linli.demo;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.linli.demo.Ballots.Evaluation;
import org.linli.demo.Gatherings.Gathering;
import org.linli.demo.Trade.Shop;
import org.linli.demo.Volunteers.Shift;
import org.linli.live.OneTimeCode;
import org.linli.live.Played;
import org.linli.schema.District;

/**
 * What goes on in both districts while somebody watches: stories of a few minutes, several at a time, a new one for each that ends. It
 * is played as the demo's history is ({@link org.linli.live.UseCaseRunner#play}), by the same rules and with the same lines in the log,
 * since hardly any of those who act have an account to log in with. A story makes what it needs, an activity, a service, a shift, an
 * evaluation, so that none can stand in the way of a later one; what it takes from the district (who lives there, its merchants and
 * volunteers) it leaves as it was.
 *
 * <p>The same seed gives the same use cases by the same people, whatever is in the database.
 */
final class LivelyDay {
    /** How long a shift has lasted when its volunteers come back. */
    private static final Duration SERVED = Duration.ofHours(2);

    private static final int APPLICANTS = 9;
    private static final int BUYERS = 3;
    private static final int SERVING = 5;
    private static final int VOTERS = 8;

    private final Random random;
    private final OffsetDateTime began;
    private final List<Story> going = new ArrayList<>();
    private int stories;
    private int turn;

    /** What happened: use cases of one transaction. */
    record Happening(District district, List<Played> played) {}

    /** Tells what happens in a story, step by step. */
    private interface Plot {
        void tell(Story story, OffsetDateTime now);
    }

    private record Story(Neighbourhood place, Plot plot, Script script, Queue<Consumer<OffsetDateTime>> steps) {
        void then(Consumer<OffsetDateTime> step) {
            steps.add(step);
        }
    }

    LivelyDay(List<? extends Neighbourhood> places, long seed, OffsetDateTime now) {
        random = new Random(seed);
        began = now;
        for (Neighbourhood place : places) {
            for (int i = 0; i < 3; i++) going.add(begin(place, this::gathering, now));
            going.add(begin(place, this::service, now));
            if (place.invented()) going.add(begin(place, this::evaluation, now));
        }
    }

    private Story begin(Neighbourhood place, Plot plot, OffsetDateTime now) {
        Script script = new Script(place.district(), began.toInstant().plusMillis(stories++));
        Story story = new Story(place, plot, script, new ArrayDeque<>());
        plot.tell(story, now);
        return story;
    }

    /** What happens next, at this moment. */
    Happening next(OffsetDateTime now) {
        if (going.get(turn).steps().isEmpty()) breakOff(now);
        turn = random.nextInt(going.size());
        Story story = going.get(turn);
        Objects.requireNonNull(story.steps().poll(), "one that is over is followed by another")
                .accept(now);
        return new Happening(story.place().district(), story.script().take());
    }

    /** Another story takes the place of the one that was last, as where somebody at the demo made an end of what it is about. */
    void breakOff(OffsetDateTime now) {
        Story last = going.get(turn);
        going.set(turn, begin(last.place(), last.plot(), now));
    }

    /** Some, each once. */
    private <T> List<T> some(int n, List<T> of) {
        List<T> shuffled = new ArrayList<>(of);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, n);
    }

    /** From the draft to the archive; some of those who came have a service for the points. */
    private void gathering(Story story, OffsetDateTime now) {
        Neighbourhood place = story.place();
        Gatherings gatherings = new Gatherings(story.script(), place::resident);
        // Where nothing goes wrong nobody waits in vain.
        int seats = place.invented() ? APPLICANTS - 3 : APPLICANTS + 3;
        Gathering one = place.gathering(
                1 + random.nextInt(place.communities()),
                seats,
                place.invented() ? 3 : 0,
                now.plusHours(3).truncatedTo(ChronoUnit.HOURS));
        story.then(at -> gatherings.isWritten(one, at));
        story.then(at -> gatherings.isHandedIn(one, at));
        story.then(at -> gatherings.isApproved(one, at));
        story.then(at -> gatherings.isPublished(one, at));
        story.then(at -> gatherings.takesEnrolments(one, at));
        List<Integer> seated = enrol(story, gatherings, one, seats);
        story.then(at -> gatherings.begins(one, at));
        for (int seat = 0; seat < seated.size(); seat++) {
            int number = seat;
            int resident = seated.get(seat);
            // Where things go wrong one does not come.
            if (place.invented() && seat == 0) continue;
            story.then(at -> gatherings.showsCode(one, number, resident, 0, at));
            story.then(at -> gatherings.isCheckedIn(one, number, at));
        }
        story.then(at -> gatherings.ends(one, at));
        List<Integer> came = place.invented() ? seated.subList(1, seated.size()) : seated;
        if (place.invented()) opinions(story, gatherings, one, came);
        trade(story, some(BUYERS, came));
        story.then(at -> gatherings.isReported(one, at));
        story.then(at -> gatherings.isArchived(one, at));
    }

    /** Who gets a seat: where there are fewer than apply some wait, one gives up, and who has waited longest moves up. */
    private List<Integer> enrol(Story story, Gatherings gatherings, Gathering one, int seats) {
        List<Integer> applicants = some(APPLICANTS, story.place().people());
        for (int seat = 0; seat < applicants.size(); seat++) {
            int number = seat;
            story.then(at -> gatherings.enrols(one, number, applicants.get(number), 0, at));
        }
        if (seats >= applicants.size()) return applicants;
        int leaving = applicants.get(1);
        List<Integer> seated = new ArrayList<>(applicants.subList(0, 1));
        seated.addAll(applicants.subList(2, seats + 1));
        story.then(at -> gatherings.givesUp(one, leaving, 0, at));
        return seated;
    }

    private void opinions(Story story, Gatherings gatherings, Gathering one, List<Integer> came) {
        for (int author = 0; author < came.size() - 1; author++) {
            int number = author;
            int opinion = random.nextInt(Sample.COMMENTS.size());
            story.then(at ->
                    gatherings.isRated(one, number, came.get(number), opinion + 1, Sample.COMMENTS.get(opinion), at));
        }
    }

    /** A merchant offers a service for the points of an activity, and takes it back once these have had it. */
    private void trade(Story story, List<Integer> buyers) {
        Neighbourhood place = story.place();
        Trade trade = place.trade(story.script());
        Shop shop = some(1, place.shops()).getFirst();
        story.then(at -> trade.offers(1, shop, Trade.offer("今日优惠券", 20, 10, day(story, at), null), at));
        story.then(at -> trade.handsIn(1, shop, at));
        story.then(at -> trade.isReviewed(1, shop, "APPROVE", "示例：内容完整，同意上线。", at));
        for (int buyer = 0; buyer < buyers.size(); buyer++) {
            int number = 1 + buyer;
            int resident = buyers.get(buyer);
            String code = OneTimeCode.fresh().text();
            story.then(at -> trade.redeems(number, place.resident(resident), 1, code, at));
            story.then(at -> trade.verifies(shop.n(), code, at));
        }
        story.then(at -> trade.takesBack(1, shop, "withdrawService", "示例：当日供应结束。", at));
    }

    private static LocalDate day(Story story, OffsetDateTime at) {
        return at.atZoneSameInstant(story.script().zone()).toLocalDate();
    }

    /**
     * Volunteers come back from a shift, of which the two hours before are told in one go, or there would be no hours to verify; others sign up
     * for tomorrow's.
     */
    private void service(Story story, OffsetDateTime now) {
        Neighbourhood place = story.place();
        Volunteers volunteers = place.volunteers(story.script());
        List<Integer> serving = some(SERVING, place.carers());
        Shift today = new Shift(1, place.project(), now.minus(SERVED), "OFFLINE", "示例活动中心");
        story.then(at -> {
            volunteers.opens(today, today.startsAt().minusMinutes(40));
            for (int volunteer : serving) {
                volunteers.signsUp(today, volunteer, today.startsAt().minusMinutes(20));
                volunteers.comes(today, volunteer);
            }
        });
        for (int volunteer : serving) story.then(at -> volunteers.goes(today, volunteer, at));
        story.then(at -> volunteers.tells(today, serving.getFirst(), "示例记录：走访十户。", at));
        for (int volunteer : serving) story.then(at -> volunteers.isVerified(today, volunteer, place.officer(), at));
        Shift tomorrow = new Shift(2, place.project(), now.plusDays(1), "OFFLINE", "示例活动中心");
        story.then(at -> volunteers.opens(tomorrow, at));
        for (int volunteer : some(SERVING, place.carers()))
            story.then(at -> volunteers.signsUp(tomorrow, volunteer, at));
    }

    /** Takes ballots until tomorrow. */
    private void evaluation(Story story, OffsetDateTime now) {
        Neighbourhood place = story.place();
        Ballots ballots = new Ballots(story.script());
        Evaluation one = place.evaluation(now);
        story.then(at -> ballots.isDrafted(one, at));
        story.then(at -> ballots.isAnnounced(one, at));
        story.then(at -> ballots.takesBallots(one, at));
        for (int voter : some(VOTERS, place.voters())) {
            List<Integer> scores = List.of(rating(), rating(), rating());
            story.then(at -> ballots.votes(one, place.resident(voter), "RESIDENTS", scores, at));
        }
    }

    private int rating() {
        return 40 + random.nextInt(61);
    }
}
