-- The rows of the operators' type UsualQuota: one, which is what the platform itself may take, to which nothing is granted.
select d.id,
       (:quota)[1]::int as requests_per_second,
       (:quota)[2]::int as requests_at_once,
       least((:quota)[3], 2147483647)::int as cost_per_second,
       (:quota)[4]::numeric as storage_bytes,
       (:quota)[5]::int as streams
  from district d
 where d.id = :district
