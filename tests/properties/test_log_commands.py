"""I10: one effect per command id, however many programs repeat it, at once or later, alone or in batches."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from docrunch.postgres.connection import Database

SCRIPT = Path(__file__).parent / "log_repeater.py"
BROKEN = (Path(__file__).parents[1] / "outbox/broken.sql").read_bytes()
PROGRAMS = 4
COMMANDS = 300


def answers_of_all(database: Database) -> dict[str, list[str]]:
    """The positions that all programs were answered, by command id."""
    command = [sys.executable, "-P", str(SCRIPT), database.url, database.schema]
    programs = [
        subprocess.Popen([*command, f"p{number}", str(COMMANDS)], stdout=subprocess.PIPE, text=True)
        for number in range(PROGRAMS)
    ]
    answers: dict[str, list[str]] = defaultdict(list)
    for program in programs:
        for line in program.communicate()[0].splitlines():
            command_id, position = line.split()
            answers[command_id].append(position)
        assert program.returncode == 0
    return answers


def test_what_several_programs_repeat_takes_effect_once(any_database: Database) -> None:
    answers = answers_of_all(any_database)

    shared = [given for given in answers.values() if len(given) > 1]
    assert len(shared) == COMMANDS
    assert all(len(given) == 2 * PROGRAMS and len(set(given)) == 1 for given in shared)
    connection = any_database.connection()
    repeated: list[Any] = connection.execute(
        "SELECT metadata ->> 'command_id' FROM events GROUP BY 1 HAVING count(*) > 1"
    ).fetchall()
    assert repeated == []
    assert connection.execute(BROKEN).fetchall() == []
    assert connection.execute("SELECT count(*) FROM commands").fetchone() == (len(answers),)
