"""Where a dotted name of Python leads, step by step as the language itself would look.

`()` behind a name stands for what calling it gives: `a.K().m` is `m` of an instance of `K`. `a.K.super().m` is the `m`
that comes behind `K`. A name that is bound to itself has a value that no file tells.
"""

from ...domain.source import SCHEMA
from .definitions import DEEPEST, NOTHING, Definition, LeadsNowhere, Steps, Walk
from .lineage import KnowsLineages
from .values import UNKNOWN, Kind, Value

CALL = "()"
SUPER = "super()"
MODULE = "module"
CLASSLIKE = frozenset({"class", "instance", "super"})


class PythonWalk:
    """The way of one name. A step gives None where nothing has that name."""

    def __init__(self, walk: Walk, lineages: KnowsLineages) -> None:
        self.walk = walk
        self.open: set[str] = set()
        self.starred: set[str] = set()
        self.lineages = lineages

    def run(self) -> Steps[str | None]:
        """The id of the symbol in the end; behind `#schema` that of the schema of a class."""
        name = self.walk.name.target
        value = yield from self.lead(name.removesuffix(SCHEMA))
        return value.symbol if not name.endswith(SCHEMA) else (yield from self.schema(value))

    def schema(self, value: Value) -> Steps[str | None]:
        key = value.key + SCHEMA
        yield from self.walk.ask([key])
        symbols = self.at(key).symbols
        return symbols[0].id if value.kind == "class" and len(symbols) == 1 else None

    def lead(self, name: str) -> Steps[Value]:
        """What an absolute name stands for: the longest module in it, and from there its attributes."""
        if name in self.open:
            return UNKNOWN
        if len(self.open) == DEEPEST:
            raise LeadsNowhere
        parts = name.split(".")
        keys = [".".join(parts[:end]).removesuffix(CALL) for end in range(1, len(parts) + 1)]
        yield from self.walk.ask(keys)
        self.open.add(name)
        value = None
        for end in range(plain_length(parts), 0, -1):
            if value is None and self.at(keys[end - 1]).modules:
                value = yield from self.within(keys[end - 1], parts[end:])
        self.open.discard(name)
        return value or UNKNOWN

    def within(self, module: str, rest: list[str]) -> Steps[Value | None]:
        """What `rest` is in a module. Without any, what the package calls by the module's name goes before it."""
        package = module.rpartition(".")[0]
        if not rest and package and self.at(package).modules:
            return (yield from self.named(module))
        value: Value | None = self.module(module)
        for part in rest:
            if value is None:
                break
            value = yield from self.attribute(value, part)
        return value

    def attribute(self, owner: Value, part: str) -> Steps[Value | None]:
        """`part` is a name, or the call of one."""
        if part == SUPER:
            return Value("super", owner.key) if owner.kind == "class" else UNKNOWN
        name = part.removesuffix(CALL)
        if owner.kind == MODULE:
            value = yield from self.global_name(owner, name)
        elif owner.kind in CLASSLIKE:
            value = yield from self.member(owner, name)
        elif owner.kind == "function":
            value = yield from self.local(owner, name)
        else:
            return UNKNOWN
        return value if value is None or name == part else (yield from self.call(value))

    def global_name(self, module: Value, name: str) -> Steps[Value | None]:
        """A name of a module: its own, a module below it, or one that a `*` took in, the last one first."""
        key = f"{module.key}.{name}"
        yield from self.walk.ask([key])
        value = yield from self.named(key)
        if value is not None or key in self.starred:
            return value
        if len(self.starred) == DEEPEST:
            raise LeadsNowhere
        self.starred.add(key)
        for star in reversed(self.at(module.key).stars):
            value = yield from self.taken(star.name.target if star.name else "", name)
            if value is not None:
                break
        self.starred.discard(key)
        return value

    def local(self, function: Value, name: str) -> Steps[Value | None]:
        """What is defined within a function, which only its own file names; or a name of what a property gives."""
        key = f"{function.key}.{name}"
        yield from self.walk.ask([key])
        value = yield from self.bound(key)
        targets = {bound.name.target for bound in self.at(function.key).names if bound.name}
        if value is not None or len(targets) != 1:
            return value
        given = yield from self.lead(targets.pop())
        return (yield from self.attribute(given, name)) if given.kind == "instance" else None

    def taken(self, origin: str, name: str) -> Steps[Value | None]:
        """What `from origin import *` gives a name; a module that is not here may offer any."""
        module = yield from self.lead(origin)
        if module.kind != MODULE:
            return UNKNOWN
        key = f"{module.key}.{name}"
        yield from self.walk.ask([key])
        public = self.at(module.key).modules[0].public
        here = self.at(key)
        is_offered = name in public if public is not None else not (name.startswith("_") or is_only_module(here))
        return (yield from self.global_name(module, name)) if is_offered else None

    def named(self, key: str) -> Steps[Value | None]:
        """What bears this very key; a module where nothing else does."""
        here = self.at(key)
        if here.modules and not here.symbols and all(bound.name and bound.name.target == key for bound in here.names):
            return self.module(key)
        return (yield from self.bound(key))

    def bound(self, key: str) -> Steps[Value | None]:
        """The symbol at a key, or what the key is bound to; nobody knows which where it is bound to itself."""
        here = self.at(key)
        targets = {bound.name.target if bound.name else key for bound in here.names}
        if here.symbols and key not in targets:
            found = here.symbols[0]
            kind: Kind = "class" if found.kind == "class" else "function"
            return Value(kind, key, found.id) if len(here.symbols) == 1 else UNKNOWN
        if not targets:
            return None
        return UNKNOWN if key in targets or len(targets) > 1 else (yield from self.lead(targets.pop()))

    def call(self, value: Value) -> Steps[Value]:
        """What a call gives: an instance of a class, or what a function says it returns."""
        if value.kind == "class":
            return Value("instance", value.key)
        if value.kind != "function":
            return UNKNOWN
        key = value.key + CALL
        yield from self.walk.ask([key])
        return (yield from self.bound(key)) or UNKNOWN

    def member(self, owner: Value, name: str) -> Steps[Value | None]:
        """A name of a class or of its bases, in their order; behind a base that is not here it could be anything."""
        classes = yield from self.lineages.of(owner.key, self.lead)
        for one in classes[owner.kind == "super" :]:
            if one.kind != "class":
                return UNKNOWN
            key = f"{one.key}.{name}"
            yield from self.walk.ask([key])
            value = yield from self.bound(key)
            if value is not None:
                return value
        return None

    def module(self, key: str) -> Value:
        modules = self.at(key).modules
        return Value("module", key, modules[0].id) if len(modules) == 1 else UNKNOWN

    def at(self, key: str) -> Definition:
        return self.walk.known.get(key, NOTHING)


def plain_length(parts: list[str]) -> int:
    """How many parts of a name could be modules: those before the first call."""
    return next((at for at, part in enumerate(parts) if part.endswith(CALL)), len(parts))


def is_only_module(here: Definition) -> bool:
    return bool(here.modules) and not here.symbols and not here.names
