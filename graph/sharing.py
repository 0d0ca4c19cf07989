"""Answers to one event, made once for all subscribers who ask the same of it."""

import asyncio
from collections.abc import Awaitable, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import orjson
from graphql import ExecutionResult, OperationDefinitionNode

from graph.compiled.executor import CompiledExecutor
from graph.personal import is_personal

# Different variables under one operation whose answers are kept of one event.
MOST_DIFFERENT = 16


class Answer(NamedTuple):
    """What an operation with these variables says of an event; None where it has errors."""

    # Held, so that nothing else gets its address.
    operation: OperationDefinitionNode
    variables: dict[str, Any]
    data: orjson.Fragment | asyncio.Task[orjson.Fragment | None] | None


@dataclass(slots=True)
class Made:
    """The answers to one event that were made already, by operation and by who may know them."""

    answers: dict[Hashable, list[Answer]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """In the place of an executor: the answer is there."""

    data: orjson.Fragment

    def execute_operation(self, _: bool | None = None) -> ExecutionResult:
        """The answer."""
        return _told(self.data)


class SharingExecutor(CompiledExecutor):
    """Executes and serialises each event of a subscription once for all who ask the same of it.

    Those are the subscribers with the same document and variables: whoever they are, where no
    field could know who asks, otherwise the same viewer. An answer with errors is made anew for
    each. Only events with `made` are shared.
    """

    _personal: bool | None = None

    def build_per_event_executor(self, payload: Any) -> Any:
        """An executor for one event, or what is as good."""
        if self._personal is None:
            self._personal = is_personal(self.schema, self.operation, self.fragment_definitions)
        found = self._shared(payload)
        if found is not None and isinstance(found.data, orjson.Fragment):
            return Known(found.data)
        return super().build_per_event_executor(payload)

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The answer, or the wait for it."""
        known = self._answers(self.root_value)
        if known is None:
            return super().execute_operation(serially)
        found = self._shared(self.root_value)
        if found is None and len(known) < MOST_DIFFERENT:
            found = Answer(self.operation, self.variable_values.coerced, self._made(serially))
            known.append(found)
        if found is None or found.data is None:
            return super().execute_operation(serially)
        if isinstance(found.data, orjson.Fragment):
            return _told(found.data)
        return self._later(found.data, serially)

    def _answers(self, event: Any) -> list[Answer] | None:
        made = getattr(event, "made", None)
        if self._personal is None or not isinstance(made, Made):
            return None
        viewer = self.context_value.viewer if self._personal else None
        return made.answers.setdefault((id(self.operation), viewer), [])

    def _shared(self, event: Any) -> Answer | None:
        variables = self.variable_values.coerced
        return next((one for one in self._answers(event) or () if one.variables == variables), None)

    def _made(self, serially: bool | None) -> Any:
        result: Any = super().execute_operation(serially)
        if self.is_awaitable(result):
            return asyncio.ensure_future(_awaited(result))
        return _serialised(result)

    async def _later(
        self, coming: asyncio.Task[orjson.Fragment | None], serially: bool | None
    ) -> ExecutionResult:
        # Whoever began it may go away; the others still wait.
        data = await asyncio.shield(coming)
        if data is not None:
            return _told(data)
        result: Any = super().execute_operation(serially)
        found: ExecutionResult = await result if self.is_awaitable(result) else result
        return found


def _told(data: orjson.Fragment) -> ExecutionResult:
    # Whatever carries it serialises it, and finds that done.
    return ExecutionResult(cast("Any", data), None)


async def _awaited(result: Awaitable[ExecutionResult]) -> orjson.Fragment | None:
    try:
        return _serialised(await result)
    except Exception:  # noqa: BLE001  each who asks meets it again, and reports it
        return None


def _serialised(result: ExecutionResult) -> orjson.Fragment | None:
    return None if result.errors else orjson.Fragment(orjson.dumps(result.data))
