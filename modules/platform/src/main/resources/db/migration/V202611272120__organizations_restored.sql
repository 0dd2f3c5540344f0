-- Operators have a district's organization made anew, after somebody deleted it in the directory of accounts.

alter type onboarding_obstacle add value 'ORGANIZATION_TAKEN' before 'UNEXPECTED';

alter table directory_drift
    -- When operators last asked for it; null where they have not.
    add column restore_asked_at timestamptz,
    -- What that waits for.
    add column obstacle onboarding_obstacle;
