#!/usr/bin/env bash
# Runs emulator-tests on a nanoCLR, nanoFramework's runtime built for a PC:
#   emulate.sh                        builds them with the packages, then runs them
#   emulate.sh --assemblies <folder>  runs the .pe files that are in the folder already
# The nanoCLR is the program that NANOCLR names, which takes .pe files as its arguments, or else nanoFramework's tool
# nanoclr. It ends with 0 when every test passed, with 1 when one failed or was not run, with 2 when the arguments are
# wrong, and with 3 when it cannot be done here: no packages, or no nanoCLR.
set -uo pipefail

refuse() { echo "emulate: $1" >&2; exit 2; }
fail() { echo "emulate: $1" >&2; exit 1; }
give_up() { echo "emulate: $1; no test was run on a nanoCLR"; exit 3; }

boards=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tests=$boards/emulator-tests
log=$(mktemp)
trap 'rm -f "$log"' EXIT

folder=""
case "${1:-}" in
  "") ;;
  --assemblies) folder=${2:-}; [ -d "$folder" ] || refuse "--assemblies needs a folder with .pe files, not '$folder'" ;;
  *) refuse "there is no option '$1'; there is --assemblies <folder>" ;;
esac

if [ -z "$folder" ]; then
  command -v dotnet >/dev/null || give_up "dotnet is missing"
  # global.json counts from the folder that one is in.
  cd "$boards"
  if ! dotnet restore emulator-tests >"$log" 2>&1; then
    # The SDK or a package that is not to be had, as MSBuild and NuGet say it; all else is a mistake of ours.
    if grep -qE 'MSB4236|MSB4276|NU1101|NU1102|NU1103|NU1301' "$log"; then
      give_up "nanoFramework's packages cannot be restored here"
    fi
    cat "$log" >&2
    fail "emulator-tests cannot be restored"
  fi
  dotnet build emulator-tests -c Release --no-restore >"$log" 2>&1 || { cat "$log" >&2; fail "emulator-tests did not build"; }
  folder=$tests/bin/Release/netnano1.0
fi

# The base library comes first, and the launcher before what it launches.
files=()
[ -f "$folder/mscorlib.pe" ] && files+=("$folder/mscorlib.pe")
for file in "$folder"/*.pe; do
  case "$file" in */mscorlib.pe | */NFUnitTest.pe | "$folder/*.pe") ;; *) files+=("$file") ;; esac
done
[ -f "$folder/NFUnitTest.pe" ] || fail "there is no NFUnitTest.pe in $folder"
files+=("$folder/NFUnitTest.pe")

if [ -n "${NANOCLR:-}" ]; then
  [ -x "$NANOCLR" ] || refuse "NANOCLR names no program: $NANOCLR"
  run=("$NANOCLR")
elif command -v nanoclr >/dev/null; then
  run=(nanoclr run --assemblies)
else
  give_up "there is no nanoCLR here: NANOCLR names none, and nanoclr is not installed"
fi

# Its own exit code says nothing; a test that hangs must not hang whoever waits for it.
limit=(); command -v timeout >/dev/null && limit=(timeout 600)
${limit[@]+"${limit[@]}"} "${run[@]}" "${files[@]}" >"$log" 2>&1

lines() { grep -aE "^Test $1," "$log"; }
count() { lines "$1" | grep -c .; }
passed=$(count passed) failed=$(count failed) skipped=$(count skipped)
expected=$(cat "$tests"/*.cs | grep -cE '^ *\[TestMethod\]')
lines failed
lines skipped
echo "Emulator tests: $passed passed, $failed failed, $skipped skipped"

if [ $((passed + failed + skipped)) -lt "$expected" ]; then
  grep -av '^Test ' "$log" | sed -n '1,20s/^/nanoCLR: /p' >&2
  fail "the nanoCLR ran $((passed + failed + skipped)) of $expected tests"
fi
[ "$failed" -eq 0 ] || fail "$failed failed"
[ "$skipped" -eq 0 ] || fail "none may be skipped"
