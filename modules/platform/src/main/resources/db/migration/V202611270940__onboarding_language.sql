-- In which a district begins, and its first administrator is written to; null is the usual one.

alter table onboarding add column language language;
