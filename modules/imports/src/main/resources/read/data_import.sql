-- The rows of type DataImport: all for district officers; for the district's IT those that bring in no persons.
select i.id, i.name, i.format, i.kinds, i.left_out, i.size, i.status, i.row_count, i.done_count, i.added_count, i.known_count, i.fault_count,
       i.created_at, i.moved_at, i.version
  from data_import i
 where i.district_id = :district
   and (has_role('DISTRICT_OFFICER') or has_role('DISTRICT_ADMIN') and not i.personal)
