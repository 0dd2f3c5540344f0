-- Redemptions (DOMAIN.md S12): a service taken for points, and the code by which the merchant verifies it once.

create type redemption_status as enum ('RESERVED', 'CODE_ISSUED', 'VERIFIED', 'DONE', 'RATED', 'EXPIRED', 'CANCELLED');

create table redemption (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    merchant_id  uuid not null,
    service_id   uuid not null,
    resident_id  uuid not null,
    -- The points it costs, held until it is verified.
    posting_id   uuid not null,
    points_price int not null,
    status       redemption_status not null,
    -- The code itself is known to the resident alone.
    code_hash    bytea not null,
    reserved_at  timestamptz not null default now(),
    expires_at   timestamptz not null,
    verified_at  timestamptz,
    rating       int,
    comment      text,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint redemption_pk primary key (district_id, id),
    constraint redemption_code_unique unique (district_id, code_hash),
    constraint redemption_posting_unique unique (district_id, posting_id),
    constraint redemption_code_is_a_hash check (octet_length(code_hash) = 32),
    constraint redemption_priced check (points_price > 0),
    constraint redemption_half_open check (expires_at > reserved_at),
    constraint redemption_verified check ((status in ('VERIFIED', 'DONE', 'RATED')) = (verified_at is not null)),
    constraint redemption_verified_in_time check (verified_at < expires_at),
    constraint redemption_rated check ((status = 'RATED') = (rating is not null)),
    constraint redemption_rating_range check (rating between 1 and 5),
    constraint redemption_comment_length check (char_length(comment) between 1 and 500),
    constraint redemption_comment_of_rating check (comment is null or rating is not null)
);
create index redemption_by_resident on redemption (district_id, resident_id, reserved_at, id);
create index redemption_by_merchant on redemption (district_id, merchant_id, reserved_at, id);
create index redemption_by_service on redemption (district_id, service_id, reserved_at, id);
create index redemption_by_time on redemption (district_id, reserved_at, id);
create index redemption_open_by_time on redemption (district_id, expires_at, id) where status = 'CODE_ISSUED';

-- The business licence that was looked at when the merchant signed (统一社会信用代码).
alter table merchant add column licence text;
alter table merchant add constraint merchant_licence_form check (licence ~ '^[0-9A-Z]{18}$');
-- For how many days a code is good.
alter table merchant_service add column code_days int not null default 7;
alter table merchant_service add constraint merchant_service_code_days_range check (code_days between 1 and 90);
-- What a review that sent it back said.
alter table merchant_service add column review_note text;
alter table merchant_service add constraint merchant_service_review_length check (char_length(review_note) between 1 and 500);
-- What names a service together with its merchant refers to this.
alter table merchant_service add constraint merchant_service_of_merchant unique (district_id, merchant_id, id);

alter table redemption add constraint redemption_service_fk
    foreign key (district_id, merchant_id, service_id) references merchant_service (district_id, merchant_id, id);
alter table redemption add constraint redemption_resident_fk
    foreign key (district_id, resident_id) references resident (district_id, id);
alter table redemption add constraint redemption_posting_fk
    foreign key (district_id, posting_id) references points_posting (district_id, id);

select protect('redemption');
