#!/bin/sh
# Brings up a container engine where none runs, as root, from the distribution's own packages (docker.io).
#   infra/containers/engine.sh start    prints what to export: DOCKER_HOST and what Testcontainers must know; fails if there is no engine
#   infra/containers/engine.sh stop     ends the engine that start has started
# No bridge and no packet filter: our containers use the host's network.
set -eu

state=${LINLI_ENGINE:-/var/lib/linli-engine}
socket=$state/docker.sock

fail() {
    echo "no container engine: $*" >&2
    exit 1
}

running() {
    DOCKER_HOST=unix://$socket docker version >/dev/null 2>&1
}

launch() {
    # The first storage driver that works here; vfs copies everything and always works.
    for driver in overlay2 vfs; do
        dockerd --host "unix://$socket" --data-root "$state/data" --exec-root "$state/exec" --pidfile "$state/docker.pid" \
            --iptables=false --ip6tables=false --bridge=none --storage-driver "$driver" >"$state/docker.log" 2>&1 &
        pid=$!
        tries=0
        while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 60 ]; do
            running && return 0
            tries=$((tries + 1))
            sleep 0.5
        done
        kill "$pid" 2>/dev/null || true
        wait "$pid" || true
    done
    tail -n 20 "$state/docker.log" >&2
    return 1
}

case ${1:-} in
start)
    if ! running && docker info >/dev/null 2>&1; then
        exit 0 # an engine of the machine's own: nothing to set
    fi
    [ "$(id -u)" = 0 ] || fail "none runs, and only root can start one"
    command -v dockerd >/dev/null || fail "dockerd is not installed (apt-get install docker.io)"
    command -v docker >/dev/null || fail "docker is not installed (apt-get install docker.io)"
    mkdir -p "$state"
    running || launch || fail "dockerd does not start"
    echo "export DOCKER_HOST=unix://$socket"
    # Without a bridge there is nothing for Testcontainers to ask where the host is.
    echo "export TESTCONTAINERS_HOST_OVERRIDE=localhost"
    # Testcontainers' own image, which cleans up after killed test runs, cannot be pulled everywhere.
    echo "export TESTCONTAINERS_RYUK_DISABLED=true"
    ;;
stop)
    [ -s "$state/docker.pid" ] || exit 0
    pid=$(cat "$state/docker.pid")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
    ;;
*)
    echo "usage: engine.sh start|stop" >&2
    exit 2
    ;;
esac
