-- What a dry run asks of the directory of accounts.

alter type district_problem add value 'ACCOUNT_TAKEN';
alter type district_problem add value 'DIRECTORY_UNREACHABLE';
