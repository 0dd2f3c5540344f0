-- Who numbers looks for arrivals all the time, and would wade through all that were there since the last round of autovacuum.
grant maintain on arrival to linli_app;
alter table arrival reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold,
                           autovacuum_analyze_scale_factor);
