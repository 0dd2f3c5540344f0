-- The rows of type Duty. Seen by the person, by those who run or audit the district, and by workers whose grids it touches.
select d.id, d.subject, d.person_name, d.role, d.position, d.valid_from, d.valid_to, d.status,
       (case when d.status <> 'PROPOSED' then null
             when has_role('DISTRICT_OFFICER') and d.subject <> :subject and d.proposed_by is distinct from :subject then 'CALLER'
             else 'OFFICER' end)::confirmer as confirmer,
       d.street_id, d.community_id, d.grid_id,
       (select m.id from staff_member m where m.district_id = :district and m.subject = d.subject) as staff_member_id,
       coalesce(d.grid_id, d.community_id, d.street_id, d.district_id) as territory_id,
       case when d.grid_id is not null then 'Grid'
            when d.community_id is not null then 'Community'
            when d.street_id is not null then 'Street'
            else 'District' end as territory_type,
       (d.status = 'CONFIRMED' and d.valid_from <= (now() at time zone :zone)::date
        and (d.valid_to is null or d.valid_to > (now() at time zone :zone)::date)) as current
  from duty d
 where d.district_id = :district
   and (d.subject = :subject
        or has_role('DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR')
        or exists (select from grid g
                     join community c on c.district_id = g.district_id and c.id = g.community_id
                    where g.district_id = :district and c.district_id = :district
                      and sees(g.id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                      and case when d.grid_id is not null then g.id = d.grid_id
                               when d.community_id is not null then g.community_id = d.community_id
                               when d.street_id is not null then c.street_id = d.street_id
                               else true end))
