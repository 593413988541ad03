"""The lists in pyproject.toml are written by hand, so the wheel is compared with the versioned files."""

from pathlib import Path
from zipfile import ZipFile

PACKAGE_FILES = {".py", ".sql", ".j2", ".typed", ".js", ".css", ".html", ".txt"}
NOT_THE_PACKAGE = {"tests", "benchmarks", "docs", ".ci"}


def package_files(export: Path) -> set[str]:
    """What belongs into the wheel: versioned code and data outside the folders about the package."""
    paths = (path.relative_to(export) for path in export.rglob("*") if path.suffix in PACKAGE_FILES)
    return {f"docrunch/{path.as_posix()}" for path in paths if path.parts[0] not in NOT_THE_PACKAGE}


def test_the_wheel_holds_exactly_the_versioned_files_of_the_package(export: Path, wheel: Path) -> None:
    expected = package_files(export)

    contents = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert contents == expected


def test_the_wheel_is_typed_and_brings_the_command(wheel: Path) -> None:
    archive = ZipFile(wheel)

    entry_points = archive.read("docrunch-0.1.0.dist-info/entry_points.txt").decode()

    assert "docrunch/py.typed" in archive.namelist()
    assert "docrunch = docrunch.cli:main" in entry_points
