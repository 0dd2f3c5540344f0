package org.linli.residents;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.territory.GridStatus;
import reactor.core.publisher.Mono;

/** SQL of imports: one statement for all rows. */
final class ImportStore {
    private final IdentityNumbers numbers;

    ImportStore(IdentityNumbers numbers) {
        this.numbers = numbers;
    }

    private record Known(
            String registerCode,
            UUID id,
            ResidentStatus status,
            @Nullable UUID subject,
            @Nullable UUID guardianId,
            UUID communityId,
            UUID gridId,
            @Nullable LocalDate birthDate) {
        Resident resident() {
            return new Resident(
                    id,
                    status,
                    subject,
                    guardianId,
                    null,
                    communityId,
                    gridId,
                    null,
                    null,
                    Dwelling.Relation.REGISTERED,
                    birthDate,
                    null,
                    null,
                    1);
        }
    }

    /** Those of these codes that were taken over before, as far as the rules for guardians need them; locked. */
    Mono<Map<String, Resident>> known(Work work, Collection<String> codes) {
        return work.rows(Known.class, """
                select r.register_code, r.id, r.status, r.subject, r.guardian_id, r.community_id, r.grid_id, r.birth_date
                  from resident r
                 where r.district_id = $1 and r.register_code = any($2::text[])
                 order by r.id
                   for share
                """, (Object) codes.toArray(String[]::new))
                .collectMap(Known::registerCode, Known::resident);
    }

    record Grid(UUID id, UUID communityId, GridStatus status) {}

    /** They stay as they are until the transaction ends. */
    Mono<Map<UUID, Grid>> grids(Work work, Collection<UUID> ids) {
        return work.rows(Grid.class, """
                select g.id, g.community_id, g.status
                  from grid g
                 where g.district_id = $1 and g.id = any($2::uuid[])
                 order by g.id
                   for share
                """, (Object) ids.toArray(UUID[]::new)).collectMap(Grid::id);
    }

    record Compound(UUID id, UUID communityId) {}

    /** Those that are not retired, and will not be before the transaction ends. */
    Mono<Map<UUID, Compound>> compounds(Work work, Collection<UUID> ids) {
        return work.rows(Compound.class, """
                select c.id, c.community_id
                  from compound c
                 where c.district_id = $1 and c.id = any($2::uuid[]) and c.retired_at is null
                 order by c.id
                   for share
                """, (Object) ids.toArray(UUID[]::new)).collectMap(Compound::id);
    }

    private record Index(String index) {}

    /** Those of these blind indexes, in hexadecimal, that somebody has. */
    Mono<Set<String>> taken(Work work, Collection<String> indexes) {
        return work.rows(Index.class, """
                select encode(r.identity_index, 'hex') as index
                  from resident r
                 where r.district_id = $1
                   and r.identity_index = any(array(select decode(i, 'hex') from unnest($2::text[]) i))
                """, (Object) indexes.toArray(String[]::new))
                .map(Index::index)
                .collect(Collectors.toSet());
    }

    String index(IdentityNumber number) {
        return HexFormat.of().formatHex(numbers.index(number.text()));
    }

    /** A resident as it is written; what is sealed stands in hexadecimal. */
    record Row(
            UUID id,
            String registerCode,
            String name,
            Gender gender,
            @Nullable LocalDate birthDate,
            @Nullable String phone,
            @Nullable String sealed,
            @Nullable String index,
            @Nullable String mask,
            UUID communityId,
            UUID gridId,
            @Nullable UUID compoundId,
            @Nullable String dwelling,
            Dwelling.Relation relation,
            List<String> tags,
            UUID batchId,
            @Nullable ResidentStatus claim,
            @Nullable UUID guardianId,
            OffsetDateTime registeredAt) {}

    Row row(
            UUID batch,
            UUID id,
            ResidentImport given,
            Person person,
            UUID community,
            @Nullable UUID guardian,
            ZoneId zone) {
        IdentityNumber number = person.number();
        return new Row(
                id,
                given.code(),
                person.name(),
                person.gender(),
                person.birthDate(),
                person.phone(),
                number == null ? null : HexFormat.of().formatHex(numbers.seal(number.text(), id)),
                number == null ? null : index(number),
                number == null ? null : IdentityNumbers.mask(number.text()),
                community,
                given.dwelling().grid(),
                given.dwelling().compound(),
                given.dwelling().door(),
                given.dwelling().relation(),
                given.tags() == null
                        ? List.of()
                        : given.tags().stream().distinct().toList(),
                batch,
                given.claim(),
                guardian,
                given.registeredOn().atStartOfDay(zone).toOffsetDateTime());
    }

    /** All as registered, with what they claim beside it. */
    Mono<Long> add(Work work, List<Row> rows) {
        return work.changeAll("""
                insert into resident (district_id, id, register_code, name, gender, birth_date, phone, identity_sealed, identity_index,
                                      identity_mask, community_id, grid_id, compound_id, dwelling, dwelling_relation, tags, batch_id,
                                      claimed_standing, guardian_id, registered_at)
                select $1, r.id, r.register_code, r.name, r.gender, r.birth_date, r.phone, decode(r.sealed, 'hex'),
                       decode(r.index, 'hex'), r.mask, r.community_id, r.grid_id, r.compound_id, r.dwelling, r.relation, r.tags,
                       r.batch_id, r.claim, r.guardian_id, r.registered_at
                  from json_to_recordset($2::json) as r(
                           id uuid, register_code text, name text, gender gender, birth_date date, phone text, sealed text, index text,
                           mask text, community_id uuid, grid_id uuid, compound_id uuid, dwelling text, relation dwelling_relation,
                           tags resident_tag[], batch_id uuid, claim resident_status, guardian_id uuid, registered_at timestamptz)
                returning id
                """, rows);
    }

    /** @param by the person, or the guardian */
    record Given(UUID id, UUID residentId, ConsentKind kind, UUID by, OffsetDateTime at) {}

    Mono<Long> consent(Work work, List<Given> consents) {
        return work.changeAll("""
                insert into consent (district_id, id, resident_id, kind, given_by, given_at)
                select $1, c.id, c.resident_id, c.kind, c.by, c.at
                  from json_to_recordset($2::json) as c(id uuid, resident_id uuid, kind consent_kind, by uuid, at timestamptz)
                returning id
                """, consents);
    }
}
