"""Reading documents: each text is parsed once, and says clearly what to run."""

from collections.abc import Iterator
from functools import lru_cache

from graphql import GraphQLError, OperationDefinitionNode, parse
from strawberry.extensions import SchemaExtension

# Distinct documents that are kept; clients send the same few again and again.
KEPT = 128
parsed = lru_cache(maxsize=KEPT)(parse)


class ReadOnce(SchemaExtension):
    """Keeps what was parsed. What cannot be parsed is left to Strawberry to report."""

    def on_parse(self) -> Iterator[None]:
        """Hand over the document, where there is one."""
        asked = self.execution_context
        try:
            asked.graphql_document = parsed(asked.query or "", **asked.parse_options)
        except (GraphQLError, RecursionError):
            asked.graphql_document = None
        yield


class NameOne(SchemaExtension):
    """Refuses several operations without a word on which to run, as the specification wants.

    Stands behind the validation, whose errors go first.
    """

    def on_validate(self) -> Iterator[None]:
        """Count the operations of a valid document."""
        asked = self.execution_context
        assert asked.graphql_document is not None, "Only what was parsed is validated."
        operations = [
            one
            for one in asked.graphql_document.definitions
            if isinstance(one, OperationDefinitionNode)
        ]
        named = asked._provided_operation_name is not None  # noqa: SLF001  it keeps it to itself
        if len(operations) > 1 and not named and not asked.pre_execution_errors:
            error = GraphQLError("The document has several operations: say which in operationName.")
            asked.pre_execution_errors = [error]
        yield
