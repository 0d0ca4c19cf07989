"""Reading documents: each text is parsed and validated once, and says clearly what to run."""

from collections.abc import Iterator
from functools import lru_cache

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

# Distinct documents that are kept; clients send the same few again and again.
KEPT = 128
parsed = lru_cache(maxsize=KEPT)(parse)


class _Itself:
    """A document by its identity: its hash would be that of all its nodes, at each look-up."""

    __slots__ = ("document",)

    def __init__(self, document: DocumentNode) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.document is self.document


@lru_cache(maxsize=KEPT)
def validated(
    schema: GraphQLSchema, itself: _Itself, rules: tuple[type[ASTValidationRule], ...]
) -> list[GraphQLError]:
    """What is wrong with a document, by these rules."""
    return validate_document(schema, itself.document, rules)


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


class ValidateOnce(SchemaExtension):
    """Keeps what is wrong with a document that `ReadOnce` gave, by the rules of the request.

    No rule that we have looks at variables.
    """

    def on_validate(self) -> Iterator[None]:
        """Hand over the errors."""
        asked = self.execution_context
        assert asked.graphql_document is not None, "Only what was parsed is validated."
        rules = asked.validation_rules
        asked.pre_execution_errors = validated(
            asked.schema._schema,  # noqa: SLF001  as Strawberry does
            _Itself(asked.graphql_document),
            rules,
        )
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
