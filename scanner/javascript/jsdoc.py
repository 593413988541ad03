"""JSDoc: what a comment says of a function, of its parameters and of what it returns."""

import re

from ..descriptions import Described, Note, bare

TAG = re.compile(r"^@(\w+)[ \t]*", re.MULTILINE)
PARAMETER = re.compile(r"(?:\[[ \t]*)?((?:\.\.\.)?[\w$.]+)(?:[ \t]*=[^\]\n]*)?[ \t]*\]?[ \t]*(?:-[ \t]*|:[ \t]+)?")
LINK = re.compile(r"\{@link(?:code|plain)? ([^}|\s]{1,200})(?:[|\s]([^}\n]{1,200}))?\}")
PARAMETERS = frozenset({"param", "arg", "argument"})
RETURNS = frozenset({"returns", "return"})
FOR_TOOLS = re.compile(
    "type|template|typeParam|async|function|method|class|constructor|public|private|protected|internal|export|module|"
    "memberof|extends|augments|static|override|inheritdoc|name|kind|license|file|fileoverview|overview|"
    "packageDocumentation"
)


def read(comment: str) -> Described:
    """Take a comment apart. Tags other than those on parameters and results stay in the description, as written."""
    comment = LINK.sub(lambda link: (link[2] or link[1]).strip(), comment)
    marks = list(TAG.finditer(comment))
    found = Described(None)
    kept = [comment[: marks[0].start()] if marks else comment]
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(comment)
        tag, text = mark[1], comment[mark.end() : end]
        if tag in PARAMETERS:
            note = _note(text)
            named = PARAMETER.match(note.text or "")
            if named:
                rest = (note.text or "")[named.end() :]
                found.parameters.setdefault(bare(named[1]), Note(note.type, _flowing(rest)))
        elif tag in RETURNS:
            note = _note(text)
            found.returns = Note(note.type, _flowing((note.text or "").removeprefix("- ")))
        elif tag in {"description", "desc", "summary", "remarks"}:
            kept.append(text)
        elif not FOR_TOOLS.fullmatch(tag):
            kept.append(comment[mark.start() : end])
    found.description = "\n\n".join(part for part in dict.fromkeys(map(str.strip, kept)) if part) or None
    return found


def _note(text: str) -> Note:
    """A type between balanced braces, if there is one, and what follows it."""
    if not text.startswith("{"):
        return Note(None, text)
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return Note(" ".join(text[1:place].split()) or None, text[place + 1 :].lstrip())
    return Note(None, text)


def _flowing(text: str) -> str | None:
    """The text with its line breaks made spaces, paragraphs kept."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t]*\n", text))
    return "\n\n".join(filter(None, paragraphs)) or None
