-- There is one more role, which no account of a district has.
alter table data_import drop constraint data_import_roles;
alter table data_import add constraint data_import_roles check (roles <@ array[
    'GUEST', 'ACCOUNT', 'RESIDENT', 'VOLUNTEER', 'SERVING_MEMBER', 'UNIT_CONTACT', 'PROPERTY_MANAGER', 'MERCHANT', 'GRID_WORKER', 'COMMUNITY_WORKER',
    'STREET_OFFICER', 'DEPARTMENT_OFFICER', 'DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR', 'INTEGRATOR', 'PLATFORM_ADMIN', 'CITY_VIEWER']);
