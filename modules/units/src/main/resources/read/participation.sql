-- The rows of type Participation. A list of those who serve with units would tell who is a party member, so it is seen as narrowly
-- as ServingMember.
select x.id, x.project_id, x.volunteer_id, x.joined_on
  from participation x
  join volunteer v on v.district_id = x.district_id and v.id = x.volunteer_id
 where x.district_id = :district
   and v.district_id = :district
   and (is_own(v.id, 'VOLUNTEER')
        or has_role('DISTRICT_OFFICER')
        or exists (select from serving_member s
                    where s.district_id = :district and s.volunteer_id = v.id
                      and is_own(s.unit_id, 'UNIT_CONTACT'))
        or exists (select from grid g
                    where g.district_id = :district and g.community_id = v.community_id
                      and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER')))
