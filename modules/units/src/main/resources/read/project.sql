-- The rows of type Project. How many took part is public; who did is not.
select p.id, p.code, p.title, p.kind, p.street_id, p.description, p.starts_on, p.ends_on, p.points_per_hour, p.version,
       (select count(*)::int from participation x
         where x.district_id = :district and x.project_id = p.id) as participant_count
  from project p
 where p.district_id = :district
