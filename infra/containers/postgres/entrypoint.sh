#!/bin/sh
# The part of the official image's entry point that we use: a new data directory for the superuser postgres.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    umask 077
    echo "$POSTGRES_PASSWORD" >/tmp/password
    # shellcheck disable=SC2086
    initdb --username=postgres --pwfile=/tmp/password --auth=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
    rm /tmp/password
fi
exec "$@" -c unix_socket_directories=
