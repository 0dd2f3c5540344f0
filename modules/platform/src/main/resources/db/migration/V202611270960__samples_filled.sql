-- A sample is filled before it is ready.

alter type onboarding_status add value 'FILLED' before 'READY';
