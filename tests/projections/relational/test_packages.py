"""Modules by folder: every module once, never more groups than a picture bears."""

from docrunch.projections.packages import packages
from docrunch.projections.survey import Module
from hypothesis import given
from hypothesis import strategies as st

PATHS = st.sets(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".py"), max_size=60
).map(sorted)


def sizes(paths: list[str], most: int = 40) -> dict[str, int]:
    return {package.name: len(package.modules) for package in packages(map(module, paths), most)}


def module(path: str) -> Module:
    return Module(path, path, f"modules/{path}.md", None, 0, "")


@given(PATHS, st.integers(1, 12))
def test_every_module_is_in_one_package_and_there_are_not_too_many(paths: list[str], most: int) -> None:
    made = packages(map(module, paths), most)

    assert sorted(inside.path for package in made for inside in package.modules) == paths
    assert len(made) <= most
    assert all(inside.path.startswith(package.name) for package in made for inside in package.modules)


def test_folders_stand_for_themselves_as_long_as_there_is_room() -> None:
    paths = ["setup.py", "src/pkg/x.py", *(f"src/pkg/{part}/{n}.py" for part in ("db", "web") for n in range(3))]

    assert sizes(paths) == {"": 1, "src/pkg": 1, "src/pkg/db": 3, "src/pkg/web": 3}
    assert sizes(paths, 3) == {"": 1, "src/pkg": 4, "src/pkg/db": 3}
    assert sizes(paths, 1) == {"": 8}


def test_a_chain_of_folders_is_one_package_named_in_full() -> None:
    assert sizes(["src/main/java/a.py", "src/main/java/b.py"]) == {"src/main/java": 2}


def test_the_smallest_of_too_many_folders_stay_together() -> None:
    paths = [f"d{number}/{file}.py" for number in range(50) for file in range(2 if number < 10 else 1)]

    made = sizes(paths)

    assert len(made) == 40
    assert made[""] == 11
    assert all(made[f"d{number}"] == 2 for number in range(10))
