-- The rows of type ShiftSignUp, seen as narrowly as a Participation: a list of those who serve would tell who is a party member.
select x.id, x.shift_id, x.volunteer_id, x.status, x.signed_up_at, x.checked_in_at, x.checked_out_at, x.minutes, x.version
  from shift_sign_up x
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
