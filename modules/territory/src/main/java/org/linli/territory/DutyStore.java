package org.linli.territory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.OwnWork;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.TerritoryRefusal.AlreadyOnDuty;
import org.linli.territory.TerritoryRefusal.DatesRefused;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of duties. */
final class DutyStore {
    /**
     * @param proposedBy null for a duty from before two persons were needed
     * @param validTo the day after the last one, null while no end is set
     */
    record Duty(
            UUID id,
            UUID subject,
            DutyStatus status,
            @Nullable UUID proposedBy,
            LocalDate validFrom,
            @Nullable LocalDate validTo) {

        /**
         * The duty as a second person confirms it: from today on where its first day has passed, since nobody was on duty yesterday who
         * was not then.
         *
         * @param alike the person's duties in this role and place, this one among them
         * @throws Refused where nothing of it is left, or another one has some of its days
         */
        Duty confirm(UUID by, LocalDate today, List<Duty> alike) {
            OwnWork.check(by.equals(subject) || by.equals(proposedBy));
            DutyStatus.LIFE.check(status, DutyStatus.CONFIRMED);
            LocalDate from = validFrom.isBefore(today) ? today : validFrom;
            if (validTo != null && !validTo.isAfter(from)) throw new Refused(new DatesRefused(today, null));
            for (Duty other : alike)
                if (other.status == DutyStatus.CONFIRMED && other.overlaps(from, validTo))
                    throw new Refused(new AlreadyOnDuty(other.id));
            return new Duty(id, subject, DutyStatus.CONFIRMED, proposedBy, from, validTo);
        }

        private boolean overlaps(LocalDate from, @Nullable LocalDate to) {
            return (validTo == null || from.isBefore(validTo)) && (to == null || validFrom.isBefore(to));
        }

        /**
         * The duty that ends then.
         *
         * @throws Refused where the day lies in the past, or after the end there is
         */
        Duty end(LocalDate on, LocalDate today) {
            boolean begun = status == DutyStatus.CONFIRMED && validFrom.isBefore(today);
            if (!begun && (status != DutyStatus.CONFIRMED || !on.isAfter(validFrom))) {
                DutyStatus.LIFE.check(status, DutyStatus.WITHDRAWN);
                return new Duty(id, subject, DutyStatus.WITHDRAWN, proposedBy, validFrom, validTo);
            }
            if (on.isBefore(today) || (validTo != null && on.isAfter(validTo)))
                throw new Refused(new DatesRefused(today, validTo));
            return new Duty(id, subject, status, proposedBy, validFrom, on);
        }
    }

    Mono<Duty> lock(Work work, UUID id) {
        return work.row(Duty.class, """
                select d.id, d.subject, d.status, d.proposed_by, d.valid_from, d.valid_to
                  from duty d where d.district_id = $1 and d.id = $2::uuid for update
                """, id);
    }

    /** Where a duty holds. */
    Mono<Reference> territory(Work work, UUID id) {
        return work.row(Reference.class, """
                select case when d.grid_id is not null then 'Grid'
                            when d.community_id is not null then 'Community'
                            when d.street_id is not null then 'Street'
                            else 'District' end as type,
                       coalesce(d.grid_id, d.community_id, d.street_id, d.district_id) as id
                  from duty d where d.district_id = $1 and d.id = $2::uuid
                """, id);
    }

    /** A duty and the same person's others in its role and place, locked. */
    Flux<Duty> lockAlike(Work work, UUID id) {
        return work.rows(Duty.class, """
                select d.id, d.subject, d.status, d.proposed_by, d.valid_from, d.valid_to
                  from duty o
                  join duty d on d.district_id = $1 and d.subject = o.subject and d.role = o.role
                             and coalesce(d.grid_id, d.community_id, d.street_id, d.district_id)
                                 = coalesce(o.grid_id, o.community_id, o.street_id, o.district_id)
                 where o.district_id = $1 and o.id = $2::uuid
                 order by d.id
                   for update of d
                """, id);
    }

    /** Those for any of these grids that hold today or later, locked. */
    Flux<Duty> lock(Work work, List<UUID> grids) {
        return work.rows(Duty.class, """
                select d.id, d.subject, d.status, d.proposed_by, d.valid_from, d.valid_to
                  from duty d
                 where d.district_id = $1 and d.grid_id = any($2::uuid[]) and d.status <> 'WITHDRAWN'
                   and (d.valid_to is null or d.valid_to > $3::date)
                 order by d.id
                   for update
                """, grids.toArray(UUID[]::new), work.today());
    }

