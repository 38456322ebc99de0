#!/usr/bin/env bash
# check_package.sh FOLDER: checks the Debian packages in FOLDER with lintian, installs that of the program into a bare
# Debian 12 and runs the main scenario from it, as a user would. Needs root, and a mirror that apt can reach.
set -euo pipefail
packages=$(realpath "$1")
program=$(ls "$packages"/otbench_*.deb)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lintian --fail-on error,warning --tag-display-limit 0 "$packages"/*.deb
printf 'check_package: lintian is content\n'

cat >"$work/use" <<'EOF'
set -eu
apt-get install -y --no-install-recommends /tmp/otbench.deb >/dev/null
started=$(date +%s)
otbench --version
otbench run /usr/share/otbench/scenarios/library/cf_echo_2_read.yaml | tail -n 1
otbench run /usr/share/otbench/scenarios/library/cf_echo_2_read.yaml --broker internal | tail -n 1
otbench profiles list | grep -q itron-cf-echo-2
for file in man/man1/otbench-run.1.gz bash-completion/completions/otbench otbench/scenario.schema.json \
    otbench/netlists/level_converter.cir otbench/wireshark/mbus.lua otbench/sigrok/mbus/pd.py otbench/sdk/odp.c \
    doc/otbench/docs/user/tutorial.md; do
    [ -e "/usr/share/$file" ] || { echo "missing: /usr/share/$file"; exit 1; }
done
echo "first pass after $(($(date +%s) - started)) s"
apt-get remove -y otbench >/dev/null
[ ! -e /usr/share/otbench ] || { echo "left behind: /usr/share/otbench"; exit 1; }
EOF
mmdebstrap --quiet --variant=apt --customize-hook="cp '$program' \"\$1/tmp/otbench.deb\"" \
    --customize-hook="cp '$work/use' \"\$1/tmp/use\"" --customize-hook='chroot "$1" sh /tmp/use' bookworm /dev/null
printf 'check_package: a bare Debian 12 runs the main scenario from the package\n'
