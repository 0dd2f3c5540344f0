package org.linli.merchants;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.merchants.MerchantImports.MerchantImport;
import org.linli.merchants.Merchants.Lead;
import org.linli.territory.GridStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of merchants and of visits to them. */
final class MerchantStore {
    /** Where a merchant lies. */
    record Place(UUID id, UUID communityId, GridStatus status) {}

    /** A resident who is to answer for a merchant. */
    record Contact(UUID id, UUID gridId, @Nullable UUID subject) {}

    /** Who did something; nobody where there is no record of it. */
    record Actor(@Nullable UUID subject) {}

    Mono<Merchant> lock(Work work, UUID merchant) {
        return work.row(Merchant.class, """
                select m.id, m.grid_id, m.status, m.contact_subject
                  from merchant m
                 where m.district_id = $1 and m.id = $2::uuid
                   for update
                """, merchant);
    }

    Mono<Merchant> read(Work work, UUID merchant) {
        return work.row(Merchant.class, """
                select m.id, m.grid_id, m.status, m.contact_subject
                  from merchant m
                 where m.district_id = $1 and m.id = $2::uuid
                """, merchant);
    }

    /** They stay as they are until the transaction ends. */
    Mono<Map<UUID, Place>> grids(Work work, List<UUID> grids) {
        return work.rows(Place.class, """
                select g.id, g.community_id, g.status
                  from grid g
                 where g.district_id = $1 and g.id = any($2::uuid[])
                 order by g.id
                   for share
                """, (Object) grids.toArray(UUID[]::new)).collectMap(Place::id);
    }

    private record Code(String code) {}

    /** Those of these codes that are taken. */
    Mono<Set<String>> codes(Work work, List<String> codes) {
        return work.rows(Code.class, """
                select m.code from merchant m where m.district_id = $1 and m.code = any($2::text[])
                """, (Object) codes.toArray(String[]::new))
                .map(Code::code)
                .collect(Collectors.toSet());
    }

    /** A merchant as an import writes it. */
    record Row(
            UUID id,
            String code,
            String name,
            String category,
            String address,
            String contactName,
            String contactPhone,
            UUID communityId,
            UUID gridId,
            MerchantStatus status,
            @Nullable LocalDate signedOn,
            @Nullable String licence) {}

    static Row row(UUID id, MerchantImport given, Place grid) {
        Lead lead = given.lead();
        return new Row(
                id,
                given.code(),
                lead.name(),
                lead.category(),
                lead.address(),
                lead.contactName(),
                lead.contactPhone(),
                grid.communityId(),
                grid.id(),
                given.standing(),
                given.signedOn(),
                given.licence());
    }

    Mono<Long> add(Work work, List<Row> rows) {
        return work.changeAll("""
                insert into merchant (district_id, id, code, name, category, address, contact_name, contact_phone, community_id, grid_id,
                                      status, signed_on, licence)
                select $1, m.id, m.code, m.name, m.category, m.address, m.contact_name, m.contact_phone, m.community_id, m.grid_id,
                       m.status, m.signed_on, m.licence
                  from json_to_recordset($2::json) as m(
                           id uuid, code text, name text, category merchant_category, address text, contact_name text,
                           contact_phone text, community_id uuid, grid_id uuid, status merchant_status, signed_on date, licence text)
                returning id
                """, rows);
    }

    Mono<Contact> contact(Work work, UUID resident) {
        return work.row(Contact.class, """
                select r.id, r.grid_id, r.subject from resident r where r.district_id = $1 and r.id = $2::uuid
                """, resident);
    }

    private record Id(UUID id) {}

    /** The merchants that an account answers for, in the order of their ids, so that nobody waits in a circle. */
    Flux<UUID> lockOf(Work work, UUID contact) {
        return work.rows(Id.class, """
                select m.id
                  from merchant m
                 where m.district_id = $1 and m.contact_subject = $2::uuid
                 order by m.id
                   for update
                """, contact).map(Id::id);
    }

    Mono<Long> nameContact(Work work, UUID merchant, UUID account, String name, String phone) {
        return work.change("""
                update merchant
                   set contact_subject = $3::uuid, contact_name = $4::text, contact_phone = $5::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, merchant, account, name, phone);
    }

    Mono<Long> forgetContact(Work work, UUID merchant) {
        return work.change("""
                update merchant set contact_subject = null, contact_name = null, contact_phone = null, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, merchant);
    }

    /** Who last brought the record into this state. */
    Mono<Actor> actor(Work work, UUID record, Enum<?> state) {
        return work.row(Actor.class, """
                select (select e.actor
                          from event e
                         where e.district_id = $1 and e.subject_id = $2::uuid and e.to_state = $3::text
                         order by e.at desc, e.id desc
                         limit 1) as subject
                """, record, state.name());
    }

    Mono<Long> add(Work work, UUID id, String code, Lead lead, UUID community) {
        return work.change(
                """
                insert into merchant (district_id, id, code, name, category, address, contact_name, contact_phone, community_id, grid_id)
                values ($1, $2::uuid, $3::text, $4::text, $5::merchant_category, $6::text, $7::text, $8::text, $9::uuid, $10::uuid)
                """,
                id,
                code,
                lead.name(),
                lead.category(),
                lead.address(),
                lead.contactName(),
                lead.contactPhone(),
                community,
                lead.grid());
    }

    /** The visitor is who acts, by the name in the newest duty. */
    Mono<Long> addVisit(Work work, UUID id, Merchant merchant, LocalDate visitedOn, @Nullable String notes) {
        return work.change("""
                insert into merchant_visit (district_id, id, merchant_id, grid_id, visited_on, visitor_name, notes)
                values ($1, $2::uuid, $3::uuid, $4::uuid, $5::date,
                        (select d.person_name from duty d
                          where d.district_id = $1 and d.subject = $7::uuid and d.valid_from <= $8::date
                          order by d.valid_from desc, d.id
                          limit 1),
                        $6::text)
                """, id, merchant.id(), merchant.gridId(), visitedOn, notes, work.subject(), work.today());
    }

    Mono<Long> sign(Work work, UUID merchant, String licence, UUID contact) {
        return work.change("""
                update merchant
                   set status = 'SIGNED', signed_on = $3::date, licence = $4::text, contact_subject = $5::uuid, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, merchant, work.today(), licence, contact);
    }

    Mono<Long> move(Work work, UUID merchant, MerchantStatus to) {
        return work.change("""
                update merchant set status = $3::merchant_status, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, merchant, to.name());
    }
}
