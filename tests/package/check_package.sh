#!/usr/bin/env bash
# check_package.sh FOLDER: checks the Debian packages in FOLDER with lintian, compares them with what `cmake --install` writes
# and `uninstall` removes, and installs them into a bare Debian 12, where use_package.sh uses them. Needs root, a
# mirror that apt can reach, and the build in the folder around FOLDER.
set -euo pipefail
packages=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf 'check_package: %s\n' "$@"; }

lintian --fail-on error,warning --tag-display-limit 0 "$packages"/*.deb
say "lintian is content"
for package in "$packages"/*.deb; do
    say "$(dpkg-deb --show --showformat '${Package}: ${Installed-Size} kB installed' "$package"), $(($(stat -c %s "$package") / 1000)) kB to download"
done

# An installation may have more, such as libraries for 32 bits, but lacks nothing.
export DESTDIR=$work/root
cmake --install "$packages/.." >"$work/install.log"
for package in "$packages"/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -t; done | grep -v '/$' | sort -u >"$work/packaged"
(cd "$DESTDIR" && find . ! -type d | sort) >"$work/installed"
missing=$(comm -23 "$work/packaged" "$work/installed")
[ -z "$missing" ] || { say "cmake --install does not write:" "$missing"; exit 1; }
/usr/bin/python3 "$here/../docs/links.py" "$DESTDIR/usr/share/doc/otbench" || { say "links of installed pages are broken"; exit 1; }
/usr/bin/python3 -m compileall -q "$DESTDIR/usr/lib/python3/dist-packages/otbench" # as root's first use does
cmake -D MANIFEST="$packages/../install_manifest.txt" -P "$here/../../cmake/uninstall.cmake"
left=$(find "$DESTDIR" ! -type d; find "$DESTDIR" -name '*otbench*')
[ -z "$left" ] || { say "uninstall leaves:" "$left"; exit 1; }
say "cmake --install writes, and uninstall removes, the files of the packages"
unset DESTDIR

# For a broker with TLS, and the libraries that are loaded when they are used.
mkdir "$work/use"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/use/key.pem" -out "$work/use/ca.pem" 2>/dev/null
sed -n 's/^LATE_LIBRARY(\(.*\))$/\1/p' "$packages/../app/app/late_functions.inc" >"$work/use/late"
cp "$packages"/otbench_*.deb "$work/use/otbench.deb"
cp "$packages"/libotbench-dev_*.deb "$work/use/libotbench-dev.deb"
cp -r "$here/../consumer" "$work/use"
/usr/bin/python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])' >"$work/use/port"
cp "$here/use_package.sh" "$work/use"
chmod -R a+rX "$work/use"
mmdebstrap --quiet --variant=apt --include=usr-is-merged --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --customize-hook="cp -r '$work/use' \"\$1/tmp\"" --customize-hook='chroot "$1" bash /tmp/use/use_package.sh' \
    bookworm /dev/null 2>"$work/bare.log" || { cat "$work/bare.log"; exit 1; }
grep '^use_package: ' "$work/bare.log"
say "a bare Debian 12 runs the main scenario from the package"
