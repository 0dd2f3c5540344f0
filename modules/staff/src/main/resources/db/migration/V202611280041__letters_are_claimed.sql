-- Since when somebody is writing to the person, so that nobody else does meanwhile; it does not count for long, as a node may die over it.

alter table staff_member add column letter_claimed_at timestamptz;
