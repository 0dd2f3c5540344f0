-- Numbers have no gap, so what follows a position is there, or the position is the head, or it has gone with its month. Beyond the head nobody
-- was ever told anything: such a position is another database's.
exists (select from feed f where f.district_id = :district and f.position = :after + 1)
    or (select case sign(coalesce(max(h.position), 0) - :after)
                    when 0 then true when 1 then stop('LN002') is null else stop('LN004') is null end
          from feed_head h where h.district_id = :district)
