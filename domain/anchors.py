"""The anchors of headings, as code hosts give them: pages link to them, and the website gives the same."""

import re
from collections.abc import Iterable

LEFT_OUT = re.compile(r"[^\w\s-]")


def heading_anchors(headings: Iterable[str]) -> list[str]:
    """The anchors of all headings of one page, in their order: equal ones are numbered."""
    seen: dict[str, int] = {}
    anchors = []
    for heading in headings:
        anchor = LEFT_OUT.sub("", heading.lower()).replace(" ", "-")
        seen[anchor] = seen.get(anchor, -1) + 1
        anchors.append(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
    return anchors
