-- The rows of type Oddity, which only tests know.
select o.id, o.text, o.note, o.number, o.ratio, o.amount, o.amount * 2 as total, o.flag, o.moment, o.day, o.time, o.link,
       o.language, o.kind, o.kinds, o.words, o.secret, o.grid_id, o.activity_id, o.self_id, o.place_id, o.place_type,
       case when sees(o.grid_id, 'GRID_WORKER', 'DISTRICT_OFFICER') or is_own(o.activity_id, 'RESIDENT')
            then coalesce(o.secret, :locale)
            else 'to ' || array_length(:roles, 1) || ' roles' end as veiled
  from oddity o
 where o.district_id = :district
   and (o.flag is not false or has_role('ACCOUNT'))
