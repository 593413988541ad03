"""Where a name of JavaScript or TypeScript leads: `/path/of/module:name.member`, or a specifier and a name in it."""

from .definitions import DEEPEST, NOTHING, Bound, Definition, Found, LeadsNowhere, Name, Steps, Walk
from .script_paths import PREFERRED, candidates, configurations, mapped, nearest
from .values import UNKNOWN, Kind, Value


class ScriptWalk:
    """The way of one name. Where several things are equally good, it leads nowhere."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.open: set[Name | str] = set()

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
                value = yield from self.within(module, path.split(".") if path else [])
        self.open.discard(name)
        return value

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

    def within(self, owner: Value, parts: list[str]) -> Steps[Value]:
        """A path of names in a module, class or function: the longest that is there, and from there the others.

        An object that holds functions is no symbol of its own.
        """
        if not parts or owner.kind == "unknown":
            return owner
        mark = ":" if owner.kind == "module" else "."
        keys = [f"{owner.key}{mark}{'.'.join(parts[:end])}" for end in range(len(parts), 0, -1)]
        yield from self.walk.ask(keys)
        for at, key in enumerate(keys):
            value = yield from self.named(key, owner.file_id)
            if value is not None:
                return (yield from self.within(value, parts[len(parts) - at :]))
        return (yield from self.passed_on(owner, parts))

    def named(self, key: str, file_id: str) -> Steps[Value | None]:
        """What a file has at a key: a symbol, or a name that leads elsewhere."""
        here = self.at(key)
        symbols = [found for found in here.symbols if found.file_id == file_id]
        if symbols:
            kind: Kind = "class" if symbols[0].kind == "class" else "function"
            return Value(kind, key, symbols[0].id, file_id) if len(symbols) == 1 else UNKNOWN
        names = {bound.name for bound in here.names if bound.file_id == file_id}
        if not names:
            return None
        name = names.pop()
        return UNKNOWN if names or name is None else (yield from self.lead(name))

    def passed_on(self, owner: Value, parts: list[str]) -> Steps[Value]:
        """What a module takes from others with `export *`, which leaves the default out, or a class from its base."""
        way = f"{owner.key} {parts[0]}"
        if way in self.open:
            return UNKNOWN
        self.open.add(way)
        found: dict[str | None, Value] = {}
        for bound in self.sources(owner, parts[0]):
            if bound.file_id == owner.file_id and bound.name is not None:
                value = yield from self.within((yield from self.lead(bound.name)), parts)
                if value.kind != "unknown":
                    found[value.id] = value
        self.open.discard(way)
        return found.popitem()[1] if len(found) == 1 else UNKNOWN

    def sources(self, owner: Value, name: str) -> list[Bound]:
        here = self.at(owner.key)
        if owner.kind == "class":
            return here.bases
        return here.stars if owner.kind == "module" and name != "default" else []

    def at(self, key: str) -> Definition:
        return self.walk.known.get(key, NOTHING)


def scripts(modules: list[Found]) -> list[Found]:
    """Without configurations, which nobody imports."""
    return [module for module in modules if not module.file_id.endswith(".json")]


def rank(module: Found) -> int:
    """Among files that differ in their extension only, the lowest is meant."""
    return PREFERRED.get(module.id.rpartition(".")[2], len(PREFERRED))
