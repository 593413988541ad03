"""A page says one thing, not what two people wanted it to say."""

import re
from pathlib import Path

MARK = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


def test_no_page_was_left_in_the_middle_of_a_merge(pages: list[Path], root: Path) -> None:
    assert [str(page.relative_to(root)) for page in pages if MARK.search(page.read_text(encoding="utf-8"))] == []
