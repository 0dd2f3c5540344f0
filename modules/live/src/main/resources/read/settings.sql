-- The rows of type Settings: one, also of a district that has changed nothing.
select d.id, packages_of(d.id) as packages, language_of(d.id) as language,
       ('DAYS_' || d.retention_days)::retention as retention,
       (select s.version from district_settings s where s.district_id = :district) as version
  from district d
 where d.id = :district
