"""Every scalar and enum meets every kind of value, and answers as graphql-core has it."""

from dataclasses import fields
from random import Random
from typing import Any

import pytest
from graphql import parse
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.utils.str_converters import to_camel_case

from graph.compiled.executor import CompiledExecutor
from tests.graph.compiled.data import WRONG, Maker
from tests.graph.compiled.test_differences import CORE, answered
from tests.graph.compiled.things import Leaves

LEAVES = sorted(CORE.type_map["Leaves"].fields)  # type: ignore[attr-defined]
ALL = parse(f"{{ thing {{ leaves {{ {' '.join(LEAVES)} }} }} }}")


@pytest.mark.parametrize("name", [field.name for field in fields(Leaves)])
async def test_a_leaf_meets_every_value(name: str) -> None:
    """One field after the other, with each value that is not meant for it."""
    alone = parse(f"{{ thing {{ maybeLeaves {{ {to_camel_case(name)} }} }} }}")
    for value in WRONG:
        thing: Any = Maker(Random(3), 0).thing()
        thing.leaves = thing.maybe_leaves = Maker(Random(4), 0).leaves()
        setattr(thing.leaves, name, value)
        for asked in (ALL, alone):
            expected = await answered(StrawberryGraphQLCoreExecutionContext, asked, thing, {})
            await answered(CompiledExecutor, asked, thing, {})

            assert await answered(CompiledExecutor, asked, thing, {}) == expected
