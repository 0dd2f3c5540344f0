-- What is the platform's is erased by one job of the platform, no more by one of each district.
delete from job j
 where j.kind = 'erase-applications' and j.done_at is null
   and exists (select from district d where d.id = j.district_id and d.kc_org_id is not null);