    /** The same duty for another grid, from today on. */
    Mono<Void> copy(Work work, UUID id, UUID duty, UUID grid) {
        return work.put("""
                insert into duty (district_id, id, subject, person_name, role, position, grid_id, valid_from, valid_to, status,
                                  proposed_by, confirmed_by)
                select $1, $2::uuid, d.subject, d.person_name, d.role, d.position, $4::uuid, greatest(d.valid_from, $5::date),
                       d.valid_to, d.status, d.proposed_by, d.confirmed_by
                  from duty d
                 where d.district_id = $1 and d.id = $3::uuid
                returning id
                """, id, duty, grid, work.today());
    }

    Mono<Long> add(Work work, UUID id, DutyProposal duty) {
        return work.change(
                """
                insert into duty (district_id, id, subject, person_name, role, position, street_id, community_id, grid_id,
                                  valid_from, valid_to, status, proposed_by)
                values ($1, $2::uuid, $3::uuid, $4::text, $5::duty_role, $6::text, $7::uuid, $8::uuid, $9::uuid,
                        $10::date, $11::date, 'PROPOSED', $12::uuid)
                """,
                id,
                duty.account(),
                duty.personName(),
                duty.role().name(),
                duty.position(),
                duty.in("Street"),
                duty.in("Community"),
                duty.in("Grid"),
                duty.validFrom(),
                duty.validTo(),
                work.subject());
    }

    Mono<Long> confirm(Work work, UUID id, LocalDate from) {
        return work.change("""
                update duty set status = 'CONFIRMED', confirmed_by = $3::uuid, valid_from = $4::date, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, work.subject(), from);
    }

    Mono<Long> withdraw(Work work, UUID id) {
        return work.change("""
                update duty set status = 'WITHDRAWN', version = version + 1 where district_id = $1 and id = $2::uuid
                """, id);
    }

    Mono<Long> end(Work work, UUID id, @Nullable LocalDate on) {
        return work.change("""
                update duty set valid_to = $3::date, version = version + 1 where district_id = $1 and id = $2::uuid
                """, id, on);
    }

    private record Held(
            UUID subject, DutyRole role, @Nullable UUID territoryId, LocalDate validFrom) {}

    /** What is proposed, or was, of these accounts: each as {@link #key} says it. */
    Mono<Set<String>> held(Work work, Collection<UUID> accounts) {
        return work.rows(Held.class, """
                select d.subject, d.role, coalesce(d.grid_id, d.community_id, d.street_id) as territory_id, d.valid_from
                  from duty d
                 where d.district_id = $1 and d.subject = any($2::uuid[]) and d.status <> 'WITHDRAWN'
                """, (Object) accounts.toArray(UUID[]::new))
                .map(held -> key(held.subject(), held.role(), held.territoryId(), held.validFrom()))
                .collect(Collectors.toSet());
    }

    /** The same for the same duty. */
    static String key(UUID account, DutyRole role, @Nullable UUID territory, LocalDate from) {
        return account + " " + role + " " + (territory == null ? "" : territory) + " " + from;
    }

    /** A proposed duty as an import writes it. */
    record Proposed(
            UUID id,
            UUID subject,
            String personName,
            DutyRole role,
            @Nullable String position,
            @Nullable UUID streetId,
            @Nullable UUID communityId,
            @Nullable UUID gridId,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            UUID proposedBy) {}

    Mono<Long> addAll(Work work, List<Proposed> duties) {
        return work.changeAll("""
                insert into duty (district_id, id, subject, person_name, role, position, street_id, community_id, grid_id, valid_from, valid_to,
                                  status, proposed_by)
                select $1, d.id, d.subject, d.person_name, d.role, d.position, d.street_id, d.community_id, d.grid_id, d.valid_from, d.valid_to,
                       'PROPOSED', d.proposed_by
                  from json_to_recordset($2::json) as d(
                           id uuid, subject uuid, person_name text, role duty_role, position text, street_id uuid, community_id uuid,
                           grid_id uuid, valid_from date, valid_to date, proposed_by uuid)
                returning id
                """, duties);
    }
}
