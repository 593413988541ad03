"""The errors docrunch raises, and who should do what next.

DocrunchError
├── Refused        a rule says no; do not repeat the command     (exit 2)
├── Invalid        the input is malformed; correct it            (exit 2)
├── Conflict       somebody else wrote first; reload and decide again
├── Unavailable    Postgres cannot be reached; try later, nothing was written
├── Misconfigured  the configuration or the installation is wrong; correct it    (exit 2)
├── NotFound       nothing is known under that name              (exit 2)
└── TargetUnavailable  a derived store as a whole cannot be written to; its rows wait
    └── TargetAbsent   nothing is there; no failure while it was never reached
"""


class DocrunchError(Exception):
    """Base of all errors docrunch raises on purpose; `str()` is one line for people."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Refused(DocrunchError):
    """A rule of the domain forbids this; the message names the facts. Do not retry."""

    exit_code = 2


class Invalid(DocrunchError):
    """The input is malformed; the message names the field, the value and what is expected."""

    exit_code = 2


class Conflict(DocrunchError):
    """Another writer appended to the same stream first. Reload the state and decide again."""


class DuplicateCommand(Conflict):
    """This command id was recorded before; its first receipt is the answer (I10)."""


class Unavailable(DocrunchError):
    """Postgres, the source of truth, cannot be reached. Nothing was written; try again later."""


class Misconfigured(DocrunchError):
    """The configuration or the schema does not fit this program; the message says what to change."""

    exit_code = 2


class NotFound(DocrunchError):
    """Nothing is known under that name or id."""

    exit_code = 2


class TargetUnavailable(DocrunchError):
    """A derived store as a whole cannot be written to (down, full, read-only, refused).

    Raised by a projector; its rows stay pending and use up no attempt.
    """


class TargetAbsent(TargetUnavailable):
    """There is nothing where the store should be. No failure as long as it was never reached."""
