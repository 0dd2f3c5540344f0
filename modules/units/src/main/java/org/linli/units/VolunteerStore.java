package org.linli.units;

import java.util.List;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.residents.Leaver;
import reactor.core.publisher.Mono;

/** SQL of volunteers. */
final class VolunteerStore {
    record Row(UUID id, int version) {}

    Mono<Row> lock(Work work, UUID volunteer) {
        return work.row(Row.class, """
                select v.id, v.version from volunteer v where v.district_id = $1 and v.id = $2::uuid for update
                """, volunteer);
    }

    /** @param linked whether the account that asks signs in as this volunteer */
    record Known(UUID id, boolean linked) {}

    /** The resident as a volunteer, best the one that the account signs in as. */
    Mono<Known> of(Work work, UUID resident) {
        return work.row(Known.class, """
                select v.id, v.subject is not distinct from $3::uuid as linked
                  from volunteer v
                 where v.district_id = $1 and (v.resident_id = $2::uuid or v.subject = $3::uuid)
                 order by v.subject is distinct from $3::uuid, v.id
                 limit 1
                   for update
                """, resident, work.subject());
    }

    private record Id(UUID id) {}

    /** Every volunteer that a person is, as a resident or as an account; empty where there is none. */
    Mono<List<UUID>> allOf(Work work, Leaver leaver) {
        return work.rows(Id.class, """
                        select v.id
                          from volunteer v
                         where v.district_id = $1 and (v.resident_id = $2::uuid or v.subject = $3::uuid)
                         order by v.id
                        """, leaver.id(), leaver.subject())
                .map(Id::id)
                .collectList()
                .filter(volunteers -> !volunteers.isEmpty());
    }

    Mono<Long> forget(Work work, List<UUID> volunteers, String name) {
        return work.change("""
                update volunteer set name = $3::text, subject = null, skills = '{}', version = version + 1
                 where district_id = $1 and id = any($2::uuid[])
                """, volunteers.toArray(UUID[]::new), name);
    }

    /** Of a volunteer who is the caller's own resident, also where that resident signed in as another account before. */
    Mono<Long> link(Work work, UUID volunteer) {
        return work.change("""
                update volunteer set subject = $3::uuid, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, volunteer, work.subject());
    }

    Mono<Long> join(Work work, UUID id, UUID resident) {
        return work.change("""
                insert into volunteer (district_id, id, name, community_id, joined_on, resident_id, subject)
                select $1, $2::uuid, r.name, r.community_id, $4::date, r.id, $5::uuid
                  from resident r
                 where r.district_id = $1 and r.id = $3::uuid
                returning id
                """, id, resident, work.today(), work.subject());
    }

    Mono<Void> skills(Work work, UUID id, List<String> skills) {
        return work.put("""
                update volunteer set skills = $3::text[], version = version + 1 where district_id = $1 and id = $2::uuid
                """, id, skills.toArray(String[]::new));
    }
}
