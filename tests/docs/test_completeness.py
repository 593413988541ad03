"""What a reader looks up is there."""

import re
import tomllib
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
    cited = {name for file in modules(root) for name in re.findall(r"\bI\d+\b", file.read_text(encoding="utf-8"))}

    explained = set(re.findall(r"^## (I\d+) ", page, re.MULTILINE))

    assert explained == {f"I{number}" for number in range(1, 11)}
    assert cited
    assert cited <= explained


def test_every_folder_of_the_package_is_in_the_architecture(root: Path) -> None:
    page = (root / "docs/explanation/architecture.md").read_text(encoding="utf-8")

    folders = {file.relative_to(root).parts[0] for file in modules(root) if file.parent != root}

    assert folders
    assert [folder for folder in sorted(folders) if f"`{folder}/`" not in page] == []


def test_every_named_statement_says_what_it_is_for(root: Path) -> None:
    statements = [(file.name, name, first) for file in sources(root, "*.sql") for name, first in named(file)]

    assert statements
    assert [(file, name) for file, name, first in statements if not first.startswith("-- ")] == []


def test_every_dependency_has_its_reason(root: Path) -> None:
    page = (root / "docs/decisions/0007-dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = "\n".join(line.partition(" | ")[0] for line in page.splitlines() if line.startswith("| `"))

    wanted = {
        re.split(r"[<>=]", one)[0] for one in (*project["dependencies"], *project["optional-dependencies"]["docs"])
    }
    # Of the grammars the table names the ends alone.
    reasons = set(re.findall(r"`([^`]+)`", table)) | {f"tree-sitter{end}" for end in re.findall(r"`(-\w+)`", table)}

    assert sorted(wanted - reasons) == []


def test_every_check_of_the_makefile_is_explained_to_contributors(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    page = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")

    targets = re.findall(r"^((?:test|prove|bench)[a-z-]*|lint|types|contracts|installed):", makefile, re.MULTILINE)

    assert targets
    assert [target for target in targets if f"| `make {target}` |" not in page] == []


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


def modules(root: Path) -> list[Path]:
    return sources(root, "*.py")


def sources(root: Path, pattern: str) -> list[Path]:
    """The files of the package, as an installation has them."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    packages = (name.split(".")[1:] for name in project["tool"]["setuptools"]["packages"])
    return [file for parts in packages for file in root.joinpath(*parts).glob(pattern)]


def named(file: Path) -> list[tuple[str, str]]:
    """The name of each statement, and the line below it."""
    return re.findall(r"^-- name: (\w+)\n(.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)


def tree() -> dict[str, type[DocrunchError]]:
    found = vars(errors).items()
    return {name: value for name, value in found if isinstance(value, type) and issubclass(value, DocrunchError)}
