#!/bin/sh
# write_late_functions.sh NM OUTPUT LIBRARY… -- ARCHIVE…: writes what app/late_libraries.cpp includes: of each library the name
# by which it is loaded, and of its functions those that the archives call, numbered from 0.
set -eu
nm=$1 output=$2
shift 2
libraries=
while [ "$1" != -- ]; do
    libraries="$libraries $1"
    shift
done
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$nm" -u --format=posix "$@" | awk 'NF == 2 { print $1 }' | LC_ALL=C sort -u >"$work/called"
"$nm" --defined-only --format=posix "$@" | awk 'NF > 2 { print $1 }' | LC_ALL=C sort -u >"$work/own"
LC_ALL=C comm -23 "$work/called" "$work/own" >"$work/wanted"
count=0
: >"$work/functions"
for library in $libraries; do
    soname=$(objdump -p "$library" | awk '$1 == "SONAME" { print $2 }')
    echo "LATE_LIBRARY($soname)"
    "$nm" -D --defined-only --format=posix "$library" | awk '$2 == "T" { sub(/@.*/, "", $1); print $1 }' | LC_ALL=C sort -u |
        LC_ALL=C comm -12 - "$work/wanted" | awk -v n=$count -v of="$soname" '{ printf "LATE_FUNCTION(%d, %s, %s)\n", n++, of, $1 }' \
        >"$work/some"
    count=$((count + $(wc -l <"$work/some")))
    cat "$work/some" >>"$work/functions"
done >"$work/libraries"
[ "$count" -gt 0 ] || { echo "write_late_functions.sh: none of$libraries is called" >&2; exit 1; }
cat "$work/libraries" "$work/functions" >"$output"
