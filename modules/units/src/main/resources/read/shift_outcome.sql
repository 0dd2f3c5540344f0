-- The rows of type ShiftOutcome, for whoever has a part in the district. Who recorded it is not told.
select o.id, o.shift_id, o.note, o.recorded_at
  from shift_outcome o
 where o.district_id = :district
   and has_part()
