-- What a district has before it goes live: told from its rows, kept nowhere.

create type setup_step as enum ('PACKAGES', 'CALENDAR', 'TERRITORY', 'STAFF', 'RESIDENTS', 'MERCHANTS', 'CLIENTS');
create type setup_state as enum ('MISSING', 'DONE', 'OPTIONAL');
