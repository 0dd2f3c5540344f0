-- Whoever had a file taken over may no more.
alter type import_rule add value 'RIGHT_LOST' after 'GIVEN_UP';
