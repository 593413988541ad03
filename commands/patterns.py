"""Commands about patterns: record one, retire it."""

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from ..domain import patterns
from ..domain.instants import Instant
from ..domain.patterns import Pattern, PatternRecorded, pattern_stream
from ..domain.text import Content, Id, Name, Note, Title
from .command import Command, now
from .dispatch import handles
from .fields import Files, facts_of, new_id
from .work import Work


class RecordPattern(Command):
    """Describe a way of doing things that the code follows; `files` are where it can be seen."""

    pattern_id: Id = Field(default_factory=partial(new_id, "pattern"))
    name: Title
    description: Content
    example: Note = ""
    files: Files = ()
    created_by: Name | None = None
    created_at: Instant = Field(default_factory=now)


class RetirePattern(Command):
    """Say that the code follows a pattern no longer."""

    pattern_id: Id
    reason: Note = ""
    retired_by: Name | None = None
    retired_at: Instant = Field(default_factory=now)


@handles(RecordPattern)
def record_pattern(command: RecordPattern, work: Work) -> Mapping[str, str]:
    pattern = work.create(Pattern, pattern_stream(command.pattern_id))
    facts = facts_of(command) | {"created_by": command.created_by or command.actor}
    work.record(pattern, patterns.record(pattern, PatternRecorded(**facts)))
    return {"pattern_id": command.pattern_id}


@handles(RetirePattern)
def retire_pattern(command: RetirePattern, work: Work) -> Mapping[str, str]:
    pattern = work.load(Pattern, pattern_stream(command.pattern_id))
    who, at = command.retired_by or command.actor, command.retired_at
    work.record(pattern, patterns.retire(pattern, reason=command.reason, by=who, at=at))
    return {"pattern_id": command.pattern_id}
