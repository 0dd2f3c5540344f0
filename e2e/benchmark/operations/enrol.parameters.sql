select district_id, json_build_object('activity', 'activity_' || activity_id), activity_id, resident_id, enrolment_id, subject, 'benchmark-' || n
  from benchmark_enrol
 order by n
