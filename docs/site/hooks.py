"""What mkdocs shows otherwise than a viewer of the pages: links to files that the site does not have become plain text, and a
block begins with the name of its language alone."""

import pathlib
import re

PROJECT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)")
FENCE = re.compile(r"^```(\w+) .*$", re.M)  # "console not-tested", "yaml energy.yaml"


def on_page_markdown(markdown, page, config, files):
    """Called by mkdocs for each page."""
    folder = (PROJECT / page.file.src_path).parent

    def kept(link):
        target = (folder / link[2]).resolve()
        is_page = target.is_relative_to(PROJECT) and files.get_file_from_path(str(target.relative_to(PROJECT)))
        return link[0] if is_page else link[1]

    return FENCE.sub(r"```\1", LINK.sub(kept, markdown))
