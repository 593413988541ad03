"""What a reader looks up is there."""

import re
from pathlib import Path

from docrunch.domain import errors
from docrunch.domain.errors import DocrunchError
from docrunch.scanner import problems


def test_every_error_is_in_the_reference(root: Path) -> None:
    page = (root / "docs/reference/errors.md").read_text(encoding="utf-8")

    assert [name for name in tree() if f"`{name}`" not in page] == []


def test_the_exit_codes_in_the_reference_are_those_of_the_code(root: Path) -> None:
    page = (root / "docs/reference/errors.md").read_text(encoding="utf-8")

    documented = dict(re.findall(r"^\| `(\w+)` \| (\d) \|", page, re.MULTILINE))

    assert documented == {name: str(error.exit_code) for name, error in tree().items()}


def test_every_code_of_a_scan_problem_is_in_the_reference(root: Path) -> None:
    page = (root / "docs/reference/scan-problems.md").read_text(encoding="utf-8")

    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert documented == {value for name, value in vars(problems).items() if name == value}


def test_every_invariant_the_code_cites_is_explained(root: Path) -> None:
    page = (root / "docs/explanation/invariants.md").read_text(encoding="utf-8")

    explained = set(re.findall(r"^## (I\d+) ", page, re.MULTILINE))

    assert explained == {f"I{number}" for number in range(1, 11)}


def test_every_decision_is_in_the_list_and_has_its_five_parts(root: Path) -> None:
    folder = root / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    parts = ["Status: ", "## Context", "## Decision", "## Consequences", "## Alternatives"]

    records = sorted(folder.glob("[0-9]*.md"))
    unlisted = [record.name for record in records if f"({record.name})" not in listed]
    incomplete = [record.name for record in records if not all(part in record.read_text() for part in parts)]

    assert records
    assert unlisted == []
    assert incomplete == []


def tree() -> dict[str, type[DocrunchError]]:
    found = vars(errors).items()
    return {name: value for name, value in found if isinstance(value, type) and issubclass(value, DocrunchError)}
