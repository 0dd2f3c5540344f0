package org.linli.sample;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.linli.activities.Activities;
import org.linli.imports.GivenRows;
import org.linli.imports.ImportKind;
import org.linli.live.Work;
import org.linli.live.imports.Imports;
import org.linli.merchants.Merchants;
import org.linli.merchants.Services;
import org.linli.residents.ResidentClaims;
import org.linli.sample.SampleStore.Filled;
import org.linli.schema.Role;
import org.linli.setup.Setup;
import org.linli.setup.SetupOutcome.SetupIncomplete;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.territory.Duties;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fills a sample district and lets everybody in, by what people would do in a real one: the rows of its sheets are taken over, a second person
 * confirms them, merchants offer something, activities are published. Whoever does it has no account; the district's first administrator invites those who are to have one.
 *
 * <p>Each step is a transaction and does what is left of it, so done twice it is as done once.
 */
public final class SampleDistrict {
    private final DistrictDatabase database;
    private final GivenRows rows;
    private final SampleStore store = new SampleStore();
    private final Imports imports = new Imports(List.of(new ResidentClaims()));
    private final Duties duties = new Duties();
    private final Merchants merchants = new Merchants();
    private final Services services = new Services();
    private final Activities activities = new Activities();
    private final Setup setup = new Setup();

    /** Who does it. */
    private enum Person {
        ADMINISTRATOR(Role.DISTRICT_ADMIN),
        OFFICER(Role.DISTRICT_OFFICER),
        COLLEAGUE(Role.DISTRICT_OFFICER),
        MERCHANT(Role.MERCHANT);

        private final Role role;

        Person(Role role) {
            this.role = role;
        }
    }

    public SampleDistrict(DistrictDatabase database, IdentityNumbers numbers) {
        this.database = database;
        this.rows = new GivenRows(numbers);
    }

    public Mono<Void> fill(UUID district) {
        return step(district, Person.ADMINISTRATOR, this::settle)
                .then(step(district, Person.OFFICER, this::register))
                .then(step(district, Person.MERCHANT, this::offer))
                .then(step(district, Person.COLLEAGUE, this::confirm))
                .then(step(district, Person.OFFICER, this::publish))
                .then(Work.ofPlatform(database, district, setup::goLive))
                .doOnNext(outcome -> {
                    if (outcome instanceof SetupIncomplete incomplete)
                        throw new IllegalStateException("the sample lacks " + incomplete.missing());
                })
                .then();
    }

    /** Whoever else is at it waits, and finds it done. */
    private Mono<Void> step(UUID district, Person person, Function<Work, Mono<Void>> step) {
        return database.transaction(district, transaction -> {
            transaction.alone("fill sample");
            return Work.ofPlatform(transaction)
                    .map(work -> account(work, person.name()))
                    .flatMap(account -> Work.continued(transaction, account, null, EnumSet.of(person.role)))
                    .flatMap(step);
        });
    }

    /** That of somebody whom the directory of accounts does not know. */
    private static UUID account(Work work, String person) {
        String name = "sample " + work.district().code() + " " + person;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private Mono<Void> settle(Work work) {
        return store.filled(work)
                .filter(filled -> !filled.places())
                .flatMap(empty -> take(work, ImportKind.STREET, SampleRows.streets())
                        .then(take(work, ImportKind.COMMUNITY, SampleRows.communities()))
                        .then(take(work, ImportKind.COMPOUND, SampleRows.compounds()))
                        .then(take(work, ImportKind.GRID, SampleRows.grids()))
                        .then(take(
                                work,
                                ImportKind.DUTY,
                                SampleRows.duties(work.today(), person -> account(work, person)))));
    }

    private Mono<Void> take(Work work, ImportKind kind, List<Map<String, String>> given) {
        return rows.take(work, kind, given);
    }

    private Mono<Void> register(Work work) {
        return store.filled(work)
                .flatMap(filled ->
                        residents(work, filled).then(merchants(work, filled)).then(activities(work, filled)));
    }

    private Mono<Void> residents(Work work, Filled filled) {
        return filled.residents() ? Mono.empty() : take(work, ImportKind.RESIDENT, SampleRows.residents(work.today()));
    }

    private Mono<Void> merchants(Work work, Filled filled) {
        return filled.merchants() || !has(work, "MERCHANTS")
                ? Mono.empty()
                : take(work, ImportKind.MERCHANT, SampleRows.merchants(work.today()));
    }

    private Mono<Void> activities(Work work, Filled filled) {
        if (filled.activities() || !has(work, "ACTIVITIES")) return Mono.empty();
        return store.communities(work)
                .map(SampleStore.Id::id)
                .collectList()
                .flatMapIterable(communities -> SampleRows.activities(communities, work.now(), work.zone()))
                .concatMap(input -> activities.createActivity(work, input))
                .concatMap(saved -> activities.submitActivity(work, saved.activityId()))
                .then();
    }

    private static boolean has(Work work, String part) {
        return work.district().packages().contains(part);
    }

    private Mono<Void> offer(Work work) {
        return store.merchantsWithoutOffer(work)
                .index()
                .concatMap(merchant -> offer(work, merchant.getT2().id(), Math.toIntExact(merchant.getT1())))
                .then();
    }

    private Mono<Void> offer(Work work, UUID merchant, int number) {
        work.become(Role.MERCHANT, merchant);
        return Flux.fromIterable(SampleRows.offers(number, work.today()))
                .concatMap(offer -> services.uploadService(work, merchant, offer))
                .concatMap(uploaded -> services.submitService(work, uploaded.serviceId()))
                .then();
    }

    private Mono<Void> confirm(Work work) {
        return store.proposedDuties(work)
                .map(SampleStore.Id::id)
                .collectList()
                .flatMap(proposed -> duties.confirmDuties(work, proposed))
                .thenMany(store.unconfirmedBatches(work))
                .concatMap(batch -> imports.confirmImport(work, batch.id()))
                .thenMany(store.signedMerchants(work))
                .concatMap(merchant -> merchants.verifyMerchant(work, merchant.id()))
                .thenMany(store.submittedServices(work))
                .concatMap(service ->
                        services.reviewService(work, service.id(), Services.Review.APPROVE, SampleRows.APPROVED))
                .thenMany(store.submittedActivities(work))
                .concatMap(activity -> activities.approveActivity(work, activity.id(), activity.version()))
                .then();
    }

    private Mono<Void> publish(Work work) {
        return store.approvedActivities(work)
                .concatMap(activity -> activities.publishActivity(work, activity.id()))
                .concatMap(published -> activities.openEnrolment(work, published.activityId()))
                .then();
    }
}
