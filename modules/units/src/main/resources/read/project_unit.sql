-- The rows of type ProjectUnit: which unit serves in which project.
select x.id, x.project_id, x.unit_id
  from project_unit x
 where x.district_id = :district
