#!/usr/bin/env bash
# build.sh: gathers the pages in build-site/pages, makes the site in build-site/site, and fails on a broken link.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
pages=$top/build-site/pages
rm -rf "$pages"
mkdir -p "$pages/docs"
cp -r "$top"/docs/{user,dev,scenario.schema.json} "$pages/docs"
cp "$top"/{README,CHANGELOG,SECURITY,CONTRIBUTING}.md "$pages"
mkdocs build --quiet --strict --config-file "$top/docs/site/mkdocs.yml"
"$top/docs/site/check_links.py" "$top/build-site/site" || { printf 'build.sh: links are broken\n' >&2; exit 1; }
printf 'the site is %s\n' "$top/build-site/site/index.html"
