-- The one row of type Me: who asks. An account without a district has no district row and no resident.
select :subject as id,
       :roles as roles,
       :district as district_id,
       (own('RESIDENT'))[1] as resident_id
