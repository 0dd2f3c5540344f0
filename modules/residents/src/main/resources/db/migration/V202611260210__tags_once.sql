-- A tag says nothing more when it is said twice: there are four.

update resident set tags = array(select distinct t from unnest(tags) t order by t) where cardinality(tags) > 1;

alter table resident
    add constraint resident_tags_once check (cardinality(tags) <= 4);
