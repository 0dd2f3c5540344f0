-- A mail server that fails is told apart from a directory of accounts that does not answer.

alter type onboarding_obstacle add value 'LETTER_UNSENT' before 'UNEXPECTED';
