package org.linli.units;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of pairings and of the alliance's rules. */
final class AllianceStore {
    /** @param grids of the compound's community */
    record Parties(UUID unitId, List<UUID> grids) {}

    /** Locks the unit, so that it cannot be paired with the same compound twice at once. */
    Mono<Parties> parties(Work work, UUID unit, UUID compound) {
        return work.row(Parties.class, """
                select u.id as unit_id,
                       array(select g.id from grid g where g.district_id = $1 and g.community_id = c.community_id) as grids
                  from unit u
                  join compound c on c.district_id = $1 and c.id = $3::uuid
                 where u.district_id = $1 and u.id = $2::uuid
                   for update of u
                """, unit, compound);
    }

    Mono<Pairing> pairing(Work work, UUID id) {
        return pairing(work, "p.id = $2::uuid", id);
    }

    /** The one that is not over. */
    Mono<Pairing> current(Work work, UUID unit, UUID compound) {
        return pairing(
                work, "p.unit_id = $2::uuid and p.compound_id = $3::uuid and p.status <> 'ENDED'", unit, compound);
    }

    private static Mono<Pairing> pairing(Work work, String which, UUID... ids) {
        return work.row(Pairing.class, """
                select p.id, p.unit_id, p.compound_id, p.status, p.version, p.paired_on,
                       coalesce(p.renewed_on, p.paired_on) as since,
                       array(select g.id from grid g where g.district_id = $1 and g.community_id = c.community_id) as grids,
                       u.contact_subject as contact
                  from pairing p
                  join unit u on u.district_id = $1 and u.id = p.unit_id
                  join compound c on c.district_id = $1 and c.id = p.compound_id
                 where p.district_id = $1 and %s
                   for update of p
                """.formatted(which), (Object[]) ids);
    }

    /**
     * Who is to answer for a unit.
     *
     * @param named whether anybody was
     * @param gridId where that resident lives; null where nobody is named, or there is none such
     */
    record Contact(
            boolean named, @Nullable UUID gridId, @Nullable UUID subject) {
        /** @throws Refused unless it is another person, with an account, whom the caller sees */
        void check(Work work) {
            if (gridId == null || !work.sees(gridId, Pairing.ORGANISERS)) throw new Refused(new NotFound());
            if (subject == null) throw new Refused(new ContactWithoutAccount());
            OwnWork.check(work.subject().equals(subject));
        }
    }

    Mono<Contact> contact(Work work, @Nullable UUID resident) {
        return work.row(Contact.class, """
                select $2::uuid is not null as named, r.grid_id, r.subject
                  from (select) one
                  left join resident r on r.district_id = $1 and r.id = $2::uuid
                """, resident);
    }

    private record Id(UUID id) {}

    /** The account that answers for a unit. */
    record Answering(@Nullable UUID subject) {}

    Mono<Answering> contactOf(Work work, UUID unit) {
        return work.row(Answering.class, """
                select u.contact_subject as subject from unit u where u.district_id = $1 and u.id = $2::uuid
                """, unit);
    }

    /** Gives the units for which an account answered, and no longer does. */
    Flux<UUID> forgetContact(Work work, UUID subject) {
        return work.rows(Id.class, """
                update unit set contact_subject = null, contact_name = null, contact_phone = null, version = version + 1
                 where district_id = $1 and contact_subject = $2::uuid
                returning id
                """, subject).map(Id::id);
    }

    /** As {@link #forgetContact}, of property companies. */
    Flux<UUID> forgetManager(Work work, UUID subject) {
        return work.rows(Id.class, """
                update property_company
                   set contact_subject = null, contact_name = null, contact_phone = null, version = version + 1
                 where district_id = $1 and contact_subject = $2::uuid
                returning id
                """, subject).map(Id::id);
    }

    /** Nothing where the code is taken. */
    Mono<Long> register(Work work, UUID id, UnitInput input, @Nullable UUID contact) {
        return work.change(
                """
                insert into unit (district_id, id, code, name, kind, street_id, contact_name, contact_phone, contact_subject)
                values ($1, $2::uuid, $3::text, $4::text, $5::unit_kind, $6::uuid, $7::text, $8::text, $9::uuid)
                on conflict (district_id, code) do nothing
                """,
                id,
                input.code(),
                input.name(),
                input.kind(),
                input.street(),
                input.contactName(),
                input.contactPhone(),
                contact);
    }

