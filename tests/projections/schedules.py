"""In what batches a projector may get its events, and when it is rebuilt."""

from typing import NamedTuple

from hypothesis import strategies as st


class Step(NamedTuple):
    """A batch of so many events, given twice or not, with some of those before it, then perhaps a rebuild."""

    size: int
    is_repeated: bool
    overlap: int
    is_rebuilt: bool


def steps(sizes: st.SearchStrategy[int]) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        size=sizes,
        is_repeated=st.booleans(),
        overlap=st.integers(0, 2),
        is_rebuilt=st.sampled_from([False] * 9 + [True]),
    )
