"""The tags of JSDoc in a comment, said in words."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from .escaping import code

LINK = re.compile(r"\{@(?:link|linkcode|linkplain)\s+([^{}|\s]{1,300})(?:[|\s]\s*([^{}]{0,300}))?\}")
BESIDE_LINK = re.compile(r"\[([^\[\]]{1,300})\]\{@(?:link|linkcode|linkplain)\s[^{}]{1,300}\}")
FENCED = re.compile(r"(^[ \t]*```.*?(?:^[ \t]*```[ \t]*$|\Z))", re.MULTILINE | re.DOTALL)
TAG = re.compile(r"^@(\w+)(?![\w.(/-]):?([ \t]*)", re.MULTILINE)
NAME = re.compile(r"[A-Za-z_$][\w$.#~:]*(?:\(\))?")
NAMED = re.compile(r"(?:\{[^{}]{0,300}\}\s*)?\[?([\w.$]+)(?:\s*=[^\]\n]*)?\]?\s*(?:[:-]\s*)?")
TYPED = re.compile(r"\{[^{}]{0,300}\}\s*")
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def untagged(text: str) -> str:
    """The text without tags: what they say in words, nothing for those that only tools need."""
    if "@" not in text:
        return text
    parts = FENCED.split(text)
    # Every second part is a block of code, which is left as it is.
    said = [*parts]
    for at in range(0, len(parts), 2):
        said[at] = "\n\n".join(merged(in_words(linked(parts[at]), is_last=at + 1 == len(parts))))
    return "\n\n".join(part.strip("\n") for part in said if part.strip())


def linked(text: str) -> str:
    """The text with what its links say instead of them."""
    return LINK.sub(named, BESIDE_LINK.sub(r"\1", text))


def named(link: re.Match[str]) -> str:
    label = (link[2] or "").strip()
    return label or (link[1] if "://" in link[1] else code(link[1]))


def in_words(text: str, *, is_last: bool) -> Iterator[tuple[str, str]]:
    """Each paragraph with the tag it was written for, if it was for one."""
    before, *tagged = TAG.split(text)
    yield "", before.rstrip()
    for tag, space, body in zip(tagged[::3], tagged[1::3], tagged[2::3], strict=True):
        if tag not in WORDS:
            yield "", f"@{tag}{space}{body}".rstrip() if body.strip() else ""
            continue
        told, *more = PARAGRAPH_END.split(body.strip(), maxsplit=1)
        if tag == "example" and is_last and told:
            yield tag, f"Example:\n\n```js\n{body.strip()}\n```"
            continue
        yield tag, WORDS[tag](told)
        yield from (("", rest.rstrip()) for rest in more)


def merged(paragraphs: Iterator[tuple[str, str]]) -> Iterator[str]:
    """What several tags refer to on one line."""
    seen: list[str] = []
    for tag, paragraph in paragraphs:
        if tag == "see":
            seen += filter(None, [paragraph])
            continue
        if seen and paragraph:
            yield "See also: " + ", ".join(seen)
            seen = []
        if paragraph:
            yield paragraph
    if seen:
        yield "See also: " + ", ".join(seen)


def nothing(_told: str) -> str:
    return ""


def itself(told: str) -> str:
    return told


def headed(heading: str, told: str) -> str:
    return f"{heading}: {told}" if told else ""


def reference(told: str) -> str:
    """A name as code; what else is written there in one line."""
    return code(told) if NAME.fullmatch(told) else " ".join(told.split())


def parameter(told: str) -> str:
    found = NAMED.match(told)
    text = told[found.end() :] if found else told
    return f"- {code(found[1])}: {text}" if found and text else ""


def raised(told: str) -> str:
    kind = TYPED.match(told)
    if not kind:
        return headed("Throws", told)
    return f"Throws {code(kind[0].strip(' {}'))}: {told[kind.end() :]}".removesuffix(": ")


FOR_TOOLS = (
    *("alias", "alpha", "async", "augments", "category", "class", "constructor", "docgen", "export", "extends", "file"),
    *("fileoverview", "function", "group", "hidden", "ignore", "inheritDoc", "inheritdoc", "internal", "kind"),
    *("memberof", "method", "module", "name", "override", "overview", "packageDocumentation", "private", "protected"),
    *("public", "readonly", "static", "template", "type", "typeParam", "typedef"),
)
WORDS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(FOR_TOOLS, nothing),
    **dict.fromkeys(("desc", "description", "remarks", "summary"), itself),
    **dict.fromkeys(("arg", "argument", "param"), parameter),
    **dict.fromkeys(("return", "returns"), lambda told: headed("Returns", TYPED.sub("", told, count=1))),
    **dict.fromkeys(("exception", "raise", "throws"), raised),
    **dict.fromkeys(("default", "defaultValue", "defaultvalue"), partial(headed, "Default")),
    "author": partial(headed, "Author"),
    "deprecated": lambda told: f"Deprecated: {told}" if told else "Deprecated.",
    "example": lambda told: f"Example: {told}" if told else "Example:",
    "see": reference,
    "since": lambda told: f"Since {told}." if told else "",
    "todo": partial(headed, "To do"),
}
