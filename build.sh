#!/usr/bin/env bash
# Builds, tests and runs CephActors. Usage: ./build.sh VERB [ARGUMENT...]; without a verb it lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
readonly configuration=Release
readonly results=artifacts/test-results
options=(-c "$configuration" --nologo -v quiet)
# A build server that outlives the build would hold the CI job's output open.
if [ "${CI:-}" = true ]; then
    export MSBUILDDISABLENODEREUSE=1
    options+=(-p:UseSharedCompilation=false)
fi

help() {
    cat <<'TEXT'
Usage: ./build.sh VERB [ARGUMENT...]

  build             restore and build everything
  test              build and run every test; the last line is "N passed, M failed"
  run [OPTION...]   build the tool and run `cephactors demo` (try --help)
  pack              build the packages into artifacts/packages
  format [--fix]    check the code style, or mend it
  bench [OPTION...] run the micro-benchmarks briefly, about two minutes (options as BenchmarkDotNet takes them)
  mutate [OPTION...] change the session and framing code in every small way and see whether a spec notices
                    (options as Stryker.NET takes them: --mutate "**/Session/OutQueue.cs" for one file)
  publish           put runnable programs at artifacts/cephactors and artifacts/samples
TEXT
}

build() {
    dotnet build CephActors.sln "${options[@]}" "$@"
}

# Adds up the counters of every result file; sets passed, failed and skipped.
count_results() {
    local counters='total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)"'
    local line
    passed=0 failed=0 skipped=0
    while IFS= read -r line; do
        [[ $line =~ $counters ]] || continue
        skipped=$((skipped + BASH_REMATCH[1] - BASH_REMATCH[2]))
        failed=$((failed + BASH_REMATCH[2] - BASH_REMATCH[3]))
        passed=$((passed + BASH_REMATCH[3]))
    done < <(grep -rh --include='*.trx' '<Counters ' "$results" || true)
}

# Says why tests were skipped, and how many for each reason.
tell_skipped() {
    find "$results" -name '*.trx' -exec awk '
        /<UnitTestResult / { skipped = /outcome="NotExecuted"/ }
        skipped && match($0, /<Message>.*<\/Message>/) { print substr($0, RSTART + 9, RLENGTH - 19) }' {} + |
        sort | uniq -c | while read -r count reason; do echo "$count skipped: $reason"; done
}

run_tests() {
    build
    rm -rf "$results"
    local status=0
    # One project after the other: many specs use both processors for themselves.
    dotnet test CephActors.sln --no-build -c "$configuration" --nologo -m:1 \
        --logger trx --results-directory "$results" --blame-hang-timeout 5m "$@" || status=$?

    count_results
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        echo "A test run ended before its time (see above); it counts as one failure." >&2
        failed=1
    fi
    local summary="$passed passed, $failed failed"
    if [ "$skipped" -gt 0 ]; then
        tell_skipped
        summary+=", $skipped skipped"
    fi
    echo "$summary"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# What the demo prints on standard output is its own: the build speaks on standard error.
run_demo() {
    dotnet build src/CephActors.Tool "${options[@]}" >&2
    exec dotnet "src/CephActors.Tool/bin/$configuration/net10.0/CephActors.Tool.dll" demo "$@"
}

format() {
    if [ "${1:-}" = --fix ]; then
        dotnet format CephActors.sln
    else
        dotnet format CephActors.sln --verify-no-changes
    fi
}

bench() {
    dotnet run -c "$configuration" --project tests/CephActors.Benchmarks -- brief "$@"
}

mutate() {
    dotnet tool restore
    # Where Stryker finds a solution it takes all of it: it is started from the project to mutate.
    local output=$PWD/artifacts/mutation
    # Its look at the installed SDK gives up after 4 s, which a busy machine needs.
    export DOTNET_INFO_WAIT_TIME=60000
    # A mutant that loops without end keeps its process no longer than for so many seconds of processor time.
    export CEPHACTORS_MUTATION_LIMIT=60
    # Processes that live for seconds gain nothing from being profiled.
    export DOTNET_TieredPGO=0
    cd src/CephActors.Protocol
    exec dotnet stryker --config-file ../../stryker-config.json --output "$output" --skip-version-check "$@"
}

# No path of this machine is to be found in a package, and the same sources make the same bytes.
pack() {
    dotnet pack CephActors.sln "${options[@]}" -p:ContinuousIntegrationBuild=true "$@"
}

publish() {
    local sample name
    dotnet publish src/CephActors.Tool "${options[@]}" -o artifacts/cephactors
    for sample in src/Samples/*/; do
        name=$(basename "$sample")
        dotnet publish "$sample" "${options[@]}" -o "artifacts/samples/$name"
    done
}

command -v dotnet >/dev/null || { echo "build.sh: the .NET SDK 10 is needed: https://dot.net/download" >&2; exit 1; }

verb=${1:-help}
[ $# -eq 0 ] || shift
case "$verb" in
    help | -h | --help) help ;;
    build) build "$@" ;;
    test) run_tests "$@" ;;
    run) run_demo "$@" ;;
    pack) pack "$@" ;;
    format) format "$@" ;;
    bench) bench "$@" ;;
    mutate) mutate "$@" ;;
    publish) publish ;;
    *)
        echo "build.sh: there is no verb '$verb'" >&2
        help >&2
        exit 2
        ;;
esac
