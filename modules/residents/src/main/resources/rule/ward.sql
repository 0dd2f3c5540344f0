-- Whether the caller is guardian of a resident r who is not of full age: as Ward.java says, but for the consent.
is_own(r.guardian_id, 'RESIDENT')
and (r.birth_date is null or r.birth_date > (now() at time zone :zone)::date - interval '18 years')
