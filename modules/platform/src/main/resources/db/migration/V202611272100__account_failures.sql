-- Why an administrator whom operators name cannot have the account: in the words of the districts' register of staff, and one of its refusals.

create type account_failure as enum
    ('ADDRESS_NEEDED', 'ADDRESS_DIFFERS', 'ADDRESS_UNVERIFIED', 'ELSEWHERE', 'ALREADY_STAFF', 'OWN_ACCOUNT', 'REFUSED', 'ROLES_EXCLUDE_EACH_OTHER');

alter table onboarding add column account_failure account_failure;
