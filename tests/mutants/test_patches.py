"""The planted bugs still fit the code: cheap to ask always, proved in full by `make prove-tests`."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATCHES = sorted((ROOT / "tests/mutants").glob("*.patch"))


def test_every_patch_applies(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-P", ROOT / "tests/export.py", tmp_path], check=True)

    checks = {patch.name: git_apply(patch, tmp_path) for patch in PATCHES}

    assert {name: complaint for name, complaint in checks.items() if complaint} == {}


def test_every_patch_says_what_is_wrong_and_which_test_notices() -> None:
    headers = {patch.name: patch.read_text(encoding="utf-8") for patch in PATCHES}

    silent = [name for name, text in headers.items() if not re.match(r"Mutant: .+\nTest: tests/\S+::\S+\n", text)]
    lost = [name for name, text in headers.items() if not (ROOT / named_file(text)).is_file()]

    assert silent == []
    assert lost == []


def git_apply(patch: Path, folder: Path) -> str:
    command = ["git", "apply", "--check", str(patch)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stderr


def named_file(text: str) -> str:
    found = re.search(r"^Test: (\S+?)::", text, re.MULTILINE)
    return found[1] if found else "no such file"
