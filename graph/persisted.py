"""Persisted queries and trusted documents, as Apollo's and urql's clients name them.

`extensions.persistedQuery {version: 1, sha256Hash}` stands for a document, over every transport.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from strawberry.extensions import SchemaExtension

from actions.access import Permission
from actions.persisting.errors import Unnamed
from graph.context import Context
from graph.errors import coded

VERSION = 1
Extensions = Mapping[str, Any] | None


async def text_of(query: str | None, extensions: Extensions, context: object) -> str | None:
    """The document to run. Raises GraphQLError where there is none that may be run."""
    if not isinstance(context, Context):
        return query
    id = _id(extensions)
    try:
        return await context.house.documents.text(
            query, id, may_ask_anything=_may_ask_anything(context)
        )
    except Unnamed as error:
        raise coded(error.code, str(error)) from error


def _id(extensions: Extensions) -> str | None:
    """The name of the document. Raises GraphQLError where it is none."""
    match (extensions or {}).get("persistedQuery"):
        case None:
            return None
        case {"version": int(version), "sha256Hash": str(id)} if version == VERSION:
            return id
    raise coded(
        "BAD_REQUEST", f"persistedQuery takes version, which is {VERSION}, and sha256Hash, a text."
    )


def _may_ask_anything(context: Context) -> bool:
    """Whether an administrator asks, who explores with GraphiQL. No header could prove that."""
    viewer = context.viewer if context.signed_in else None
    return viewer is not None and viewer.may(Permission.MANAGE_ACCOUNTS)


class KeepNamed(SchemaExtension):
    """Keeps a document that came with its hash, once it is known to be valid and paid for."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Keep it before it runs, so that the next one that names it need not wait."""
        asked = self.execution_context
        if asked.operation_extensions and isinstance(asked.context, Context):
            id = _id(asked.operation_extensions)
            if id is not None and asked.query is not None:
                await asked.context.house.documents.keep(id, asked.query)
        yield
