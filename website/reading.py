"""Python-Markdown reads pages the way code hosts do: every punctuation mark may be escaped, anchors are the same."""

import html
import string
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import render_inner_html, strip_tags
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..domain.anchors import heading_anchors

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
AFTER_THE_LINES = 19
"""At 20 the text of cells is read; it is code from then on."""
BEFORE_THE_CONTENTS = 6
"""The table of contents, at 5, keeps the anchors that it finds."""


class Anchors(Treeprocessor):
    """Headings get the anchors of code hosts, which number equal ones with `-1`, not `_1`, and keep all letters."""

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        texts = (html.unescape(strip_tags(render_inner_html(heading, self.md))).strip() for heading in headings)
        for heading, anchor in zip(headings, heading_anchors(texts), strict=True):
            heading.set("id", anchor)


class Pipes(Treeprocessor):
    """Within code in a cell a pipe is escaped, or it would end the cell; nobody is to see that."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            for code in cell.iter("code") if cell.tag in CELLS else ():
                code.text = AtomicString((code.text or "").replace("\\|", "|"))


class Reading(Extension):
    """For `markdown_extensions` of MkDocs."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.ESCAPED_CHARS = list(string.punctuation)
        md.treeprocessors.register(Pipes(md), "docrunch_pipes", AFTER_THE_LINES)
        md.treeprocessors.register(Anchors(md), "docrunch_anchors", BEFORE_THE_CONTENTS)


def makeExtension(**settings: object) -> Reading:  # noqa: N802 - the library's name
    """The extension, which the library finds by the name of its module."""
    return Reading(**settings)
