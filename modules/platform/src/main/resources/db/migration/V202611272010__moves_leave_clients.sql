-- A district that moves may leave the clients that it shares with others of its cell.

alter table district_move add column leaves_clients boolean not null default false;
