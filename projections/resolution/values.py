"""What a name stands for on its way."""

from typing import Literal, NamedTuple

Kind = Literal["module", "object", "class", "instance", "super", "function", "unknown"]


class Value(NamedTuple):
    """`id` is that of the symbol at `key`, in `file_id`.

    `object` is what a module of CommonJS exports as a whole, `unknown` is bound to something that no file tells.
    """

    kind: Kind
    key: str = ""
    id: str | None = None
    file_id: str = ""

    @property
    def symbol(self) -> str | None:
        """The symbol that this is, None for what only comes of one."""
        return self.id if self.kind in {"module", "class", "function"} else None


UNKNOWN = Value("unknown")
