"""The executor that the schema names: compiled where it can be, graphql-core's own elsewhere."""

from collections.abc import Awaitable, Mapping
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import CollectedFields, FieldDetails, GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.compiled.objects import Step
from graph.compiled.plans import Plan, Plans

Answer = dict[str, Any]


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers plain fields by functions that were compiled once per operation.

    A field that is not plain, or whose function raises for this object, is executed by
    graphql-core, in its turn: so errors, their paths and their order are graphql-core's own.
    """

    plans = Plans()
    _plan: Plan | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plan = self._found()

    def _found(self) -> Plan | None:
        watched = self.middleware_manager is not None and self.middleware_manager.middlewares
        variable = any(fragment.variable_signatures for fragment in self.fragments.values())
        if watched or variable:
            return None
        return self.plans.find(
            self.schema, self.operation, self.fragment_definitions, self.variable_values.coerced
        )

    def collect_subfields(
        self, return_type: GraphQLObjectType, field_details_list: list[FieldDetails]
    ) -> CollectedFields:
        """The fields that are selected of an object: found once for all requests."""
        collect = super().collect_subfields
        if self._plan is None:
            return collect(return_type, field_details_list)
        return self._plan.collected(self.schema, return_type, field_details_list, collect)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> AwaitableOrValue[Answer]:
        """The answers of an object; graphql-core gives those that could not be read plainly."""
        steps = self._plan.steps(grouped_field_set) if self._plan else None
        if steps is None or position_context is not None:
            return super().execute_fields(
                parent_type, source_value, path, grouped_field_set, position_context
            )
        done, left = _run(steps, source_value)
        if not left:
            return done
        rest = super().execute_fields(parent_type, source_value, path, left, position_context)
        return _joined(steps, done, rest) if isinstance(rest, dict) else _later(steps, done, rest)


def _run(steps: list[Step], source: Any) -> tuple[Answer, GroupedFieldSet]:
    """The answers that could be read, and the fields that are left to graphql-core."""
    done: Answer = {}
    left: GroupedFieldSet = {}
    for name, details, run in steps:
        if run is None:
            left[name] = details
            continue
        try:
            done[name] = run(source)
        except Exception:  # noqa: BLE001  graphql-core will meet it again, and report it
            left[name] = details
    return done, left


async def _later(steps: list[Step], done: Answer, rest: Awaitable[Answer]) -> Answer:
    return _joined(steps, done, await rest)


def _joined(steps: list[Step], done: Answer, rest: Mapping[str, Any]) -> Answer:
    """Both in the order of the query; a field that the type does not have is in neither."""
    both = {**done, **rest}
    return {step.name: both[step.name] for step in steps if step.name in both}
