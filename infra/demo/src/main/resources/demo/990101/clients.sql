-- A frontend of 示例区 that serves nobody any more, since Keycloak knows of none that was not registered while the server ran.
-- Ids: the table's number, the district's code, the row's number.

insert into client_registration (id, home_id, azp, kind, name, redirect_addresses, origins, vendor, closed_at)
values ('01900000-0098-7000-8000-990101000001', current_setting('linli.district')::uuid, '990101-client-1', 'FRONTEND', '示例旧版小程序',
        array['https://app.example.test/back'], array['https://app.example.test'], false, now());

insert into client (district_id, id, registration_id, status, created_at)
values (current_setting('linli.district')::uuid, '01900000-0099-7000-8000-990101000001', '01900000-0098-7000-8000-990101000001', 'WITHDRAWN', now());
