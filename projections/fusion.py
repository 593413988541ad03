"""One order of what Postgres and LightRAG found."""

from collections.abc import Sequence

from .overloads import one_each
from .search import Ranked

NEARNESS = 0.2
"""What LightRAG's first is worth, as a share of the best fit; its second is worth half of that. Chosen by the 45
questions of tests/search, with a good and with a poor embedding model: with more the poor one costs answers."""


def fused(ranked: Sequence[Ranked], near: Sequence[str]) -> dict[str, float]:
    """What Postgres and LightRAG found, best first: the share of the best fit, and a little for being near; 1 is both.

    LightRAG tells an order and no distance, so its first may be anything. Fusing by ranks alone let two mediocre ranks
    win over one first place, and a weak embedding model take the right answers away.
    """
    most = (1 + NEARNESS) * (max((one.fit for one in ranked), default=0.0) or 1.0)
    shown = one_each([*(one.id for one in ranked), *near])
    scores = dict.fromkeys(shown.values(), 0.0)
    for rank, symbol in enumerate(one_each(near), start=1):
        scores[shown[symbol]] += NEARNESS / (1 + NEARNESS) / rank
    for one in ranked:
        scores[one.id] += one.exactness + one.fit / most
    return dict(sorted(scores.items(), key=lambda scored: -scored[1]))
