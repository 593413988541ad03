"""A clean export of the versioned files, and the wheel built from it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command printed; its whole output is the failure's text when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def exported(folder: Path) -> Path:
    run(sys.executable, "-P", ROOT / "tests/export.py", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The versioned files alone, in a folder whose name is no module's."""
    return exported(tmp_path_factory.mktemp("export") / "docrunch-1.0")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from an export of its own, with the build tools of this environment: no download."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    run(sys.executable, "-P", "-m", "pip", "wheel", *options, exported(folder / "export"), cwd=folder)
    return next(folder.glob("*.whl"))
