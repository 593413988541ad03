"""Plant each bug of this folder in a clean export and see the test that guards against it fail.

A patch says above its diff which test must fail:

    Mutant: what is wrong now, in one line
    Test: tests/properties/test_feed.py::test_no_event_is_lost

Usage: python tests/mutants/prove.py [NAME …]
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEST = re.compile(r"^Test: (\S+)$", re.MULTILINE)
FAILED = re.compile(r"\b\d+ failed\b")


def main() -> int:
    """Prove the named patches, or all; 1 when a bug went unnoticed or could not be planted."""
    names = sys.argv[1:]
    patches = [patch for patch in sorted(HERE.glob("*.patch")) if not names or patch.stem in names]
    width = max((len(patch.stem) for patch in patches), default=0)
    unproven = 0
    for patch in patches:
        started = time.monotonic()
        verdict = prove(patch)
        unproven += verdict != "red"
        print(f"{patch.stem:<{width}}  {time.monotonic() - started:6.1f} s  {verdict}", flush=True)
    print(f"{len(patches) - unproven} of {len(patches)} planted bugs were noticed")
    return 1 if unproven or not patches else 0


def prove(patch: Path) -> str:
    """`red` when the test failed under the bug, otherwise what happened instead."""
    test = TEST.search(patch.read_text(encoding="utf-8"))
    if test is None:
        return "BROKEN: the patch has no line 'Test: …'"
    with tempfile.TemporaryDirectory() as folder:
        # Named like the package and first on the path: the mutant is imported, not the checkout.
        export = Path(folder) / "docrunch"
        subprocess.run([sys.executable, "-P", ROOT / "tests/export.py", export], check=True)
        if not is_planted(patch, export):
            return "BROKEN: the patch does not apply"
        return judged(run_test(test[1], export))


def is_planted(patch: Path, export: Path) -> bool:
    # Outside any repository, else git would look for the files of the one it is in.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(export.parent)}
    command = ["git", "apply", "--whitespace=nowarn", str(patch)]
    return subprocess.run(command, cwd=export, env=environment, check=False).returncode == 0


def run_test(test: str, export: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(export.parent)}
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", test]
    return subprocess.run(command, cwd=export, env=environment, capture_output=True, text=True, check=False)


def judged(done: "subprocess.CompletedProcess[str]") -> str:
    if done.returncode == 0:
        return "GREEN: the bug went unnoticed"
    # Any other end (nothing collected, an error before the test) proves nothing.
    if done.returncode == 1 and FAILED.search(done.stdout.splitlines()[-1]):
        return "red"
    return f"ERROR: the test did not run\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


if __name__ == "__main__":
    sys.exit(main())
