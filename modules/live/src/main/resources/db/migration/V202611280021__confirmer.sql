-- Who may confirm what waits for a second person, as whoever asks sees it.
create type confirmer as enum ('CALLER', 'OFFICER', 'ADMINISTRATOR');
