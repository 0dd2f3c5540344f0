-- The rows of type DistrictMove.
select m.id, m.target_id, m.from_cell, m.to_cell, m.status, m.obstacle, m.requested_at, m.frozen_at, m.thawed_at, m.row_count::numeric as rows,
       m.digest, m.leaves_clients, m.version
  from district_move m
 where m.district_id = :district and has_role('PLATFORM_ADMIN')
