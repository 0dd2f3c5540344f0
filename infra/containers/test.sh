#!/bin/sh
# Runs a module's tests against PostgreSQL and Keycloak in containers; brings up an engine and builds images if it must.
#   infra/containers/test.sh [module]    infra/services by default, e2e for the stories; fails if no engine can be had
set -eu
cd "$(dirname "$0")/../.."
module=${1:-infra/services}

# In an assignment first: eval would hide that the script failed.
engine=$(infra/containers/engine.sh start)
eval "$engine"
trap 'infra/containers/engine.sh stop' EXIT

mvn -B -q -pl infra/services process-classes
images=$(infra/containers/build-images.sh)
eval "$images"
mvn -B -pl "$module" -am verify -Dlinli.services=container -DexcludedGroups=embedded
