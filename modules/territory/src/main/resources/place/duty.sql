-- Where a duty is: in the one territory for which it is; nowhere where that is the district.
select d.street_id, d.community_id, d.grid_id
  from duty d
 where d.district_id = :district and d.id = :id
