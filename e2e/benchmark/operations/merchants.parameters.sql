select d.id, json_build_object('category', c), c from district d, unnest(enum_range(null::merchant_category)) c
