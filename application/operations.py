"""What operators do with an open project: bring its projections up to date, see where they stand, mend what failed."""

from pydantic import SecretStr

from ..outbox.ledger import Failure
from ..outbox.standing import end_pause
from ..vault.rotation import Rotation
from . import draining, rebuilding, syncing
from .progress import Progress, Report, silent, uncounted
from .rebuilding import RebuildReport
from .status import Status, status_of
from .wiring import Project


class Operations:
    """Operations on all projections, the read model and the targets; a target is called by its name."""

    project: Project

    def status(self) -> Status:
        """Where the log and every projection stand, and why."""
        return status_of(self.project)

    def catch_up(self, report: Report = uncounted) -> None:
        """Bring the read model to where the log ends now; `drain` does so too, and delivers."""
        syncing.catch_up(self.project, report)

    def drain(self, progress: Progress = silent) -> None:
        """Bring every projection up to date now; what fails stays in the ledger and in `status`."""
        draining.drain(self.project, progress)

    def rebuild(self, name: str, report: Report = uncounted, *, is_taking_over: bool = False) -> RebuildReport:
        """Replay the log from position zero into one projection; readers see the old state or the new one, whole."""
        return rebuilding.rebuild_one(self.project, name, report, is_taking_over=is_taking_over)

    def roll_back(self) -> RebuildReport:
        """Read the generation of the read model from before its last rebuild again, brought up to date first.

        Raises Refused where there is none, Misconfigured when another version of docrunch made it.
        """
        return rebuilding.go_back(self.project)

    def is_absent(self, name: str) -> bool:
        """Whether this is a target that was never reached and cannot be now."""
        return name in self.project.targets and rebuilding.is_absent(self.project, name)

    def retry(self, target: str) -> int:
        """Make what failed in a target due again, and ask a paused one at once; returns how many documents."""
        rebuilding.require_target(self.project, target)
        end_pause(self.project.ledger(target))
        return self.project.ledger(target).retry()

    def failures(self) -> dict[str, list[Failure]]:
        """The documents that failed or wait for another attempt, by target, latest first."""
        found = {name: self.project.ledger(name).failures() for name in self.project.targets}
        return {name: failures for name, failures in found.items() if failures}

    def rotate_key(self, *, old: SecretStr | None = None, new: SecretStr | None = None) -> Rotation:
        """Change the key that wraps the keys of all secrets; see docs/howto/keep-secrets.md.

        The new key is `new`, else the one in the environment, else a random one for the key file. Raises Misconfigured
        when the old key is not at hand, Invalid when the new key is the old one.
        """
        return self.project.vault.rotate_key(old=old, new=new)

    def projection_names(self) -> list[str]:
        """What can be rebuilt here, in the order in which it should be: the read model, then the targets."""
        return rebuilding.names(self.project)
