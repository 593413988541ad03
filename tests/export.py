"""Copy the versioned files of this checkout into a folder: what a clone would hold, with uncommitted edits.

Usage: python tests/export.py DESTINATION
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pathspec

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Export to the folder named on the command line, which is created."""
    destination = Path(sys.argv[1])
    for name in versioned_files():
        target = destination / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def versioned_files() -> list[str]:
    """The paths git tracks; where git cannot say (no repository, no git), all that `.gitignore` lets through."""
    names = tracked_files() if (ROOT / ".git").exists() and shutil.which("git") else unignored_files()
    return sorted(name for name in names if (ROOT / name).is_file())


def tracked_files() -> list[str]:
    # CI may check out as another user, which git distrusts; listing names runs nothing of the repository's.
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return listing.rstrip("\0").split("\0")


def unignored_files() -> list[str]:
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return list(pathspec.GitIgnoreSpec.from_lines(patterns).match_tree_files(ROOT, negate=True))


if __name__ == "__main__":
    main()
