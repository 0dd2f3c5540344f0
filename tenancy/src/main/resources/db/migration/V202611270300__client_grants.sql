-- A request is carried by a client, and each district says for itself by which ones.

-- Reference table: which client, by the azp of its tokens, is granted in which district; in all of them where none is named. Who asks for
-- what is found out before a district is entered, so it has no policy.
create table client_grant (
    azp                 text not null,
    district_id         uuid,
    -- Tokens that it got in that second or before are refused: its secret was another one.
    tokens_after        timestamptz not null default 'epoch',
    -- How many requests a minute it may carry there; the usual number where none is said.
    requests_per_minute int,
    constraint client_grant_unique unique nulls not distinct (district_id, azp),
    constraint client_grant_in_district foreign key (district_id) references district (id)
);
grant select, insert, update, delete on client_grant to linli_app;

-- The server's own pages, in every district.
insert into client_grant (azp) values ('linli-web');
-- The operators' console, at the platform alone.
insert into client_grant (azp, district_id)
select 'platform-console', d.id from district d where d.code = '000000'
    on conflict do nothing;
