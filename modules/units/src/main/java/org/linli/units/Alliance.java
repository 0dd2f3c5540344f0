package org.linli.units;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OutOfDuty;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.points.GrantPointsResult.PointsGranted;
import org.linli.points.Points;
import org.linli.points.PointsAccountKind;
import org.linli.schema.Role;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.Place;
import org.linli.territory.Places;
import org.linli.territory.TerritoryRefusal.CodeMalformed;
import org.linli.territory.TerritoryRefusal.CodeTaken;
import org.linli.units.AcknowledgeRuleResult.AlreadyAcknowledged;
import org.linli.units.AcknowledgeRuleResult.RuleAcknowledged;
import org.linli.units.AllianceStore.Parties;
import org.linli.units.InviteUnitResult.AlreadyPaired;
import org.linli.units.PublishRuleResult.EditionPublished;
import reactor.core.publisher.Mono;

/** The alliance of resident units: the compounds they answer for, and the rules they gave themselves (DOMAIN.md S14). */
public final class Alliance {
    private final AllianceStore store = new AllianceStore();
    private final Places places = new Places();
    private final Points points = new Points();

    @UseCase
    public Mono<UnitSaved> registerUnit(Work work, UnitInput input) {
        input.check();
        return organised(work, input.street())
                .flatMap(street -> store.contact(work, input.contact()))
                .flatMap(contact -> {
                    if (contact.named()) contact.check(work);
                    UUID id = work.newId();
                    return store.register(work, id, input, contact.subject()).flatMap(registered -> {
                        if (registered == 0) throw new Refused(new CodeTaken(input.code()));
                        return work.follow(contact.subject())
                                .then(work.append(new UnitRegistered(id, input.street())))
                                .thenReturn(new UnitSaved(id));
                    });
                });
    }

    /** For its part in the neighbourhood; nobody rewards the own unit. */
    @UseCase
    public Mono<PointsGranted> rewardUnit(
            Work work, UUID unit, int points, @Nullable LocalDate expiresOn, String reason) {
        return store.contactOf(work, unit)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(contact -> OwnWork.check(
                        work.owns(unit, Role.UNIT_CONTACT) || work.subject().equals(contact.subject())))
                .then(Mono.defer(
                        () -> this.points.grant(work, PointsAccountKind.UNIT, unit, points, expiresOn, reason)))
                .delayUntil(posting -> work.append(new UnitRewarded(unit, posting, points)))
                .map(PointsGranted::new);
    }

    /** Without an edition yet. */
    @UseCase
    public Mono<RuleSetSaved> openRuleSet(Work work, UUID street, String code, String title) {
        CodeMalformed.check(code);
        return organised(work, street).flatMap(place -> {
            UUID id = work.newId();
            return store.openRuleSet(work, id, street, code, title).flatMap(opened -> {
                if (opened == 0) throw new Refused(new CodeTaken(code));
                return work.append(new RuleSetOpened(id, street)).thenReturn(new RuleSetSaved(id));
            });
        });
    }

    private Mono<Place> organised(Work work, UUID street) {
        return places.find(work, new Reference("Street", street))
                .switchIfEmpty(NotFound.mono())
                .doOnNext(place -> OutOfDuty.unless(work.covers(place.grids(), Pairing.ORGANISERS)));
    }

    @UseCase
    public Mono<InviteUnitResult> inviteUnit(Work work, UUID unit, UUID compound) {
        return parties(work, unit, compound).flatMap(parties -> {
            OutOfDuty.unless(work.covers(parties.grids(), Pairing.ORGANISERS));
            return store.current(work, unit, compound)
                    .<InviteUnitResult>map(pairing -> new AlreadyPaired(pairing.id()))
                    .switchIfEmpty(Mono.defer(() -> begin(work, unit, compound, PairingStatus.INVITED)));
        });
    }

    /** With an invitation or without one. */
    @UseCase
    public Mono<PairingSaved> applyToAlliance(Work work, UUID unit, UUID compound) {
        return parties(work, unit, compound).flatMap(parties -> {
            OutOfDuty.unless(work.owns(unit, Role.UNIT_CONTACT));
            return store.current(work, unit, compound)
                    .flatMap(pairing -> {
                        PairingStatus.LIFE.check(pairing.status(), PairingStatus.APPLIED);
                        return move(work, pairing, PairingStatus.APPLIED, null);
                    })
                    .switchIfEmpty(Mono.defer(() -> begin(work, unit, compound, PairingStatus.APPLIED)));
        });
    }

