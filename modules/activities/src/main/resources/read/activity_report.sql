-- The rows of type ActivityReport. They are reached through their activity only.
select r.id, r.text, r.attended, r.no_shows, r.created_at as reported_at
  from activity_report r
 where r.district_id = :district
