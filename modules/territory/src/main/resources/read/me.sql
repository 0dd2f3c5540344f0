-- The one row of type Me: who asks. An account without a district has no district row and no resident.
select :subject as id,
       :roles as roles,
       :district as district_id,
       (own('RESIDENT'))[1] as resident_id,
       (own('VOLUNTEER'))[1] as volunteer_id,
       (own('SERVING_MEMBER'))[1] as serving_member_id
