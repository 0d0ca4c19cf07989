"""The schema grows and takes nothing from clients but what was announced to go."""

import tomllib
from datetime import date

import pytest
from graphql import GraphQLSchema, build_schema

from documents.clock import now
from graph.schema import schema
from tests.graph.evolution import DEPRECATION, ROOT, broken, deprecated, number, released, tagged

NOW = build_schema(schema.as_str())
TODAY = date(2026, 11, 21)
BEFORE = """
enum Size { SMALL LARGE @deprecated(reason: "Use `FULL` instead. Goes on 2026-11-21.") }
type Query {
  kept: Int
  gone: Int @deprecated(reason: "Use `kept` instead. Goes on 2026-11-21.")
  sized(by: Int @deprecated(reason: "Use `as` instead. Goes on 2026-11-21."), as: Size): Int
}
"""


@pytest.mark.parametrize("version", released())
def test_clients_of_every_release_go_on_working(version: str) -> None:
    """Nothing that a release had is gone, but what it said would go and has."""
    before = build_schema(released()[version])

    assert broken(before, NOW, today=now().date()) == []


def test_tags_and_kept_schemas_agree() -> None:
    """Where a clone has the tags of releases: each one's schema was kept as it was."""
    kept = released()

    assert {version: kept.get(version) for version in tagged()} == tagged()


def test_no_release_is_kept_that_has_not_come() -> None:
    """The newest is the version that we are at, or the one before."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [*_, newest] = released()

    assert number(newest) <= number(project["version"])


def test_deprecations_say_what_replaces_them_and_when_they_go() -> None:
    """In one form, which programs can read, with a day that exists."""
    vague = [name for name, reason in deprecated(NOW) if not DEPRECATION.fullmatch(reason)]

    assert vague == []


def changed(old: str, new: str) -> GraphQLSchema:
    """The example with a change."""
    assert old in BEFORE
    return build_schema(BEFORE.replace(old, new))


LINES = BEFORE.strip().splitlines()
BREAKING = {
    "a field is gone": ("  kept: Int\n", ""),
    "a type is another": ("kept: Int", "kept: String"),
    "a value is gone": ("SMALL ", ""),
    "an argument has to be sent": ("as: Size", "as: Size!"),
    "an argument is gone": (", as: Size", ""),
}
ANNOUNCED = {
    "field": (LINES[3] + "\n", ""),
    "value": (LINES[0].split("SMALL ")[1], "}"),
    "argument": (LINES[4].split("sized(")[1].split(", as")[0] + ", ", ""),
}


@pytest.mark.parametrize("change", BREAKING.values(), ids=BREAKING)
def test_what_breaks_clients_is_found(change: tuple[str, str]) -> None:
    """Each kind of change that a client would notice."""
    assert len(broken(build_schema(BEFORE), changed(*change), today=TODAY)) == 1


@pytest.mark.parametrize("change", ANNOUNCED.values(), ids=ANNOUNCED)
def test_what_was_announced_may_go_on_its_day(change: tuple[str, str]) -> None:
    """And not a day earlier."""
    before, after = build_schema(BEFORE), changed(*change)

    assert broken(before, after, today=TODAY) == []
    assert len(broken(before, after, today=date(2026, 11, 20))) == 1


def test_everything_that_is_deprecated_is_known() -> None:
    """Fields, arguments and values alike."""
    assert [name for name, _ in deprecated(build_schema(BEFORE))] == [
        "Size.LARGE",
        "Query.gone",
        "Query.sized(by)",
    ]
