-- Numbers have no gap, so what follows a position is there, or the position is the head, or it has gone with its month.
exists (select from feed f where f.district_id = :district and f.position = :after + 1)
    or coalesce((select h.position from feed_head h where h.district_id = :district), 0) <= :after
    or stop('LN002') is null
