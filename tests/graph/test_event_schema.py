"""Documents of callers over the types of events: which can be used, and what they can reach."""

import pytest
from graphql import GraphQLObjectType, build_schema

from graph.event_schema import EventTemplates, schema

TEMPLATES = EventTemplates(lambda key: f"/{key}")
DOUBLING = " ".join(f"fragment F{n} on Event {{ ...F{n + 1} ...F{n + 1} }}" for n in range(29))


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("{ id\n  secret }", (2, 3), "secret"),
        ("{ id", (1, 5), "Expected Name"),
        ("", (1, 1), "Unexpected"),
        ("mutation { logout { id } }", (1, 1), "not supported"),
        ("subscription { id }", (1, 1), "not supported"),
        ("query A { id }\nquery B { id }", (2, 1), "One query"),
        ("query ($l: String) { change { image { altText(locale: $l) } } }", (1, 8), "variables"),
        ("{ __schema { types { name } } }", (1, 3), "introspection"),
        ("fragment A on Event { id }", (1, 1), "no query"),
        ("{ ...A } fragment A on Event { ...A }", (1, 32), "within itself"),
        ("{ " + "a: id " * 10 + "id " * 200 + "}", (1, 1), "210 fields"),
        ("{ a: id " * 300 + "}" * 300, (1, 1601), "too deeply"),
        ("{ " + "a: id " * 400 + "}", (1, 2001), "tokens"),
        ("{ id } # \ud800", (1, 1), "half of a character"),
        (
            f"{{ ...F0 }} {DOUBLING} fragment F29 on Event {{ id }}",
            (1, 1),
            "536870912 fields",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(
    query: str, place: tuple[int, int], said: str
) -> None:
    """Spreads are counted without being written out."""
    first = TEMPLATES.faults(query)[0]

    assert said in first.message
    assert (first.line, first.column) == place


@pytest.mark.parametrize(
    "query",
    ["{ id }", "query Named { type }", "{ ... on Event { id } ... { version } }"],
)
def test_what_can_be_used_has_no_faults(query: str) -> None:
    """Fragments without a name too."""
    assert TEMPLATES.faults(query) == []


def test_no_more_faults_are_told_than_people_read() -> None:
    """Ten at the most."""
    assert len(TEMPLATES.faults("{ " + "x " * 50 + "}")) == 10


def test_nothing_but_the_catalogue_can_be_reached() -> None:
    """By construction: these are all types that an event leads to."""
    types = build_schema(schema.as_str()).type_map.values()
    reached = {
        one.name
        for one in types
        if isinstance(one, GraphQLObjectType) and not one.name.startswith("__")
    }

    assert reached == {
        "CatalogAltText",
        "CatalogChange",
        "CatalogImage",
        "CatalogReadiness",
        "CatalogSource",
        "Event",
        "FocalPoint",
        "PublishedRendition",
    }
