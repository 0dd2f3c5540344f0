-- A district is registered before it can be used, and leaves in several steps.

alter type district_state add value 'OPENING' before 'ACTIVE';
alter type district_state add value 'LEAVING';
