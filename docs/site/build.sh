#!/usr/bin/env bash
# build.sh [FOLDER]: gathers the pages in FOLDER/pages, makes the site in FOLDER/site, and fails on a broken link. FOLDER is
# build-site if not given.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(realpath -m "${1:-$top/build-site}")
pages=$folder/pages
rm -rf "$pages"
mkdir -p "$pages/docs"
cp -r "$top"/docs/{user,dev,scenario.schema.json} "$pages/docs"
cp "$top"/{README,CHANGELOG,SECURITY,CONTRIBUTING}.md "$pages"
printf 'INHERIT: %s\ndocs_dir: %s\nsite_dir: %s\nhooks: [%s]\n' "$top/docs/site/mkdocs.yml" "$pages" "$folder/site" \
    "$top/docs/site/hooks.py" >"$folder/mkdocs.yml"
mkdocs build --quiet --strict --config-file "$folder/mkdocs.yml"
"$top/docs/site/check_links.py" "$folder/site" || { printf 'build.sh: links are broken\n' >&2; exit 1; }
printf 'the site is %s\n' "$folder/site/index.html"
