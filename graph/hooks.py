"""Running extensions: only those are asked for something that have it."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from strawberry.extensions import SchemaExtension
from strawberry.extensions.context import (
    ExecutingContextManager,
    OperationContextManager,
    ParsingContextManager,
    ValidationContextManager,
)
from strawberry.extensions.runner import SchemaExtensionsRunner
from strawberry.types import ExecutionContext, StreamExecutionResult


class Hooks(SchemaExtensionsRunner):
    """Strawberry's own runner asks each extension at each event of each subscriber.

    It looks for the hooks of each extension at each request, too; here only those are shown that
    have one.
    """

    def __init__(
        self, execution_context: ExecutionContext, extensions: list[SchemaExtension] | None = None
    ) -> None:
        super().__init__(execution_context, extensions)
        self._telling = [one for one in self.extensions if _has(one, "get_results")]
        self._watching = any(_has(one, "on_stream_result") for one in self.extensions)

    def operation(self) -> OperationContextManager:
        """The hooks around all of a request."""
        return OperationContextManager(self._having("on_operation"))

    def parsing(self) -> ParsingContextManager:
        """The hooks around reading the document."""
        return ParsingContextManager(self._having("on_parse"))

    def validation(self) -> ValidationContextManager:
        """The hooks around validating it."""
        return ValidationContextManager(self._having("on_validate"))

    def executing(self) -> ExecutingContextManager:
        """The hooks around running it."""
        return ExecutingContextManager(self._having("on_execute"))

    def _having(self, hook: str) -> list[SchemaExtension]:
        return [one for one in self.extensions if _has(one, hook)]

    def on_stream_result(self, result: StreamExecutionResult) -> AbstractAsyncContextManager[None]:  # type: ignore[override]
        """The hooks around one answer of many."""
        return super().on_stream_result(result) if self._watching else nullcontext()

    async def get_extensions_results(self, ctx: ExecutionContext) -> dict[str, Any]:
        """What extensions tell with an answer."""
        told: dict[str, Any] = {}
        for one in self._telling:
            found = one.get_results()
            told |= found if isinstance(found, dict) else await found
        return told | ctx.extensions_results


def _has(extension: SchemaExtension, hook: str) -> bool:
    return getattr(type(extension), hook) is not getattr(SchemaExtension, hook)
