-- Which node has the job: when that one is dead, nobody waits for the end of the lease.

alter table job add column leased_by int;
