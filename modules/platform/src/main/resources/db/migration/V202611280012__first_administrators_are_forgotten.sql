-- Who the first administrator was to be is kept only while an invitation may have to be repeated; when it went out is told as long as the district is there.

alter table onboarding add column mailed_at timestamptz;
alter table onboarding alter column admin_username drop not null;
alter table onboarding alter column admin_email drop not null;
alter table onboarding alter column admin_name drop not null;
