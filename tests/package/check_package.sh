#!/usr/bin/env bash
# check_package.sh FOLDER: checks the Debian packages in FOLDER with lintian, compares them with what `cmake --install` writes
# and `uninstall` removes, installs that of the program into a bare Debian 12 and runs the main scenario from it, as a user
# would. Needs root, a mirror that apt can reach, and the build in the folder around FOLDER.
set -euo pipefail
packages=$(realpath "$1")
program=$(ls "$packages"/otbench_*.deb)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lintian --fail-on error,warning --tag-display-limit 0 "$packages"/*.deb
printf 'check_package: lintian is content\n'

# An installation may have more, such as libraries for 32 bits, but lacks nothing.
export DESTDIR=$work/root
cmake --install "$packages/.." >"$work/install.log"
for package in "$packages"/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -t; done | grep -v '/$' | sort -u >"$work/packaged"
(cd "$DESTDIR" && find . ! -type d | sort) >"$work/installed"
missing=$(comm -23 "$work/packaged" "$work/installed")
[ -z "$missing" ] || { printf 'check_package: cmake --install does not write %s\n' $missing; exit 1; }
cmake -D MANIFEST="$packages/../install_manifest.txt" -P "$(dirname "$0")/../../cmake/uninstall.cmake"
left=$(find "$DESTDIR" ! -type d)
[ -z "$left" ] || { printf 'check_package: uninstall leaves %s\n' $left; exit 1; }
printf 'check_package: cmake --install writes, and uninstall removes, the files of the packages\n'

cat >"$work/use" <<'EOS'
set -eu
installed() { dpkg-query -W -f '${Installed-Size}\n' | awk '{sum += $1} END {print int(sum / 1024)}'; }
before=$(installed)
apt-get install -y --no-install-recommends --download-only /tmp/otbench.deb >/dev/null
started=$(date +%s)
apt-get install -y --no-install-recommends /tmp/otbench.deb >/dev/null
otbench run /usr/share/otbench/scenarios/library/cf_echo_2_read.yaml | tail -n 1
took=$(($(date +%s) - started))
echo "first pass $took s after the download"
[ "$took" -lt 60 ] || { echo "expected: less than 60 s"; exit 1; }
added=$(($(installed) - before))
echo "the package and what it needs take $added MB"
[ "$added" -lt 75 ] || { echo "expected: less than 75 MB, as much as the image of Debian, for a container below 150 MB"; exit 1; }
otbench --version
otbench run /usr/share/otbench/scenarios/library/cf_echo_2_read.yaml --broker internal | tail -n 1
otbench profiles list | grep -q itron-cf-echo-2
otbench check-client --cmd false --case link-echo >/dev/null || [ $? -eq 1 ]
for file in man/man1/otbench-run.1.gz bash-completion/completions/otbench zsh/vendor-completions/_otbench \
    fish/vendor_completions.d/otbench.fish otbench/scenario.schema.json \
    otbench/netlists/level_converter.cir otbench/wireshark/mbus.lua otbench/sigrok/mbus/pd.py otbench/sdk/odp.c \
    doc/otbench/docs/user/tutorial.md doc/otbench/changelog.gz; do
    [ -e "/usr/share/$file" ] || { echo "missing: /usr/share/$file"; exit 1; }
done
# The user of the container.
useradd --create-home otbench
su otbench -c 'cd && otbench run /usr/share/otbench/scenarios/library/ping.yaml' | tail -n 1
apt-get remove -y otbench >/dev/null
[ ! -e /usr/share/otbench ] || { echo "left behind: /usr/share/otbench"; exit 1; }
EOS
unset DESTDIR
mmdebstrap --quiet --variant=apt --customize-hook="cp '$program' \"\$1/tmp/otbench.deb\"" \
    --customize-hook="cp '$work/use' \"\$1/tmp/use\"" --customize-hook='chroot "$1" sh /tmp/use' bookworm /dev/null
printf 'check_package: a bare Debian 12 runs the main scenario from the package\n'
