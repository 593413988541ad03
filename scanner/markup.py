"""One paragraph of Markdown, reStructuredText or HTML as running text; what stands between backticks stays there."""

import re
from collections.abc import Collection
from html import unescape

HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]{0,500}>[^<>]{0,500}</h\1>", re.IGNORECASE)
IMAGE = re.compile(r"!\[[^\[\]]{0,500}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,500}\])|\|[\w][\w .-]{0,100}\|_{0,2}")
LINK = re.compile(r"\[([^\[\]]{0,1000})\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,500}\])")
ANCHOR = re.compile(r"<a\b[^<>]{0,2000}>([^<>]{0,1000})</a>", re.IGNORECASE)
RST_LINK = re.compile(r"(?<!`)`([^`<>]{1,1000}?)\s*<[^`<>]{1,2000}>`__?")
ROLE = re.compile(r":[\w:.-]{1,50}:(?=`)")
REFERENCE = re.compile(r"\[([^\[\]]{1,1000})\]")
ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
BARE_ADDRESS = re.compile(r"https?://\S+")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_]{1,1000})(?<=\S)\1(?![\w*])")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(.{1,1000}?)(?<!`)\1(?!`)")
WORD = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]|[^\W_]+")
QUESTION = re.compile(r"[^.!?]{1,500}\?")
FEWEST_WORDS = 5


def unlinked(paragraph: str) -> str:
    """The paragraph without its links, which a row of badges or a menu has nothing besides."""
    shown = HTML_HEADING.sub("", IMAGE.sub("", paragraph))
    for link in (LINK, ANCHOR, RST_LINK, ADDRESS):
        shown = link.sub("", shown)
    # An address in a tag is a part of it.
    return BARE_ADDRESS.sub("", TAG.sub(" ", shown))


def is_told(text: str) -> bool:
    """Whether a text says something by itself: a question does not, nor what leads to what comes next."""
    return len(WORD.findall(text)) >= FEWEST_WORDS and not text.endswith(":") and not QUESTION.match(text)


def running_text(paragraph: str, labels: Collection[str]) -> str:
    """The paragraph's text; `labels`, without case, are those of links that are defined elsewhere."""
    shown = HTML_HEADING.sub("", IMAGE.sub("", paragraph))
    shown = ANCHOR.sub(r"\1", RST_LINK.sub(r"\1", LINK.sub(r"\1", shown)))
    shown = REFERENCE.sub(lambda made: made[1] if made[1].casefold() in labels else made[0], shown)
    shown = ROLE.sub("", ADDRESS.sub(r"\1", shown))
    parts, at = [], 0
    for code in CODE.finditer(shown):
        parts += [unmarked(shown[at : code.start()]), code[0]]
        at = code.end()
    return " ".join("".join([*parts, unmarked(shown[at:])]).split())


def unmarked(text: str) -> str:
    """Text between code, without tags, emphasis, escapes and entities."""
    for _ in range(2):
        text = EMPHASIS.sub(r"\2", text)
    return unescape(ESCAPED.sub(r"\1", TAG.sub(" ", text).replace("::", ":")))
