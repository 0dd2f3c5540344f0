-- Households are no records yet, so none can own points.
alter table points_account drop constraint points_account_covered, drop constraint points_account_of_district;
alter type points_account_kind rename to former_points_account_kind;
create type points_account_kind as enum ('ISSUE', 'EXPIRY', 'RESIDENT', 'HOLD', 'MERCHANT', 'UNIT', 'ACTIVITY');
alter table points_account alter column kind type points_account_kind using kind::text::points_account_kind;
drop type former_points_account_kind;
alter table points_account
    add constraint points_account_covered check (kind = 'ISSUE' or balance >= 0),
    add constraint points_account_of_district check ((kind in ('ISSUE', 'EXPIRY')) = (owner_id = district_id));
