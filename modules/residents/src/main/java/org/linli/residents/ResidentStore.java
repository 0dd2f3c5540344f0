package org.linli.residents;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of residents. */
final class ResidentStore {
    private static final String RESIDENT = """
            select r.id, r.status, r.subject, r.guardian_id,
                   (select g.subject from resident g where g.district_id = $1 and g.id = r.guardian_id) as guardian_subject,
                   r.community_id, r.grid_id, r.compound_id, r.dwelling as door,
                   r.dwelling_relation as relation, r.birth_date, r.suspended_from, encode(r.identity_index, 'hex') as identity_index,
                   r.version
              from resident r
            """;

    Mono<Resident> lock(Work work, UUID id) {
        return work.row(Resident.class, RESIDENT + " where r.district_id = $1 and r.id = $2::uuid for update", id);
    }

    private static final String OF_ACCOUNT = RESIDENT + " where r.district_id = $1 and r.subject = $2::uuid";

    /** The resident who is this account. */
    Mono<Resident> ofAccount(Work work, UUID subject) {
        return work.row(Resident.class, OF_ACCOUNT, subject);
    }

    Mono<Resident> lockAccount(Work work, UUID subject) {
        return work.row(Resident.class, OF_ACCOUNT + " for update", subject);
    }

    /** Whoever has the number, but for this one; locked. */
    Mono<Resident> lockOf(Work work, byte[] index, UUID but) {
        return work.row(
                Resident.class,
                RESIDENT + " where r.district_id = $1 and r.identity_index = $2::bytea and r.id <> $3::uuid for update",
                index,
                but);
    }

    /** Those whose guardian this is; locked. */
    Flux<Resident> lockWards(Work work, UUID guardian) {
        return work.rows(
                Resident.class,
                RESIDENT + " where r.district_id = $1 and r.guardian_id = $2::uuid order by r.id for update",
                guardian);
    }

    private record Found(boolean found) {}

    /** Whether the account is a member of another district, or about to be one. */
    Mono<Boolean> elsewhere(Work work, UUID subject) {
        return work.row(Found.class, """
                select exists (select from membership m where m.subject = $2::uuid and m.district_id <> $1) as found
                """, subject).map(Found::found);
    }

    /**
     * @param subject the account that becomes this resident
     * @param verifyBy until when the resident is to be verified
     */
    Mono<Long> add(
            Work work,
            UUID id,
            Person person,
            UUID community,
            Dwelling dwelling,
            List<String> tags,
            @Nullable UUID guardian,
            @Nullable UUID subject,
            OffsetDateTime verifyBy) {
        return work.change(
                """
                insert into resident (district_id, id, name, gender, birth_date, phone, community_id, grid_id, compound_id, dwelling,
                                      dwelling_relation, tags, guardian_id, subject, verify_by, registered_at)
                values ($1, $2::uuid, $3::text, $4::gender, $5::date, $6::text, $7::uuid, $8::uuid, $9::uuid, $10::text,
                        $11::dwelling_relation, $12::text[]::resident_tag[], $13::uuid, $14::uuid, $15::timestamptz, $16::timestamptz)
                """,
                id,
                person.name(),
                person.gender().name(),
                person.birthDate(),
                person.phone(),
                community,
                dwelling.grid(),
                dwelling.compound(),
                dwelling.door(),
                dwelling.relation().name(),
                once(tags),
                guardian,
                subject,
                verifyBy,
                work.now());
    }

    Mono<Long> identify(Work work, UUID id, IdentityNumber number, IdentityNumbers numbers) {
        return work.change(
                """
                update resident
                   set identity_sealed = $3::bytea, identity_index = $4::bytea, identity_mask = $5::text,
                       gender = $6::gender, birth_date = $7::date
                 where district_id = $1 and id = $2::uuid
                """,
                id,
                numbers.seal(number.text(), id),
                numbers.index(number.text()),
                IdentityNumbers.mask(number.text()),
                number.gender().name(),
                number.birthDate());
    }

    /** What is null stays. */
    Mono<Long> describe(
            Work work, UUID id, @Nullable String name, @Nullable String phone, @Nullable List<String> tags) {
        return work.change("""
                update resident
                   set name = coalesce($3::text, name), phone = coalesce($4::text, phone),
                       tags = coalesce($5::text[]::resident_tag[], tags), version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, name, phone, tags == null ? null : once(tags));
    }

    private static String[] once(List<String> tags) {
        return tags.stream().distinct().toArray(String[]::new);
    }

    /** The number that the other record has, where it has one. */
    Mono<Long> phone(Work work, UUID id, UUID other) {
        return work.change("""
                update resident r
                   set phone = o.phone
                  from resident o
                 where r.district_id = $1 and r.id = $2::uuid and o.district_id = $1 and o.id = $3::uuid and o.phone is not null
                """, id, other);
    }

    Mono<Long> account(Work work, UUID id, UUID subject) {
        return work.change(
                "update resident set subject = $3::uuid, version = version + 1 where district_id = $1 and id = $2::uuid",
                id,
                subject);
    }

    private record Sealed(String sealed) {}

    /** The sealed identity number in hexadecimal, empty where there is none. */
    Mono<String> sealed(Work work, UUID id) {
        return work.row(Sealed.class, """
                select encode(r.identity_sealed, 'hex') as sealed
                  from resident r
                 where r.district_id = $1 and r.id = $2::uuid and r.identity_sealed is not null
                """, id).map(Sealed::sealed);
    }

    /** @param suspendedFrom what a suspension goes back to */
    Mono<Long> move(Work work, UUID id, ResidentStatus to, @Nullable ResidentStatus suspendedFrom) {
        return work.change("""
                update resident
                   set status = $3::resident_status, suspended_from = $4::resident_status, claimed_standing = null, version = version + 1,
                       verify_by = case when $3::text in ('REGISTERED', 'IDENTITY_VERIFIED') then verify_by end
                 where district_id = $1 and id = $2::uuid
                """, id, to.name(), suspendedFrom == null ? null : suspendedFrom.name());
    }

    Mono<Long> verifyBy(Work work, UUID id, OffsetDateTime due) {
        return work.change(
                "update resident set verify_by = $3::timestamptz where district_id = $1 and id = $2::uuid", id, due);
    }

    /** Of an earlier register's claims that about the residence ends. */
    Mono<Long> settle(Work work, UUID id, UUID community, Dwelling dwelling) {
        return work.change(
                """
                update resident
                   set community_id = $3::uuid, grid_id = $4::uuid, compound_id = $5::uuid, dwelling = $6::text,
                       dwelling_relation = $7::dwelling_relation, version = version + 1,
                       claimed_standing = case when claimed_standing is not null then 'IDENTITY_VERIFIED'::resident_status end
                 where district_id = $1 and id = $2::uuid
                """,
                id,
                community,
                dwelling.grid(),
                dwelling.compound(),
                dwelling.door(),
                dwelling.relation().name());
    }

    Mono<Long> link(Work work, UUID child, UUID guardian) {
        return work.change("""
                update resident set guardian_id = $3::uuid, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, child, guardian);
    }

    /** The grid stays, so that figures of the past do; the code of an earlier register, so that its next import brings nobody back. */
    Mono<Long> erase(Work work, UUID id, String name) {
        return work.change("""
                update resident
                   set status = 'ERASED', name = $3::text, gender = 'UNKNOWN', birth_date = null, phone = null,
                       identity_sealed = null, identity_index = null, identity_mask = null, compound_id = null, dwelling = null,
                       tags = '{}', subject = null, guardian_id = null, suspended_from = null, verify_by = null,
                       claimed_standing = null, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, name);
    }
}
