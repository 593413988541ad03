"""The line of a document that shows why it was found."""

import re

START, STOP = "\x02", "\x03"
ROLE = re.compile(f"(?<![\\w:`]):[a-zA-Z{START}{STOP}][\\w:+.{START}{STOP}-]{{0,40}}:(?=`)")
MARKED = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
PASSAGE = f"MaxFragments=1, MinWords=12, MaxWords=24, StartSel={START}, StopSel={STOP}"
"""How Postgres is to mark the words."""


def excerpt(gist: str, passage: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The first sentence, unless more of the words stand in a passage further down; and where they stand in it."""
    line = passage if len(marked(passage)) > len(marked(gist)) else gist
    return parted(unmarked(" ".join(line.split())))


def marked(line: str) -> set[str]:
    return {word.lower() for word in MARKED.findall(line)}


def unmarked(line: str) -> str:
    """The line without roles of reStructuredText, which say how to show what stands behind them."""
    return ROLE.sub("", line)


def parted(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The line without its marks, and where they stood."""
    text, matches = "", []
    for at, piece in enumerate(MARKED.split(line)):
        start = len(text)
        text += piece.replace(START, "").replace(STOP, "")
        if at % 2:
            matches.append((start, len(text)))
    return text, tuple(matches)
