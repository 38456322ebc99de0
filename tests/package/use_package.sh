#!/bin/bash
# use_package.sh: installs the packages beside it into the bare Debian that this runs in, uses them as a user would, and
# removes them. Started by check_package.sh.
set -euo pipefail
here=$(dirname "$0")
library=/usr/share/otbench/scenarios/library
say() { sed 's/^/use_package: /'; }
fail() { echo "$1" | say; exit 1; }
installed() { dpkg-query -W -f '${Installed-Size}\n' | awk '{sum += $1} END {print int(sum / 1024)}'; }
install="apt-get install -y --no-install-recommends"

before=$(installed)
$install --download-only "$here/otbench.deb" >/dev/null
started=$(date +%s)
$install "$here/otbench.deb" >/dev/null
otbench run $library/cf_echo_2_read.yaml | tail -n 1 | say
took=$(($(date +%s) - started))
echo "first pass $took s after the download" | say
[ "$took" -lt 60 ] || fail "expected the first pass in less than 60 s"
echo "the package and what it needs take $(($(installed) - before)) MB" | say
otbench --version | say
otbench --version | grep '^commit:   [0-9a-f]\{12\}' >/dev/null || fail "expected a commit"

# Brokers of all kinds, files of all formats, and the libraries that are loaded when they are used.
while read -r name; do ldconfig -p | grep -F "$name " >/dev/null || fail "no package that it depends on has $name"; done <"$here/late"
otbench run $library/cf_echo_2_read.yaml --broker internal --out /tmp/out | tail -n 1 | say
for file in events.jsonl waves.vcd waves.sr bus.pcapng report.html; do
    [ -s /tmp/out/$file ] || fail "no $file in the folder of a run"
done
otbench decode /tmp/out/waves.sr >/dev/null
printf 'listener %s 127.0.0.1\nallow_anonymous true\ncertfile %s\nkeyfile %s\npid_file /tmp/mosquitto.pid\n' \
    "$(cat "$here/port")" "$here/ca.pem" "$here/key.pem" >/tmp/mosquitto.conf
mosquitto -c /tmp/mosquitto.conf -d
tries=0
until otbench run $library/cf_echo_2_read.yaml --broker "mqtts://127.0.0.1:$(cat "$here/port")?ca=$here/ca.pem" >/tmp/tls.log 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 20 ] || { cat /tmp/tls.log; fail "a broker with TLS does not work"; }
    sleep 0.5
done
kill "$(cat /tmp/mosquitto.pid)"
tail -n 1 /tmp/tls.log | say

# Every verb, by its page of the manual.
verbs=0
for page in /usr/share/man/man1/otbench*.1.gz; do
    verb=$(zcat "$page" | sed -n '/^\.SH SYNOPSIS/{n;s/^\.B //;s/\\//g;p}')
    $verb --help | grep "^Usage: $verb" >/dev/null || fail "no help of $verb"
    verbs=$((verbs + 1))
done
echo "$verbs verbs print their help" | say
otbench profiles list | grep itron-cf-echo-2 >/dev/null
otbench check-client --cmd false --case link-echo >/dev/null || [ $? -eq 1 ]
for file in man/man1/otbench-run.1.gz bash-completion/completions/otbench zsh/vendor-completions/_otbench \
    fish/vendor_completions.d/otbench.fish otbench/scenario.schema.json \
    otbench/netlists/level_converter.cir otbench/wireshark/mbus.lua otbench/sigrok/mbus/pd.py otbench/sdk/odp.c \
    doc/otbench/docs/user/tutorial.md doc/otbench/changelog.gz; do
    [ -e "/usr/share/$file" ] || fail "missing: /usr/share/$file"
done

# The Python package: pytest finds its plug-in.
$install python3-pytest >/dev/null
printf 'def test_ping(bench):\n    bench.publish("trigger/ping", expect="ok:pong")\n' >/tmp/test_ping.py
python3 -m pytest -q -p no:cacheprovider /tmp/test_ping.py | tail -n 1 | say

# The library: a project of its own finds it, with a compiler and what the package depends on.
$install "$here/libotbench-dev.deb" g++ cmake make >/dev/null
cmake -S "$here/consumer" -B /tmp/consumer >/dev/null
cmake --build /tmp/consumer >/dev/null
/tmp/consumer/consumer | say

apt-get remove -y otbench libotbench-dev >/dev/null 2>&1
left=$(find /usr -name '*otbench*')
[ -z "$left" ] || fail "left behind: $left"
