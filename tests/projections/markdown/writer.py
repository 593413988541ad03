"""A writer in a process of its own: `python writer.py PROJECT FIRST LAST TEXT [HANDICAP]` delivers some modules."""

import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from docrunch.domain.changes import wanted_hash
from docrunch.domain.documents import Document
from docrunch.domain.errors import TargetUnavailable
from docrunch.domain.targets import Delivery
from docrunch.projections.markdown import MarkdownTarget

BATCH = 100
NOBODY = 65534


def confirm(deliveries: Sequence[Delivery]) -> set[str]:
    return {delivery.document_id for delivery in deliveries}


def delivery(number: int, text: str) -> Delivery:
    body = f"# m{number}\n\n{text}\n" * 20
    document = Document(f"module:{number}.py", "module", f"m{number}", body, {"page": f"modules/m{number}.md"})
    return Delivery(document.id, wanted_hash(document.content_hash(), MarkdownTarget.renderer_version), document)


def deliver(project: Path, first: int, last: int, text: str) -> None:
    target = MarkdownTarget(Path("docs"), project)
    for start in range(first, last, BATCH):
        numbers = range(start, min(start + BATCH, last))
        outcomes = target.deliver([delivery(number, text) for number in numbers], confirm)
        for refused in (one for one in outcomes if one.error):
            print("refused", refused.error, flush=True)
    print("done", flush=True)


def become_nobody() -> None:
    """Root may write everywhere; anybody else is held back by the folder's mode already."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def fill_the_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))


HANDICAPS = {"nobody": become_nobody, "full": fill_the_disk}

if __name__ == "__main__":
    for handicap in sys.argv[5:]:
        HANDICAPS[handicap]()
    try:
        deliver(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    except TargetUnavailable as error:
        print("unavailable", error, flush=True)
