"""The standing of a target as a whole: where it is, and whether it is paused."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain.errors import TargetAbsent, TargetUnavailable
from ..domain.targets import Target, manner_of
from .ledger import Ledger
from .retry import Backoff


class Elsewhere(TargetUnavailable):
    """This worker does not see the place the ledger knows; one on another machine may."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger knows of a target; `place` None: no worker has reached it yet."""

    place: str | None = None
    renderer_version: str | None = None
    is_paused: bool = False
    pauses: int = 0
    last_error: str | None = None


def standing(ledger: Ledger) -> Standing:
    rows = ledger.rows("target", {})
    if not rows:
        return Standing()
    place, renderer_version, is_paused, pauses, last_error = rows[0]
    return Standing(place, renderer_version, bool(is_paused), pauses, last_error)


def is_ready(ledger: Ledger, target: Target, backoff: Backoff) -> bool:
    """Whether deliveries may start: the place is ours to see, no pause is running, a paused target answers again."""
    known = standing(ledger)
    if known.is_paused:
        return False
    try:
        if known.pauses and known.place is not None:
            target.probe()
        require_place(ledger, target, known)
    except Elsewhere as error:
        ledger.execute("note", {"error": line(error)})
        return False
    except TargetUnavailable as error:
        if known.place is not None or not isinstance(error, TargetAbsent):
            pause(ledger, error, backoff, known)
        elif known.pauses:
            ledger.execute("resume", {})
        return False
    if known.pauses:
        ledger.execute("resume", {})
    return True


def require_place(ledger: Ledger, target: Target, known: Standing) -> None:
    """Only a worker that sees the very place the ledger knows takes its rows; the first one settles the place."""
    seen = target.place()
    if known.place is None and seen is not None and not manner_of(target).is_adopted:
        raise Elsewhere(
            f"the {target.name} output holds what another docrunch database delivered", hint=take_over(target)
        )
    seen = seen or (target.create_place() if known.place is None else None)
    settled = known.place or (seen and ledger.rows("claim_place", {"place": seen})[0][0])
    if seen is None or seen != settled:
        raise Elsewhere(
            f"the {target.name} output this project was delivered to is not here (it was moved, deleted or replaced)",
            hint=f"put it back, or run: docrunch projections rebuild {target.name}",
        )


def take_over(target: Target) -> str:
    return f"if that one is gone, run: docrunch projections rebuild {target.name} --take-over"


def pause(ledger: Ledger, error: TargetUnavailable, backoff: Backoff, known: Standing) -> None:
    delay: timedelta = backoff.delay(known.pauses + 1)
    values: dict[str, Any] = {"error": line(error), "delay": delay}
    ledger.execute("pause", values)


def line(error: TargetUnavailable) -> str:
    return str(error) if error.hint is None else f"{error}; {error.hint}"


def end_pause(ledger: Ledger) -> None:
    """Somebody has perhaps mended what is wrong: the next delivery asks the target at once."""
    ledger.execute("end_pause", {})


def record_renderer(ledger: Ledger, version: str) -> None:
    """The rows of this target are wanted as this renderer makes them."""
    ledger.execute("record_renderer", {"renderer_version": version})


def move(ledger: Ledger, place: str) -> None:
    """From now on the target is at `place`; used when it is rebuilt elsewhere."""
    ledger.execute("move_place", {"place": place})
    ledger.execute("resume", {})
