"""Plant each bug of this folder in a clean export and see the test that guards against it fail.

A patch says above its diff which test must fail:

    Mutant: what is wrong now, in one line
    Test: tests/properties/test_feed.py::test_no_event_is_lost

As many at a time as there are processors; the checkout is exported once, and each patch gets a copy of its own.

Usage: python tests/mutants/prove.py [NAME …]
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEST = re.compile(r"^Test: (\S+)$", re.MULTILINE)
FAILED = re.compile(r"^FAILED tests/.+?(?: - (.*))?$", re.MULTILINE)
LONGEST = 900
"""Seconds after which a test that did not end proves nothing."""


class Proof(NamedTuple):
    """What came of one patch: `red` when its test failed under the bug, and how; otherwise what happened instead."""

    name: str
    seconds: float
    verdict: str

    @property
    def is_red(self) -> bool:
        return self.verdict.startswith("red")


def main() -> int:
    """Prove the named patches, or all; 1 when a bug went unnoticed or could not be planted."""
    names = sys.argv[1:]
    patches = [patch for patch in sorted(HERE.glob("*.patch")) if not names or patch.stem in names]
    width = max((len(patch.stem) for patch in patches), default=0)
    proofs = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        clean = Path(folder) / "clean"
        subprocess.run([sys.executable, "-P", ROOT / "tests/export.py", clean], check=True)
        for proof in pool.map(lambda patch: prove(patch, clean), patches):
            proofs.append(proof)
            print(f"{proof.name:<{width}}  {proof.seconds:6.1f} s  {proof.verdict}", flush=True)
    red = sum(proof.is_red for proof in proofs)
    print(f"{red} of {len(patches)} planted bugs were noticed")
    return 0 if red == len(patches) > 0 else 1


def prove(patch: Path, clean: Path) -> Proof:
    """Plant one bug in a copy of the `clean` export and run the test that must notice it."""
    started = time.monotonic()
    # Named like the package and first on the path: the mutant is imported, not the checkout.
    export = clean.parent / patch.stem / "docrunch"
    shutil.copytree(clean, export)
    verdict = judged(patch, export)
    shutil.rmtree(export.parent, ignore_errors=True)
    return Proof(patch.stem, time.monotonic() - started, verdict)


def judged(patch: Path, export: Path) -> str:
    test = TEST.search(patch.read_text(encoding="utf-8"))
    if test is None:
        return "BROKEN: the patch has no line 'Test: …'"
    if not is_planted(patch, export):
        return "BROKEN: the patch does not apply"
    try:
        return verdict_of(run_test(test[1], export))
    except subprocess.TimeoutExpired:
        return f"ERROR: the test did not end within {LONGEST} s"


def is_planted(patch: Path, export: Path) -> bool:
    # Outside any repository, else git would look for the files of the one it is in.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(export.parent)}
    command = ["git", "apply", "--whitespace=nowarn", str(patch)]
    return subprocess.run(command, cwd=export, env=environment, check=False).returncode == 0


def run_test(test: str, export: Path) -> "subprocess.CompletedProcess[str]":
    # Wide, so that the summary has room for the reason.
    servers = {"LIGHTRAG_TEST_VENV": str(ROOT / ".venv-lightrag")}
    environment = {**servers, **os.environ, "PYTHONPATH": str(export.parent), "COLUMNS": "240"}
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", test]
    return subprocess.run(
        command, cwd=export, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST
    )


def verdict_of(done: "subprocess.CompletedProcess[str]") -> str:
    if done.returncode == 0:
        return "GREEN: the bug went unnoticed"
    # Any other end (nothing collected, an error before the test) proves nothing.
    failed = FAILED.search(done.stdout)
    if done.returncode == 1 and failed is not None:
        return f"red    {failed[1] or ''}".rstrip()
    return f"ERROR: the test did not run\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


if __name__ == "__main__":
    sys.exit(main())
