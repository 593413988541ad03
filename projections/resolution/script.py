"""Where a name of JavaScript or TypeScript leads: `/path/of/module:name.member`, or a specifier and a name in it.

`()` behind a name stands for what calling it gives: `/a:Tree().walk` is `walk` of an instance of `Tree`. A name that is
bound to itself has a value that no file tells.
"""

from .definitions import DEEPEST, NOTHING, Definition, LeadsNowhere, Name, Steps, Walk
from .script_paths import candidates, configurations, mapped, nearest, rank, scripts
from .values import UNKNOWN, Kind, Value

CALL = "()"
MODULES = frozenset({"module", "object"})
COMMON = (".js", ".cjs", ".jsx")
"""Extensions of files that may be modules of CommonJS."""


class ScriptWalk:
    """The way of one name. Where several things are equally good, it leads nowhere."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.open: set[Name | str] = set()
        self.missed: set[str] = set()

    def run(self) -> Steps[str | None]:
        """The id of the symbol in the end."""
        return (yield from self.lead(self.walk.name)).symbol

    def lead(self, name: Name) -> Steps[Value]:
        """What an absolute name stands for: its module, and from there one name after the other."""
        if name in self.open:
            return UNKNOWN
        if len(self.open) >= DEEPEST:
            raise LeadsNowhere
        self.open.add(name)
        specifier, _, path = name.target.rpartition(":") if ":" in name.target else (name.target, "", "")
        value = UNKNOWN
        for module in (yield from self.modules(name.scope, specifier)):
            if value.kind == "unknown":
                value = (yield from self.path(module, path)) or UNKNOWN
        self.open.discard(name)
        return value

    def path(self, module: Value, path: str) -> Steps[Value | None]:
        """What a path of names in a module stands for; `()` stands behind a name that is called."""
        value: Value | None = module
        for at, names in enumerate(path.split(CALL)):
            if at and value is not None:
                value = yield from self.call(value)
            if value is not None:
                value = yield from self.within(value, [name for name in names.split(".") if name])
        return value

    def call(self, value: Value) -> Steps[Value]:
        """What a call gives: an instance of a class, or what a function says it returns."""
        if value.kind == "class":
            return value._replace(kind="instance")
        if value.kind != "function":
            return UNKNOWN
        key = value.key + CALL
        yield from self.walk.ask([key])
        return (yield from self.named(key, value.file_id)) or UNKNOWN

    def modules(self, scope: str, specifier: str) -> Steps[list[Value]]:
        """The file that a path or a specifier means; behind it those that differ in their extension only.

        Types are declared beside a file of JavaScript, and are nowhere else.
        """
        paths = [specifier] if specifier.startswith("/") else (yield from self.configured(scope, specifier))
        for path in paths:
            places = candidates(path)
            yield from self.walk.ask([key for keys in places for key in keys])
            for keys in places:
                found = [(key, one) for key in keys for one in sorted(scripts(self.at(key).modules), key=rank)]
                if found:
                    return [Value("module", key, one.id, one.file_id) for key, one in found]
        return []

    def configured(self, scope: str, specifier: str) -> Steps[list[str]]:
        """The paths that the nearest configuration has for a specifier, or the one that it extends."""
        keys = configurations(scope)
        # Who looks a name up in this folder is found by the folder; a name that only comes by needs a trail.
        yield from self.walk.peek(keys) if scope == self.walk.name.scope else self.walk.ask(keys)
        key = nearest(keys, self.walk.known)
        seen: set[str] = set()
        while key is not None and key not in seen:
            seen.add(key)
            here = self.at(key)
            if here.paths:
                return mapped(here.paths, specifier)
            base = next((bound.name.target for bound in reversed(here.bases) if bound.name), None)
            yield from self.walk.ask([] if base is None else [base])
            key = base
        return []

    def within(self, owner: Value, parts: list[str]) -> Steps[Value | None]:
        """A path of names in a module, class or function: the longest that is there, and from there the others.

        An object that holds functions is no symbol of its own. None where nothing has that name.
        """
        if not parts or owner.kind == "unknown":
            return owner
        mark = ":" if owner.kind in MODULES else "."
        keys = [f"{owner.key}{mark}{'.'.join(parts[:end])}" for end in range(len(parts), 0, -1)]
        yield from self.walk.ask(keys)
        for at, key in enumerate(keys):
            value = yield from self.named(key, owner.file_id)
            if value is not None:
                rest = parts[len(parts) - at :]
                return (yield from self.within(value, rest)) or (yield from self.beside(value, rest)) or UNKNOWN
        return (yield from self.passed_on(owner, parts))

    def beside(self, value: Value, parts: list[str]) -> Steps[Value | None]:
        """What a value has that shares its name with an interface."""
        other = (yield from self.bound(value.key, value.file_id)) if value.kind == "class" else None
        return None if other is None else (yield from self.within(other, parts))

    def named(self, key: str, file_id: str) -> Steps[Value | None]:
        """What a file has at a key: a symbol, or a name that leads elsewhere."""
        here = self.at(key)
        symbols = [found for found in here.symbols if found.file_id == file_id]
        if symbols:
            kind: Kind = "class" if symbols[0].kind == "class" else "function"
            return Value(kind, key, symbols[0].id, file_id) if len(symbols) == 1 else UNKNOWN
        return (yield from self.bound(key, file_id))

    def bound(self, key: str, file_id: str) -> Steps[Value | None]:
        """What a name of a file leads to."""
        names = {bound.name for bound in self.at(key).names if bound.file_id == file_id}
        if not names:
            return None
        name = names.pop()
        return UNKNOWN if names or name is None else (yield from self.lead(name))

    def passed_on(self, owner: Value, parts: list[str]) -> Steps[Value | None]:
        """What a module takes from others, a class has from its bases, or a property gives."""
        way = f"{owner.key} {'.'.join(parts)}"
        if way in self.open:
            return UNKNOWN
        if way in self.missed:
            return None
        self.open.add(way)
        if owner.kind in MODULES:
            value = yield from self.starred(owner, parts)
        elif owner.kind == "function":
            given = yield from self.bound(owner.key, owner.file_id)
            value = None if given is None else (yield from self.within(given, parts))
        else:
            value = yield from self.inherited(owner, parts)
        self.open.discard(way)
        if value is None:
            self.missed.add(way)
        return value

    def starred(self, module: Value, parts: list[str]) -> Steps[Value | None]:
        """What `export *` takes in, which leaves the default out; where two offer the same name, neither is meant."""
        found: set[Value] = set()
        for star in self.at(module.key).stars if parts[0] != "default" else ():
            if star.file_id == module.file_id and star.name is not None:
                value = yield from self.within((yield from self.lead(star.name)), parts)
                if value is not None and value.kind != "unknown":
                    found.add(value)
        if not found and module.file_id.endswith(COMMON):
            return (yield from self.required(module, parts)) or UNKNOWN
        return found.pop() if len(found) == 1 else UNKNOWN

    def required(self, module: Value, parts: list[str]) -> Steps[Value | None]:
        """A module of CommonJS is what `module.exports` was set to, which is its default, or else its own names."""
        whole, rest = (
            (module._replace(kind="object"), parts[1:]) if parts[0] == "default" else (module, ["default", *parts])
        )
        return (yield from self.within(whole, rest))

    def inherited(self, heir: Value, parts: list[str]) -> Steps[Value | None]:
        """What the first base has that has it; one that is not here could have anything."""
        for base in self.at(heir.key).bases:
            if base.file_id == heir.file_id:
                known = UNKNOWN if base.name is None else (yield from self.lead(base.name))
                value = yield from self.within(known, parts)
                if value is not None:
                    return value
        return None

    def at(self, key: str) -> Definition:
        return self.walk.known.get(key, NOTHING)
