"""Links between pages: written from the output folder's root in documents, relative on disk.

Only destinations of inline links are touched, `](/a/b.md)` and `](</a/b.md>)` with an optional `#anchor`, never text in
fenced code or code spans. Backticks pair up within one paragraph, list item or table cell, as in Markdown itself.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

FENCED = re.compile(
    r"^ {0,3}(?:(?P<ticks>`{3,}+)[^`\n]*|(?P<waves>~{3,}+)[^\n]*)\n"
    r"(?:[\s\S]*?^ {0,3}(?:(?P=ticks)`*|(?P=waves)~*)[ \t]*$|[\s\S]*\Z)",
    re.MULTILINE,
)
BLOCK_START = re.compile(r"^(?=[ \t]*(?:[-*+>|<\n]|\d+[.)]|#{1,6}[ \t]))", re.MULTILINE)
STANDS_ALONE = re.compile(r"[ \t]*#")
PIPE = re.compile(r"(?<!\\)(?=\|)")
TICKS = re.compile("`+")
TARGET = r"(/(?!/)[^][()<>#?\\`\s]*\.md)(?=[#)\s])"
ANGLED_TARGET = r"(/(?!/)[^][()<>#?\\`\n]*\.md)(?=[#>])"
PLAIN = r"[^][`\\|\n]"
SIMPLE_LINK = re.compile(rf"(\[(?:{PLAIN}*|`{PLAIN}+`)\]\(){TARGET}")
EVEN = re.compile(rf"{SIMPLE_LINK.pattern}|`{PLAIN}+`|\\[^\n]")
"""What opens and closes within one line and one table cell: links, code spans and escaped characters."""
SPECIAL = re.compile(r"[][`\\]")
TOKEN = re.compile(rf"\\.|`+|\[|\](?:\((?:{TARGET}|<{ANGLED_TARGET}))?", re.DOTALL)


def relative_links(content: str, page: str) -> str:
    """`content` with its links to other pages rewritten relative to the folder of `page`."""
    if not may_link(content):
        return content
    return "".join(outside_code(content, page.split("/")[:-1]))


def may_link(text: str) -> bool:
    return "](/" in text or "](</" in text


def outside_code(content: str, folders: list[str]) -> Iterator[str]:
    """The whole text, rewritten wherever it is not fenced code."""
    position = 0
    for fenced in FENCED.finditer(content) if "```" in content or "~~~" in content else ():
        yield in_blocks(content[position : fenced.start()], folders)
        yield fenced.group()
        position = fenced.end()
    yield in_blocks(content[position:], folders)


def in_blocks(text: str, folders: list[str]) -> str:
    """Rewritten block by block: backticks pair up within paragraphs, list items, headings and table cells."""
    if not may_link(text):
        return text
    return in_even(text, folders) if is_even(text) else by_blocks(text, folders)


def is_even(text: str) -> bool:
    """Whether nothing is left open where a line or a cell ends, as in nearly all text: blocks do not matter then."""
    return not SPECIAL.search(EVEN.sub("", text))


def in_even(text: str, folders: list[str]) -> str:
    return SIMPLE_LINK.sub(lambda link: link[1] + relative(link[2], folders), text)


def by_blocks(text: str, folders: list[str]) -> str:
    return "".join(in_block(block, folders) for block in BLOCK_START.split(text))


def in_block(block: str, folders: list[str]) -> str:
    if not may_link(block):
        return block
    if STANDS_ALONE.match(block):
        return "".join(by_tokens(part, folders) for part in block.partition("\n"))
    if block.lstrip().startswith("|"):
        return "".join(by_tokens(cell, folders) for cell in PIPE.split(block))
    return by_tokens(block, folders)


def by_tokens(text: str, folders: list[str]) -> str:
    """Rewrite the link destinations of one stretch of text."""
    written, rewritten = 0, ""
    for start, end in link_targets(text):
        rewritten += text[written:start] + relative(text[start:end], folders)
        written = end
    return rewritten + text[written:]


def link_targets(text: str) -> Iterator[tuple[int, int]]:
    """Where the destinations of real links stand."""
    position, open_brackets, ticks = 0, 0, tick_runs(text) if "`" in text else {}
    while token := TOKEN.search(text, position):
        position = token.end()
        match text[token.start()]:
            case "`":
                position = end_of_code(ticks.get(position - token.start(), []), position)
            case "[":
                open_brackets += 1
            case "]" if open_brackets:
                open_brackets -= 1
                if token.lastindex:
                    yield token.span(token.lastindex)


def tick_runs(text: str) -> dict[int, list[int]]:
    """The ends of all runs of backticks, by their length."""
    runs: dict[int, list[int]] = {}
    for run in TICKS.finditer(text):
        runs.setdefault(run.end() - run.start(), []).append(run.end())
    return runs


def end_of_code(ends: list[int], position: int) -> int:
    """Where the code span ends that opened just before `position`; that position itself when nothing closes it."""
    following = bisect_right(ends, position)
    return ends[following] if following < len(ends) else position


def relative(target: str, folders: list[str]) -> str:
    parts = target[1:].split("/")
    if "." in parts or ".." in parts:
        return target
    shared = 0
    while shared < min(len(parts) - 1, len(folders)) and parts[shared] == folders[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + "/".join(parts[shared:])
