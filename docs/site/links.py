"""Links from the pages to files of the project that the site does not have become plain text."""

import pathlib
import re

PROJECT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)")


def on_page_markdown(markdown, page, config, files):
    """Called by mkdocs for each page."""
    folder = (PROJECT / page.file.src_path).parent

    def kept(link):
        target = (folder / link[2]).resolve()
        is_page = target.is_relative_to(PROJECT) and files.get_file_from_path(str(target.relative_to(PROJECT)))
        return link[0] if is_page else link[1]

    return LINK.sub(kept, markdown)
