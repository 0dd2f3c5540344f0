-- The one row of type Me: who asks. An account without a district has no district row and no resident.
select :subject::uuid as id,
       :roles::text[] as roles,
       :district::uuid as district_id,
       (own('RESIDENT'))[1] as resident_id
