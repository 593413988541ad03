"""The default file and the reference say exactly what the settings are."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from docrunch.config import Settings, load, reference, write_default
from docrunch.config.keys import keys
from docrunch.domain.errors import Refused

ROOT = Path(__file__).parents[2]


def test_the_default_file_holds_every_key_with_its_default(tmp_path: Path) -> None:
    path = write_default(tmp_path)

    assert path == tmp_path / ".docrunch" / "config.yaml"
    assert load(tmp_path) == Settings()
    text = path.read_text()
    assert all(re.search(rf"^ +(# )?{key.path[-1]}:", text, re.MULTILINE) for key in keys() if not key.is_secret)
    assert yaml.safe_load(text)["storage"]["sync"]["backoff_seconds"] == 2


def test_every_key_in_the_default_file_has_a_comment_above(tmp_path: Path) -> None:
    lines = write_default(tmp_path).read_text().splitlines()

    described = [above for above, line in pairwise(lines) if re.match(r" +(# )?\w+:( \S|$)", line)]
    assert sum(above.lstrip().startswith("# ") for above in described) >= sum(not key.is_secret for key in keys())


def test_the_default_file_is_never_overwritten(tmp_path: Path) -> None:
    path = write_default(tmp_path)
    path.write_text("# mine\n")

    with pytest.raises(Refused, match="not overwritten"):
        write_default(tmp_path)

    assert path.read_text() == "# mine\n"


def test_every_key_is_described() -> None:
    assert [key.name for key in keys() if not key.field.description] == []


def test_the_reference_page_is_current() -> None:
    page = ROOT / "docs" / "reference" / "configuration.md"

    assert page.read_text(encoding="utf-8") == reference(), "write docrunch.config.reference() to this page"
