#!/bin/sh
# Builds the images of PostgreSQL and Keycloak where none can be pulled: a Debian root file system from Debian's packages
# (debootstrap, as root), and on top the same distributions that the embedded servers run, with the JDK of this machine.
# Compile infra/services first (its target folder knows where the distributions lie), and have an engine (engine.sh).
# Prints what to export: LINLI_POSTGRES_IMAGE and LINLI_KEYCLOAK_IMAGE. An image that exists is not built again.
set -eu
exec 3>&1 >&2

here=$(cd "$(dirname "$0")" && pwd)
resolved=$here/../services/target/classes/org/linli/services
suite=${LINLI_DEBIAN:-bookworm}
postgres=linli/postgres:$(cat "$resolved/postgres.version")
keycloak=linli/keycloak:$(cat "$resolved/keycloak.version")
export DOCKER_BUILDKIT=0 # the engine's own builder; the newer one is not everywhere

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"

jdk() {
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        grep -qs '^JAVA_VERSION="25' "$home/release" && echo "$home" && return
    done
    echo "no JDK 25: set JAVA_HOME" >&2
    return 1
}

built() {
    docker image inspect "$1" >/dev/null 2>&1
}

if ! built linli/debian:"$suite"; then
    debootstrap --variant=minbase "$suite" "$stage/root"
    rm -rf "$stage/root/var/cache/apt" "$stage/root/var/lib/apt/lists"
    tar -C "$stage/root" -c . | docker import - linli/debian:"$suite"
fi

if ! built "$postgres"; then
    mkdir -p "$stage/postgres/pgsql"
    unzip -q -o "$(cat "$resolved/postgres.jar.path")" '*.txz' -d "$stage/postgres"
    tar -xJf "$stage/postgres/"*.txz -C "$stage/postgres/pgsql"
    rm "$stage/postgres/"*.txz
    cp "$here/postgres/"* "$stage/postgres"
    docker build --network=host --build-arg base=linli/debian:"$suite" --tag "$postgres" "$stage/postgres"
fi

if ! built "$keycloak"; then
    mkdir -p "$stage/keycloak"
    unzip -q "$(cat "$resolved/keycloak.zip.path")" -d "$stage/keycloak"
    mv "$stage/keycloak/"keycloak-* "$stage/keycloak/home"
    cp -RL "$(jdk)" "$stage/keycloak/jdk" # its certificates may be a link to the system's
    rm -rf "$stage/keycloak/jdk/jmods" "$stage/keycloak/jdk/lib/src.zip"
    cp "$resolved/keycloak.build" "$stage/keycloak/home"
    cp "$here/keycloak/"* "$stage/keycloak"
    docker build --network=host --build-arg base=linli/debian:"$suite" --tag "$keycloak" "$stage/keycloak"
fi

echo "export LINLI_POSTGRES_IMAGE=$postgres" >&3
echo "export LINLI_KEYCLOAK_IMAGE=$keycloak" >&3
