-- The rows of type ServingMember: for the member, the contact of the member's unit, the workers of the community reported to, and
-- officers of its street and the district. To everybody else the member is a volunteer and no more.
select s.id, s.volunteer_id, s.unit_id, s.community_id, s.status, s.registered_on, s.availability, s.pledge, s.reviewed_on, s.review,
       s.ended_on, s.end_reason, s.predecessor_id, s.version, s.confirm_by, coalesce(s.confirm_by <= now(), false) as overdue
  from serving_member s
 where s.district_id = :district
   and (is_own(s.id, 'SERVING_MEMBER')
        or is_own(s.volunteer_id, 'VOLUNTEER')
        or is_own(s.unit_id, 'UNIT_CONTACT')
        or has_role('DISTRICT_OFFICER')
        or exists (select from grid g
                    where g.district_id = :district and g.community_id = s.community_id
                      and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER')))
