-- What a place was is kept: it is retired, never removed. Grids have a state of their own for that.

alter table street add column retired_at timestamptz;
alter table community add column retired_at timestamptz;
alter table compound add column retired_at timestamptz;
