-- What somebody changed of a client past the contract.

create type client_difference as enum ('CHANGED', 'MISSING', 'NO_INTEGRATOR', 'BLOCKED');
