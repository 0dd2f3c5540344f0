-- Which letter of ours a person is due; null where none is. Who was invited before there were any is due none.

create type staff_letter as enum ('INVITED', 'OPENED', 'ROLE');

alter table staff_member add column letter staff_letter;
