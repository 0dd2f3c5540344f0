-- How much a district keeps is asked with each file that is to come: from the index alone.
create index file_kept on file (district_id, status) include (size, expires_at);