    @UseCase
    public Mono<PairingSaved> approveUnit(Work work, UUID pairing, int expectedVersion) {
        return judge(work, store.pairing(work, pairing), expectedVersion, PairingStatus.APPROVED);
    }

    @UseCase
    public Mono<PairingSaved> pairUnit(Work work, UUID unit, UUID compound, int expectedVersion) {
        return judge(work, store.current(work, unit, compound), expectedVersion, PairingStatus.PAIRED);
    }

    @UseCase
    public Mono<PairingSaved> reviewPairing(Work work, UUID pairing, int expectedVersion, String review) {
        return store.pairing(work, pairing).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.judged(work, expectedVersion, PairingStatus.REVIEWED);
            found.due(work.today());
            return store.review(work, pairing, review).then(move(work, found, PairingStatus.REVIEWED, null));
        });
    }

    @UseCase
    public Mono<PairingSaved> renewPairing(Work work, UUID pairing, int expectedVersion) {
        return judge(work, store.pairing(work, pairing), expectedVersion, PairingStatus.RENEWED);
    }

    /** The street or the unit may end it, from wherever it stands. */
    @UseCase
    public Mono<PairingSaved> endPairing(Work work, UUID pairing, int expectedVersion, String reason) {
        return store.pairing(work, pairing).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.given(work, expectedVersion);
            return store.end(work, pairing, found.lastsUntil(work.today()), reason)
                    .then(log(work, found.moved(PairingStatus.ENDED, reason)));
        });
    }

    private Mono<PairingSaved> judge(Work work, Mono<Pairing> pairing, int expectedVersion, PairingStatus to) {
        return pairing.switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.judged(work, expectedVersion, to);
            return move(work, found, to, null);
        });
    }

    /** Both of those who are to be paired, neither of whom is retired or paired otherwise meanwhile. */
    private Mono<Parties> parties(Work work, UUID unit, UUID compound) {
        return places.compound(work, compound)
                .then(store.parties(work, unit, compound))
                .switchIfEmpty(NotFound.mono());
    }

    private Mono<PairingSaved> begin(Work work, UUID unit, UUID compound, PairingStatus status) {
        UUID id = work.newId();
        return store.begin(work, id, unit, compound, status)
                .then(log(work, new PairingMoved(id, unit, compound, null, status, null)));
    }

    private Mono<PairingSaved> move(Work work, Pairing pairing, PairingStatus to, @Nullable String reason) {
        return store.move(work, pairing.id(), to, work.today()).then(log(work, pairing.moved(to, reason)));
    }

    private static Mono<PairingSaved> log(Work work, PairingMoved moved) {
        return work.append(moved).thenReturn(new PairingSaved(moved.id()));
    }

    @UseCase
    public Mono<PublishRuleResult> publishRule(
            Work work, UUID ruleSet, int expectedVersion, String text, LocalDate effectiveFrom) {
        return store.ruleSet(work, ruleSet).switchIfEmpty(NotFound.mono()).flatMap(found -> {
            found.followed(work, expectedVersion, effectiveFrom);
            UUID edition = work.newId();
            int number = found.newest() + 1;
            return store.publish(work, edition, ruleSet, number, text, effectiveFrom)
                    .then(store.count(work, ruleSet))
                    .then(work.append(new RulePublished(ruleSet, edition, number, effectiveFrom)))
                    .thenReturn(new EditionPublished(edition, ruleSet));
        });
    }

    /** For a unit of the street whose alliance gave itself the rules. */
    @UseCase
    public Mono<AcknowledgeRuleResult> acknowledgeRule(Work work, UUID edition, UUID unit) {
        return store.reading(work, edition, unit).switchIfEmpty(NotFound.mono()).flatMap(reading -> {
            OutOfDuty.unless(work.owns(unit, Role.UNIT_CONTACT) && reading.allied());
            return store.acknowledgement(work, edition, unit)
                    .<AcknowledgeRuleResult>map(known -> new AlreadyAcknowledged(known.id()))
                    .switchIfEmpty(Mono.defer(() -> acknowledge(work, edition, unit)));
        });
    }

    private Mono<RuleAcknowledged> acknowledge(Work work, UUID edition, UUID unit) {
        UUID id = work.newId();
        return store.acknowledge(work, id, edition, unit)
                .then(work.append(new EditionAcknowledged(id, edition, unit)))
                .thenReturn(new RuleAcknowledged(id));
    }
}
