-- What operators grant single districts of a server and of the storage; null is as usual.

-- Reference table: the registry tells of every district what it may take, before anybody has entered one.
create table district_quota (
    district_id         uuid not null,
    requests_per_second int,
    requests_at_once    int,
    cost_per_second     bigint,
    storage_bytes       bigint,
    constraint district_quota_pk primary key (district_id),
    constraint district_quota_in_district foreign key (district_id) references district (id),
    constraint district_quota_requests_positive check (requests_per_second > 0 and requests_at_once > 0),
    constraint district_quota_cost_positive check (cost_per_second > 0),
    constraint district_quota_storage_range check (storage_bytes >= 0)
);
grant select on district_quota to linli_app;
