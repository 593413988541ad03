"""The lineage of a class is found once for all names that come by it, and none of them can tell."""

from docrunch.domain.source import SourceFile
from docrunch.projections.resolution.definitions import Name, Walk
from docrunch.projections.resolution.rounds import resolve

from ..relational.repository import Repository
from .test_limits import file

HEIRS = 4
CLASSES = ("m0.K", "m1.K", "a.x", "a.f()")
NAMES = [Name("", f"{one}.{member}") for one in CLASSES for member in ("f", "g", "super().f")]


def line_of_heirs() -> list[SourceFile]:
    """The class of each module has that of the next one as its base, by another name."""
    heirs = [
        file(f"m{number}", ["K", f"f{number}"], [("Base", f"m{number + 1}.K")], [f"m{number}.Base"])
        for number in range(HEIRS)
    ]
    return [*heirs, file(f"m{HEIRS}", ["K", "K.f"]), file("a", ["f"], [("x", "m0.K"), ("f()", "a.x()")])]


def walked(*names: Name) -> dict[Name, Walk]:
    return {walk.name: walk for walk in resolve(names, Repository(line_of_heirs()).load)}


def test_names_of_one_class_lead_together_where_each_leads_alone() -> None:
    together = walked(*NAMES)

    for name in NAMES:
        alone = walked(name)[name]
        assert (together[name].symbol, together[name].trail()) == (alone.symbol, alone.trail())
    found = {name.target for name in NAMES if together[name].symbol == f"class:m{HEIRS}.py::K.f"}
    assert found == {"m0.K.f", "m1.K.f", "a.x.f", "a.f().f", "m0.K.super().f", "m1.K.super().f", "a.x.super().f"}


def test_each_name_is_led_elsewhere_by_a_change_of_any_base() -> None:
    for walk in walked(*NAMES).values():
        if walk.symbol is not None:
            assert {"m2.Base", "m3.Base", f"m{HEIRS}.K.f"} <= {walk.name.target, *walk.trail()}
