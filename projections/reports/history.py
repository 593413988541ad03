"""What the report of a task says of each thing that happened to it."""

from typing import Any

import orjson

from ...domain.instants import minute
from ..escaping import code, plain
from .links import Links
from .records import HistoryRecord

LONGEST_DETAILS = 300
SENTENCES = {
    ("progressed", "percentage status"): "{percentage} %",
    ("status_changed", "previous status"): "from {previous} to {status}",
    ("blocker_reported", "blocker_id status"): "{blocker_id}",
    ("blocker_resolved", "blocker_id status"): "{blocker_id}, {status} again",
    ("report_published", "percentage status"): "{status}, {percentage} %",
    ("completed", "report_id tests_passed"): "",
}
"""How details are told, by the action and the names in them: anybody may log an action of any name."""


def entry_line(entry: HistoryRecord, links: Links) -> str:
    """What happened, when, by whom; what else was said of it follows."""
    rest = dict(entry.details)
    note = rest.pop("note") if isinstance(rest.get("note"), str) else ""
    told = f"{minute(entry.timestamp)}: {plain(entry.action.replace('_', ' '))} by {plain(entry.agent)}"
    parts = [told, details_line(entry.action, rest), links.line(note)]
    return ": ".join(filter(None, parts))


def details_line(action: str, details: dict[str, Any]) -> str:
    sentence = SENTENCES.get((action, " ".join(sorted(details))))
    if sentence is not None:
        return sentence.format_map({name: plain(str(value).replace("_", " ")) for name, value in details.items()})
    told = orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode()
    return code(told[:LONGEST_DETAILS]) if details else ""
