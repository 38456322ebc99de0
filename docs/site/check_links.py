#!/usr/bin/python3
"""Checks that links of a built site lead to files and anchors of it, and that its pages find their scripts and pictures:
check_links.py SITE"""

import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.anchors, self.targets = {""}, []
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "name"):
                self.anchors.add(value)
            if name in ("href", "src") and value is not None:
                self.targets.append(value)


def broken(site):
    """A line for each target of a page that is not there."""
    pages = {path: Page(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        for target in page.targets:
            url = urllib.parse.urlsplit(target)
            if url.scheme or url.netloc:
                continue
            name = urllib.parse.unquote(url.path)
            file = (site / name[1:] if name.startswith("/") else path.parent / name).resolve() if name else path
            if not file.exists():
                yield f"{path.relative_to(site)}: no file {target}"
            elif file in pages and urllib.parse.unquote(url.fragment) not in pages[file].anchors:
                yield f"{path.relative_to(site)}: no anchor {target}"


if __name__ == "__main__":
    found = list(broken(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
