-- The calendar by which a district's clocks run (DOMAIN.md G6): which days are worked, at which hours, and how much time each step has.

create type calendar_day_kind as enum ('DAY_OFF', 'WORKDAY');
create type weekday as enum ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY');
create type deadline_kind as enum
    ('ACTIVITY_APPROVAL', 'SERVICE_REVIEW', 'RESIDENT_VERIFICATION', 'SERVICE_REGISTRATION', 'EVALUATION_APPEAL');
create type deadline_unit as enum ('WORKING_HOURS', 'WORKING_DAYS', 'CALENDAR_DAYS');
-- What a working week has to keep; answered, and in no table.
create type working_week_rule as enum
    ('AT_LEAST_ONE', 'WHOLE_MINUTES', 'END_AFTER_BEGINNING', 'NO_OVERLAP', 'AT_MOST_FOUR_A_DAY');

-- Reference table: days off and make-up workdays as the State Council arranges them, year by year, for all districts.
create table statutory_day (
    id   uuid not null default uuidv7(),
    day  date not null,
    kind calendar_day_kind not null,
    name text not null,
    constraint statutory_day_pk primary key (id),
    constraint statutory_day_unique unique (day)
);

-- Reference table: the working week of a district that has set none.
create table usual_working_time (
    id        uuid not null default uuidv7(),
    weekday   weekday not null,
    opens_at  time not null,
    closes_at time not null,
    constraint usual_working_time_pk primary key (id),
    constraint usual_working_time_unique unique (weekday, opens_at)
);

-- Reference table: the deadlines of a district that has set none.
create table usual_deadline (
    id     uuid not null default uuidv7(),
    kind   deadline_kind not null,
    amount int not null,
    unit   deadline_unit not null,
    constraint usual_deadline_pk primary key (id),
    constraint usual_deadline_unique unique (kind)
);

-- What a district says of a day, whatever the State Council says.
create table calendar_day (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    day         date not null,
    kind        calendar_day_kind not null,
    name        text not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint calendar_day_pk primary key (district_id, id),
    constraint calendar_day_unique unique (district_id, day),
    constraint calendar_day_name_length check (char_length(name) between 1 and 60)
);

-- One row for a district with a week of its own: who writes the week holds it, so a week is never a mixture of two.
create table working_week (
    district_id uuid not null,
    version     int not null default 1,
    constraint working_week_pk primary key (district_id)
);

create table working_time (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    weekday     weekday not null,
    opens_at    time not null,
    -- Excluded.
    closes_at   time not null,
    constraint working_time_pk primary key (district_id, id),
    constraint working_time_unique unique (district_id, weekday, opens_at),
    constraint working_time_has_length check (opens_at < closes_at)
);

create table deadline (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    kind        deadline_kind not null,
    amount      int not null,
    unit        deadline_unit not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint deadline_pk primary key (district_id, id),
    constraint deadline_unique unique (district_id, kind),
    constraint deadline_amount_range check (amount between 1 and 366)
);

insert into usual_working_time (weekday, opens_at, closes_at)
values ('MONDAY', '08:30', '12:00'), ('MONDAY', '14:30', '18:00'),
       ('TUESDAY', '08:30', '12:00'), ('TUESDAY', '14:30', '18:00'),
       ('WEDNESDAY', '08:30', '12:00'), ('WEDNESDAY', '14:30', '18:00'),
       ('THURSDAY', '08:30', '12:00'), ('THURSDAY', '14:30', '18:00'),
       ('FRIDAY', '08:30', '12:00'), ('FRIDAY', '14:30', '18:00');

insert into usual_deadline (kind, amount, unit)
values ('ACTIVITY_APPROVAL', 3, 'WORKING_DAYS'),
       ('SERVICE_REVIEW', 5, 'WORKING_DAYS'),
       ('RESIDENT_VERIFICATION', 10, 'WORKING_DAYS'),
       ('SERVICE_REGISTRATION', 5, 'WORKING_DAYS'),
       ('EVALUATION_APPEAL', 5, 'WORKING_DAYS');

