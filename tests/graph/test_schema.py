"""The schema as a whole: committed, described, and true in every document that we ship."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    parse,
    validate,
)
from graphql.utilities import find_breaking_changes

from actions.errors import Refused
from graph.errors import UserErrorCode
from graph.schema import schema
from graph.types.image import FIELDS
from processing.errors import LEAVES

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "schema.graphql"
EXAMPLES = sorted((ROOT / "web/src/graphiql/examples").glob("*.graphql"))
BUILT = build_schema(schema.as_str())


def test_the_committed_schema_is_true() -> None:
    """schema.graphql says what we answer; `make schema` writes it anew."""
    assert COMMITTED.read_text() == schema.as_str() + "\n"


def test_nothing_breaks_clients() -> None:
    """No change since the committed schema takes anything from a client."""
    committed = build_schema(COMMITTED.read_text())

    assert find_breaking_changes(committed, BUILT) == []


def test_everything_is_described() -> None:
    """Every type, field and argument says what it is."""
    naked = []
    for name, kind in BUILT.type_map.items():
        if name.startswith("__") or name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        if not kind.description:
            naked.append(name)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                if not field.description:
                    naked.append(f"{name}.{field_name}")
                for argument_name, argument in getattr(field, "args", {}).items():
                    if not argument.description:
                        naked.append(f"{name}.{field_name}({argument_name})")

    assert naked == []


def test_every_mutation_has_one_input_and_its_payload() -> None:
    """Input and payload are called after their mutation, and each payload has userErrors."""
    assert BUILT.mutation_type is not None
    for name, field in BUILT.mutation_type.fields.items():
        title = name[0].upper() + name[1:]
        [*arguments] = field.args
        assert arguments in (["input"], [])
        payload = BUILT.type_map[f"{title}Payload"]
        assert str(field.type) == f"{title}Payload!"
        assert isinstance(payload, GraphQLObjectType)
        assert str(payload.fields["userErrors"].type) == "[UserError!]!"
        if arguments:
            assert str(field.args["input"].type) == f"{title}Input!"


def test_every_refusal_has_its_code() -> None:
    """Whatever can be refused, clients can switch on."""
    known = {code.value for code in UserErrorCode}
    refusals = {leaf.code for leaf in _leaves(Refused)} | set(LEAVES)

    assert refusals - known == set()


def test_every_field_of_an_image_says_what_it_reads() -> None:
    """The projection knows each field, so that no list reads too little or too much."""
    image = BUILT.type_map["Image"]

    assert isinstance(image, GraphQLObjectType)
    assert set(image.fields) | {"__typename"} == set(FIELDS)


def test_enums_are_closed_sets_in_capitals() -> None:
    """Names of values are written as GraphQL writes them."""
    for kind in BUILT.type_map.values():
        if isinstance(kind, GraphQLEnumType) and not kind.name.startswith("__"):
            assert all(value.isupper() for value in kind.values)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_in_graphiql_are_valid(example: Path) -> None:
    """What we hand to people who explore works on this schema."""
    assert validate(BUILT, parse(example.read_text())) == []


def _leaves(kind: type[Refused]) -> list[type[Refused]]:
    below = kind.__subclasses__()
    return [leaf for one in below for leaf in _leaves(one)] if below else [kind]
