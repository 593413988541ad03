"""The benchmarks run and print their table; no test looks at a figure."""

import re
import subprocess
import sys

ROW = re.compile(r"^\| (.+?) +\| +[\d,]+ \S+ \| +[\d,]+ \S+ \| +[\d.]+ \| +[\d.]* \| +(yes|NO|) *\|$", re.MULTILINE)


def test_a_quick_run_prints_the_whole_table() -> None:
    command = [sys.executable, "-P", "-m", "docrunch.benchmarks", "--quick"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    names = [name.split(",")[0] for name, _ in ROW.findall(done.stdout)]
    per_connections = [
        "append by the recorder / bare statement",
        "whole command / bare statement",
        "whole command / library's stock recorder",
    ]
    assert names == [
        *(3 * per_connections),
        "scan's batch of 40 events / COPY of its event rows",
        "replay of 30 small events / ProjectionRunner",
        "replay of 3 indexed files / one event per transaction",
        "first scan of 3 files",
        "scan of 3 unchanged files / walk",
        "500 MB / peak memory of the first scan of 3 files (once)",
        "scan of 3 unchanged files / walk",
    ]
    assert "first scan: " in done.stdout
