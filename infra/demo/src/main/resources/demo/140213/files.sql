-- The poster of an activity that was held; its content lies beside the database, see Poster.
insert into file (district_id, id, activity_id, name, media_type, size, status, expires_at, digest, capability)
values (current_setting('linli.district')::uuid, '01900000-0090-7000-8000-140213000001', '01900000-0040-7000-8000-140213000001',
        '示例海报.png', 'PNG', 592, 'STORED', now(), '8e89b9a84e39d0718fcef1fa4c3022353f1de740078cdef15e64e03ab5a7cfb0',
        'AZAAAAAAcACAAAAAABQCE9x2H4qeMnsB8eSRSfjE1mQ');
