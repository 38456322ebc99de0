"""Links of Markdown pages that lead nowhere; links.py FOLDER prints those of an installed documentation."""

import pathlib
import re
import sys


def anchor(heading):
    """The anchor that a heading gets in a rendered page."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page):
    return {anchor(heading) for heading in re.findall(r"^#+ (.*)$", page.read_text(), re.M)}


def broken(page):
    """The targets in a page for which there is no file or heading."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)]*)\)", text):
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not target.startswith("http") and (not file.exists() or heading and heading not in anchors(file)):
            yield target


if __name__ == "__main__":
    # The sources of tests and the licence, which is in /usr/share/common-licenses, are not installed.
    found = [f"{page}: {target}" for page in sorted(pathlib.Path(sys.argv[1]).rglob("*.md")) for target in broken(page)
             if not re.match(r"(\.\./)*(tests/|LICENSE$)", target)]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
