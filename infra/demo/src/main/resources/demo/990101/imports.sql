-- A file that 示例区 did not bring in after all: one of its rows names a street that is not there.
-- Ids: the table's number, the district's code, the row's number.

insert into data_import (district_id, id, name, format, kinds, personal, size, status, subject, roles, row_count, fault_count)
values (current_setting('linli.district')::uuid, '01900000-009a-7000-8000-990101000001', '示例社区.xlsx', 'XLSX', '{COMMUNITY}', false, 4096, 'CANCELLED',
        '01900000-0000-4000-9000-990101000005', '{DISTRICT_ADMIN}', 6, 1);

insert into data_import_fault (district_id, data_import_id, id, kind, row_number, column_zh, column_en, rule)
values (current_setting('linli.district')::uuid, '01900000-009a-7000-8000-990101000001', '01900000-009b-7000-8000-990101000001', 'COMMUNITY', 4, '街道编码', 'Street code',
        'NOT_FOUND');
