#!/bin/sh
# Runs the tests of the services, and the stories over HTTP, against PostgreSQL and Keycloak in containers; brings up an engine and
# builds images if it must, and fails if no engine can be had. The stories with a browser see nothing of where services run.
#   infra/containers/test.sh [STORY,..]    all stories by default
set -eu
cd "$(dirname "$0")/../.."

# In an assignment first: eval would hide that the script failed.
engine=$(infra/containers/engine.sh start)
eval "$engine"
trap 'infra/containers/engine.sh stop' EXIT

mvn -B -q -pl infra/services process-classes
images=$(infra/containers/build-images.sh)
eval "$images"
mvn -B -pl infra/services,e2e -am test -Dlinli.services=container -DexcludedGroups=embedded \
    -Dtest="org.linli.services.*Test,${1:-*Story},!BrowserStory" -Dsurefire.failIfNoSpecifiedTests=false
