-- The rows of type Resident. Seen by the person, by the guardian until the person is of full age, by workers inside their duties, and by
-- district officers; phone and identity number are clear (the latter: as its mask) only to the person, the guardian who consented and who works
-- in the grid or community. A guardian sees the child before that, in order to consent.
select r.id, r.name, r.gender, r.birth_date, r.community_id, r.grid_id, r.compound_id, r.dwelling, r.dwelling_relation, r.tags, r.status,
       r.guardian_id, r.registered_at, r.version, r.identity_index, r.batch_id, r.claimed_standing,
       r.verify_by, coalesce(r.verify_by <= now(), false) as overdue,
       sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER') as identity_index_revealed,
       case when sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER')
                 or is_own(r.id, 'RESIDENT') or (is_own(r.guardian_id, 'RESIDENT')
                                                 and exists (select from consent g
                                                              where g.district_id = :district and g.resident_id = r.id and g.kind = 'GUARDIANSHIP'
                                                                and g.given_by = r.guardian_id and g.withdrawn_at is null))
            then r.phone
            else overlay(r.phone placing '****' from 4 for 4) end as phone,
       case when sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER')
                 or is_own(r.id, 'RESIDENT') or (is_own(r.guardian_id, 'RESIDENT')
                                                 and exists (select from consent g
                                                              where g.district_id = :district and g.resident_id = r.id and g.kind = 'GUARDIANSHIP'
                                                                and g.given_by = r.guardian_id and g.withdrawn_at is null))
            then r.identity_mask end as identity_number
  from resident r
 where r.district_id = :district
   and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
        or is_own(r.id, 'RESIDENT')
        or rule(ward))
