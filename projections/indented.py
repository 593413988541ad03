"""What an indented part of a docstring is: words that somebody indented, or code."""

import re

ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)")
NAMED = re.compile(r"(\*{0,2}[\w.]+(?: ?\([^()]{0,200}\))?)(?::| --| -)\s+(?=\S)")
"""`name: what it is`, as the lines below `Args:` or `Raises:` have it."""
HEADED = re.compile(r"\*{0,2}[\w.]+(?: ?\([^()]{0,200}\))?:")
SECTION = re.compile(r"(?:Returns|Yields|Raises|Notes?|Warnings?|See [Aa]lso|Todo|Attributes|Args):\s*$")
WORD = re.compile(r"""["'(\[]*[A-Za-z][\w'/-]*[.,;:!?)\]"']*""")
STATEMENT = re.compile(r"(?:class|def|del|elif|else|for|from|if|import|return|try|while|with|yield|[A-Z]{4,}) ")
FEWEST_WORDS = 4
LEAST_SHARE = 0.75


def words_of(lines: list[str], above: str) -> list[str] | None:
    """The lines if they are a paragraph or a list, a list of them if they are names with what they are, else None.

    The first of them is not indented; `above` is the last line of text before them.
    """
    told = [line for line in lines if line.strip()]
    outer = [line for line in told if not line.startswith(" ")]
    if above.endswith("::") or ">>>" in told[0]:
        return None
    if are_named(outer) or (SECTION.match(above) and are_headed(outer, told)):
        return [line if not line or line.startswith(" ") else f"- {line}" for line in lines]
    is_text = SECTION.match(above) or all(map(ITEM.match, outer)) or told[0].startswith((":", ".. "))
    return lines if is_text or (outer == told and is_paragraph(told)) else None


def is_paragraph(lines: list[str]) -> bool:
    return not STATEMENT.match(lines[0]) and reads_as_words(lines)


def are_named(lines: list[str]) -> bool:
    found = [NAMED.match(line) for line in lines]
    return all(found) and reads_as_words(
        [line[match.end() :] for line, match in zip(lines, found, strict=True) if match]
    )


def are_headed(outer: list[str], told: list[str]) -> bool:
    """Whether each name has a line of its own, and what it is below that."""
    inside = [line for line in told if line.startswith(" ")]
    return all(map(HEADED.fullmatch, outer)) and reads_as_words(inside)


def reads_as_words(lines: list[str]) -> bool:
    words = " ".join(lines).split()
    return len(words) >= FEWEST_WORDS and sum(map(is_word, words)) >= LEAST_SHARE * len(words)


def is_word(text: str) -> bool:
    return WORD.fullmatch(text.strip("*")) is not None or text.startswith("`")
