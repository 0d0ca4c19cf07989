"""Plans are made for what comes again, and never outgrow their bound."""

from random import Random
from typing import Any

from graphql import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, execute, parse
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.utils.await_maybe import await_maybe

from graph.compiled.executor import CompiledExecutor
from graph.compiled.plans import ANSWERS, Plans
from tests.graph.compiled.data import Maker
from tests.graph.compiled.test_differences import answered
from tests.graph.compiled.things import schema

CORE = schema._schema
THING = "{ thing { name leaves { text } } }"


def operation(document: DocumentNode) -> OperationDefinitionNode:
    """The one operation of a document."""
    [found] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return found


def find(plans: Plans, document: DocumentNode, **variables: Any) -> Any:
    """What `plans` has for a document."""
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    return plans.find(CORE, operation(document), fragments, variables)


def test_a_plan_comes_with_the_second_request() -> None:
    """What is asked once costs no compiling."""
    plans, document = Plans(), parse(THING)

    assert find(plans, document) is None
    assert find(plans, document) is find(plans, document) is not None


def test_plans_are_bounded() -> None:
    """The ones that were asked for longest ago go first."""
    plans, documents = Plans(kept=2), [parse(THING) for _ in range(3)]
    for document in documents * 2:
        find(plans, document)
    find(plans, documents[2])

    assert len(plans) == 2
    assert find(plans, documents[2]) is not None
    assert find(plans, documents[0]) is None


def test_only_variables_of_conditions_count() -> None:
    """Another argument asks for the same plan, another answer to @skip for one of its own."""
    document = parse(
        "query ($no: Boolean!, $n: Int) { thing { ...F doubled(times: $n) } }"
        " fragment F on Thing { ... on Thing { name @skip(if: $no) } }"
    )
    plans = Plans()
    find(plans, document)
    kept = find(plans, document, no=False, n=1)

    assert find(plans, document, no=False, n=2) is kept
    assert find(plans, document, no=True, n=1) is not kept


def test_answers_to_conditions_are_bounded() -> None:
    """Whoever has thirty conditions does not get a plan for each of their combinations."""
    names = [f"v{n}" for n in range(ANSWERS + 1)]
    conditions = " ".join(f"{name}: name @skip(if: ${name})" for name in names)
    given = ", ".join(f"${name}: Boolean!" for name in names)
    document, plans = parse(f"query ({given}) {{ thing {{ {conditions} }} }}"), Plans()
    find(plans, document)
    first = find(plans, document, v0=True)
    for name in names[1:]:
        find(plans, document, **{name: True})

    assert find(plans, document, v0=True) is not first


async def test_middleware_sees_every_field() -> None:
    """Where something watches the resolvers, nothing is read behind its back."""
    seen: list[str] = []

    def watch(resolve: Any, source: Any, info: Any, **given: Any) -> Any:
        seen.append(info.field_name)
        return resolve(source, info, **given)

    document, thing = parse(THING), Maker(Random(1), 0).thing()
    for _ in range(3):
        seen.clear()
        await await_maybe(
            execute(
                CORE,
                document,
                context_value=thing,
                middleware=[watch],
                executor_class=CompiledExecutor,
            )
        )

    assert seen == ["thing", "name", "leaves", "text"]


async def test_subscriptions_are_compiled_too() -> None:
    """Each event is answered, from the first subscription on and after it."""
    thing = Maker(Random(1), 0).thing()
    for _ in range(3):
        stream = await schema.subscribe(
            "subscription { events { name doubled } }", context_value=thing
        )
        answers = [one.data async for one in stream]

        assert answers == [{"events": {"name": thing.name, "doubled": thing.name * 2}}] * 3


async def test_fragments_do_not_multiply_the_work() -> None:
    """Eleven fragments that ask for the next one three times are 177,147 fields; none is there."""
    spreads = "".join(
        f"fragment F{n} on Thing {{ name child {{ ...F{n + 1} }} maybeChildren {{ ...F{n + 1} }}"
        f" children {{ ...F{n + 1} }} }} "
        for n in range(11)
    )
    document = parse(f"{{ thing {{ ...F0 }} }} {spreads} fragment F11 on Thing {{ name }}")
    thing = Maker(Random(1), 0).thing(0)
    for _ in range(2):
        await answered(CompiledExecutor, document, thing, {})
    expected = await answered(StrawberryGraphQLCoreExecutionContext, document, thing, {})

    assert await answered(CompiledExecutor, document, thing, {}) == expected
