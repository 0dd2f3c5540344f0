-- How far the log is for whoever sees what this statement sees: what is committed and has no number yet is seen, too.
select coalesce((select h.position from feed_head h where h.district_id = :district), 0) as position,
       (select case when count(*) > 500 then to_json(stop('LN003')) else json_agg(a.event_id) end
          from arrival a where a.district_id = :district having count(*) > 0) as known
