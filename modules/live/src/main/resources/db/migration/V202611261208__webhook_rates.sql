-- How many deliveries a webhook took of late is counted without those of 30 days.
create index webhook_delivery_by_attempt on webhook_delivery (district_id, webhook_id, at);
