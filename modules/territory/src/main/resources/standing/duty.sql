-- The confirmed duties of an account, each with the leaf grids of its territory and all that those grids came from.
select d.role::text as role,
       null::uuid as entity,
       array(with recursive leaf as (
               select g.id
                 from grid g
                 join community c on c.district_id = g.district_id and c.id = g.community_id
                where g.district_id = :district and c.district_id = :district
                  and case when d.grid_id is not null then g.id = d.grid_id
                           when d.community_id is not null then g.community_id = d.community_id
                           when d.street_id is not null then c.street_id = d.street_id
                           else true end
               union
               select s.predecessor_id
                 from leaf
                 join grid_succession s on s.successor_id = leaf.id
                where s.district_id = :district)
             select id from leaf) as grids,
       d.valid_from,
       d.valid_to
  from duty d
 where d.district_id = :district
   and d.subject = :subject
   and d.status = 'CONFIRMED'
