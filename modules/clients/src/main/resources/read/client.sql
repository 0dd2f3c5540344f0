-- The rows of type Client: those that the district has registered or granted, for its IT, officers and auditors.
select c.id, r.name, r.kind, r.azp as client_id, r.redirect_addresses, r.origins, r.vendor, r.home_id = :district as registered_here,
       c.requests_per_minute, c.status, c.problem, c.created_at, c.version
  from client c
  join client_registration r on r.id = c.registration_id
 where c.district_id = :district
   and has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR')
