-- Staff come by a sheet as well.
alter type import_kind add value 'STAFF' before 'DUTY';
alter type import_rule add value 'ACCOUNT_UNNAMED';
alter type import_rule add value 'USERNAME_MALFORMED';
alter type import_rule add value 'STAFF_ADDRESS_MALFORMED';
alter type import_rule add value 'ROLES_EXCLUDE_EACH_OTHER';
