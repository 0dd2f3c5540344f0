-- A contact who was erased is named nowhere, and nobody may be found for a while.
alter table unit alter column contact_name drop not null;
alter table unit alter column contact_phone drop not null;
alter table property_company alter column contact_name drop not null;
alter table property_company alter column contact_phone drop not null;
