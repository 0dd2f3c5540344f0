-- What a district begins with, as it was asked for; null is everything, and the usual week.

alter type onboarding_status add value 'CONFIGURED' before 'READY';
alter type district_problem add value 'PACKAGE_NEEDED';
alter type district_problem add value 'WORKING_WEEK_UNFIT';

alter table onboarding
    add column packages package[],
    add column working_times jsonb;
