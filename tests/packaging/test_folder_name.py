"""The root is the package, so pytest could import it twice, once under the checkout's name, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

PYTEST = [sys.executable, "-P", "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]


def test_tests_run_in_a_checkout_whose_folder_is_no_valid_module_name(export: Path, tmp_path: Path) -> None:
    (tmp_path / "docrunch").symlink_to(export)
    command = [*PYTEST, "tests/installed/test_wheel.py"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    done = subprocess.run(command, cwd=export, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
