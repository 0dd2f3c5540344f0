-- Shifts that are called off, and points for hours (DOMAIN.md S18).

alter table project add points_per_hour int not null default 0;
alter table project add constraint project_points_range check (points_per_hour between 0 and 1000);

alter table shift add cancelled_at timestamptz;
alter table shift add cancel_reason text;
alter table shift add constraint shift_cancelled_whole check (num_nonnulls(cancelled_at, cancel_reason) in (0, 2));
alter table shift add constraint shift_cancel_reason_length check (char_length(cancel_reason) between 1 and 500);

-- Who came early may still give up.
alter table shift_sign_up drop constraint shift_sign_up_whole;
alter table shift_sign_up add constraint shift_sign_up_whole check (case
    when status = 'SIGNED_UP' then num_nonnulls(checked_in_at, checked_out_at, minutes) = 0
    when status in ('CHECKED_IN', 'CANCELLED') then
        num_nonnulls(checked_out_at, minutes) = 0 and (checked_in_at is not null or status = 'CANCELLED')
    else num_nonnulls(checked_in_at, checked_out_at, minutes) = 3 end);
