select d.id, json_build_object('from', f), f from district d, generate_series(timestamptz '2024-01-01 00:00Z', '2024-10-01 00:00Z', interval '1 day') f
