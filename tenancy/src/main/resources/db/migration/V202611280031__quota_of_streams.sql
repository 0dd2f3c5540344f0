-- Streams of one server that a district may have open; null is as usual.
alter table district_quota
    add column streams int,
    add constraint district_quota_streams_positive check (streams > 0);
