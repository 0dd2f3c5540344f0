-- Whose work the letter is, which goes on at once where a node died over it.

alter table staff_member add column letter_claimed_by uuid;
