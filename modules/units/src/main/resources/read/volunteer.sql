-- The rows of type Volunteer, for whoever has a role in the district but is no guest. The full name is for the volunteer, the workers of
-- the community, and the contact of the unit that the volunteer serves for; others read the first character. That someone is a
-- serving member shows nowhere here.
select v.id, v.version, v.community_id, v.skills, v.joined_on, v.resident_id,
       case when is_own(v.id, 'VOLUNTEER') or has_role('DISTRICT_OFFICER')
                 or exists (select from grid g
                             where g.district_id = :district and g.community_id = v.community_id
                               and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
                 or exists (select from serving_member s
                             where s.district_id = :district and s.volunteer_id = v.id
                               and is_own(s.unit_id, 'UNIT_CONTACT'))
            then v.name
            else left(v.name, 1) || '**' end as name
  from volunteer v
 where v.district_id = :district
   and has_part()