-- 国办发明电〔2024〕12号
insert into statutory_day (day, kind, name)
values ('2025-01-01', 'DAY_OFF', '元旦'),
       ('2025-01-26', 'WORKDAY', '春节调休'), ('2025-01-28', 'DAY_OFF', '春节'), ('2025-01-29', 'DAY_OFF', '春节'),
       ('2025-01-30', 'DAY_OFF', '春节'), ('2025-01-31', 'DAY_OFF', '春节'), ('2025-02-01', 'DAY_OFF', '春节'),
       ('2025-02-02', 'DAY_OFF', '春节'), ('2025-02-03', 'DAY_OFF', '春节'), ('2025-02-04', 'DAY_OFF', '春节'),
       ('2025-02-08', 'WORKDAY', '春节调休'),
       ('2025-04-04', 'DAY_OFF', '清明节'), ('2025-04-05', 'DAY_OFF', '清明节'), ('2025-04-06', 'DAY_OFF', '清明节'),
       ('2025-04-27', 'WORKDAY', '劳动节调休'), ('2025-05-01', 'DAY_OFF', '劳动节'), ('2025-05-02', 'DAY_OFF', '劳动节'),
       ('2025-05-03', 'DAY_OFF', '劳动节'), ('2025-05-04', 'DAY_OFF', '劳动节'), ('2025-05-05', 'DAY_OFF', '劳动节'),
       ('2025-05-31', 'DAY_OFF', '端午节'), ('2025-06-01', 'DAY_OFF', '端午节'), ('2025-06-02', 'DAY_OFF', '端午节'),
       ('2025-09-28', 'WORKDAY', '国庆节、中秋节调休'), ('2025-10-01', 'DAY_OFF', '国庆节、中秋节'),
       ('2025-10-02', 'DAY_OFF', '国庆节、中秋节'), ('2025-10-03', 'DAY_OFF', '国庆节、中秋节'),
       ('2025-10-04', 'DAY_OFF', '国庆节、中秋节'), ('2025-10-05', 'DAY_OFF', '国庆节、中秋节'),
       ('2025-10-06', 'DAY_OFF', '国庆节、中秋节'), ('2025-10-07', 'DAY_OFF', '国庆节、中秋节'),
       ('2025-10-08', 'DAY_OFF', '国庆节、中秋节'), ('2025-10-11', 'WORKDAY', '国庆节、中秋节调休');

-- The arrangement of 2025-11-04 (国务院办公厅关于2026年部分节假日安排的通知).
insert into statutory_day (day, kind, name)
values ('2026-01-01', 'DAY_OFF', '元旦'), ('2026-01-02', 'DAY_OFF', '元旦'), ('2026-01-03', 'DAY_OFF', '元旦'),
       ('2026-01-04', 'WORKDAY', '元旦调休'),
       ('2026-02-14', 'WORKDAY', '春节调休'), ('2026-02-15', 'DAY_OFF', '春节'), ('2026-02-16', 'DAY_OFF', '春节'),
       ('2026-02-17', 'DAY_OFF', '春节'), ('2026-02-18', 'DAY_OFF', '春节'), ('2026-02-19', 'DAY_OFF', '春节'),
       ('2026-02-20', 'DAY_OFF', '春节'), ('2026-02-21', 'DAY_OFF', '春节'), ('2026-02-22', 'DAY_OFF', '春节'),
       ('2026-02-23', 'DAY_OFF', '春节'), ('2026-02-28', 'WORKDAY', '春节调休'),
       ('2026-04-04', 'DAY_OFF', '清明节'), ('2026-04-05', 'DAY_OFF', '清明节'), ('2026-04-06', 'DAY_OFF', '清明节'),
       ('2026-05-01', 'DAY_OFF', '劳动节'), ('2026-05-02', 'DAY_OFF', '劳动节'), ('2026-05-03', 'DAY_OFF', '劳动节'),
       ('2026-05-04', 'DAY_OFF', '劳动节'), ('2026-05-05', 'DAY_OFF', '劳动节'), ('2026-05-09', 'WORKDAY', '劳动节调休'),
       ('2026-06-19', 'DAY_OFF', '端午节'), ('2026-06-20', 'DAY_OFF', '端午节'), ('2026-06-21', 'DAY_OFF', '端午节'),
       ('2026-09-20', 'WORKDAY', '国庆节调休'),
       ('2026-09-25', 'DAY_OFF', '中秋节'), ('2026-09-26', 'DAY_OFF', '中秋节'), ('2026-09-27', 'DAY_OFF', '中秋节'),
       ('2026-10-01', 'DAY_OFF', '国庆节'), ('2026-10-02', 'DAY_OFF', '国庆节'), ('2026-10-03', 'DAY_OFF', '国庆节'),
       ('2026-10-04', 'DAY_OFF', '国庆节'), ('2026-10-05', 'DAY_OFF', '国庆节'), ('2026-10-06', 'DAY_OFF', '国庆节'),
       ('2026-10-07', 'DAY_OFF', '国庆节'), ('2026-10-10', 'WORKDAY', '国庆节调休');

grant select on statutory_day, usual_working_time, usual_deadline to linli_app;
select protect('calendar_day');
select protect('working_week');
select protect('working_time');
select protect('deadline');
