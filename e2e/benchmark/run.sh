#!/bin/sh
# Measures the server beside hand-written SQL, in about twelve minutes after the first build of the data set.
#   run.sh [-w SECONDS] [-s SECONDS] [-n ROUNDS] [-c CONNECTIONS] [-o OPERATION,..]   warm-up, a run, rounds, load, what
# or the feed beside a writer of ready frames, in about eight minutes.
#   run.sh feed [-c SUBSCRIBERS] [-r UPDATES_A_SECOND] [-w SECONDS] [-s SECONDS] [-n ROUNDS] [-i IDLE_STREAMS]
# or what a district notices of one that asks for ten times its share, and of hundreds that come on board.
#   run.sh neighbours [-r REQUESTS_A_SECOND] [-w WARM_UP] [-s SECONDS] [-n ROUNDS] [-d DISTRICTS] [-o OPERATION]
set -eu
cd "$(dirname "$0")/../.."

missing=
command -v wrk > /dev/null || missing="$missing wrk"
command -v gcc > /dev/null || missing="$missing gcc libc6-dev"
[ -e /usr/include/postgresql/libpq-fe.h ] || missing="$missing libpq-dev"
if [ -n "$missing" ]; then
    echo "Installing$missing" >&2
    { apt-get update && apt-get install -y --no-install-recommends $missing; } > /dev/null
fi

for java in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    "$java" -version 2>&1 | grep -q '"25[."]' && break
done

mvn -B -q package -DskipTests -pl api,infra/services -am \
    dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
mkdir -p e2e/target/benchmark
gcc -O2 -I/usr/include/postgresql e2e/benchmark/limit.c -o e2e/target/benchmark/limit -lpq

server=$(echo api/target/linli-api-*.jar):$(cat api/target/classpath)
services=$(echo infra/services/target/linli-services-*.jar):$(cat infra/services/target/classpath)
measured=Benchmark
if [ "${1:-}" = feed ]; then
    measured=Feed
    shift
elif [ "${1:-}" = neighbours ]; then
    measured=Neighbours
    shift
fi
exec "$java" -Xmx256m --enable-native-access=ALL-UNNAMED -Dlinli.benchmark.server="$server" -cp "$server:$services" \
    "e2e/benchmark/$measured.java" "$@"