    /** Nothing where the code is taken. */
    Mono<Long> openRuleSet(Work work, UUID id, UUID street, String code, String title) {
        return work.change("""
                insert into rule_set (district_id, id, code, title, street_id)
                values ($1, $2::uuid, $3::text, $4::text, $5::uuid)
                on conflict (district_id, code) do nothing
                """, id, code, title, street);
    }

    Mono<Long> begin(Work work, UUID id, UUID unit, UUID compound, PairingStatus status) {
        return work.change("""
                insert into pairing (district_id, id, unit_id, compound_id, status)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::pairing_status)
                """, id, unit, compound, status.name());
    }

    Mono<Long> move(Work work, UUID id, PairingStatus to, LocalDate today) {
        return work.change("""
                update pairing
                   set status = $3::pairing_status, version = version + 1,
                       paired_on = case $3::text when 'PAIRED' then $4::date else paired_on end,
                       reviewed_on = case $3::text when 'REVIEWED' then $4::date else reviewed_on end,
                       renewed_on = case $3::text when 'RENEWED' then $4::date else renewed_on end
                 where district_id = $1 and id = $2::uuid
                """, id, to.name(), today);
    }

    Mono<Long> review(Work work, UUID id, String review) {
        return work.change("update pairing set review = $3::text where district_id = $1 and id = $2::uuid", id, review);
    }

    Mono<Long> end(Work work, UUID id, LocalDate endedOn, String reason) {
        return work.change("""
                update pairing set status = 'ENDED', version = version + 1, ended_on = $3::date, end_reason = $4::text
                 where district_id = $1 and id = $2::uuid
                """, id, endedOn, reason);
    }

    Mono<RuleSet> ruleSet(Work work, UUID id) {
        return work.row(RuleSet.class, """
                select r.id, r.version,
                       coalesce((select max(e.number) from rule_edition e
                                  where e.district_id = $1 and e.rule_set_id = r.id), 0) as newest,
                       (select max(e.effective_from) from rule_edition e
                         where e.district_id = $1 and e.rule_set_id = r.id) as newest_from,
                       array(select g.id
                               from grid g
                               join community c on c.district_id = $1 and c.id = g.community_id
                              where g.district_id = $1 and c.street_id = r.street_id) as grids
                  from rule_set r
                 where r.district_id = $1 and r.id = $2::uuid
                   for update of r
                """, id);
    }

    Mono<Long> publish(Work work, UUID id, UUID ruleSet, int number, String text, LocalDate effectiveFrom) {
        return work.change("""
                insert into rule_edition (district_id, id, rule_set_id, number, text, effective_from)
                values ($1, $2::uuid, $3::uuid, $4::int, $5::text, $6::date)
                """, id, ruleSet, number, text, effectiveFrom);
    }

    Mono<Long> count(Work work, UUID ruleSet) {
        return work.change(
                "update rule_set set version = version + 1 where district_id = $1 and id = $2::uuid", ruleSet);
    }

    /**
     * An edition and a unit that is to take note of it.
     *
     * @param allied whether the unit has its seat in the street whose rules they are
     */
    record Reading(boolean allied) {}

    /** Locks the unit, so that it does not take note twice at once. */
    Mono<Reading> reading(Work work, UUID edition, UUID unit) {
        return work.row(Reading.class, """
                select r.street_id = u.street_id as allied
                  from unit u
                  join rule_edition e on e.district_id = $1 and e.id = $2::uuid
                  join rule_set r on r.district_id = $1 and r.id = e.rule_set_id
                 where u.district_id = $1 and u.id = $3::uuid
                   for update of u
                """, edition, unit);
    }

    record Acknowledgement(UUID id) {}

    Mono<Acknowledgement> acknowledgement(Work work, UUID edition, UUID unit) {
        return work.row(Acknowledgement.class, """
                select a.id
                  from rule_acknowledgement a
                 where a.district_id = $1 and a.rule_edition_id = $2::uuid and a.unit_id = $3::uuid
                """, edition, unit);
    }

    Mono<Long> acknowledge(Work work, UUID id, UUID edition, UUID unit) {
        return work.change("""
                insert into rule_acknowledgement (district_id, id, rule_edition_id, unit_id, acknowledged_at)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::timestamptz)
                """, id, edition, unit, work.now());
    }
}
