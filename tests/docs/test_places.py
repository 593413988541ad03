"""What is versioned fits every machine."""

import re
import subprocess
import sys
from pathlib import Path

PACKAGE_SOURCE = re.compile(r"(index|find)-(url|links)")


def test_no_versioned_file_names_this_checkout_or_a_source_of_packages(root: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-P", root / "tests/export.py", tmp_path], check=True)
    texts = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    here = [path for path, text in texts.items() if str(root).encode() in text]
    sources = [path for path, text in texts.items() if PACKAGE_SOURCE.search(text.decode(errors="replace"))]

    assert here == []
    assert sources == []
