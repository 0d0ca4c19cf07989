"""Charging each client for what it asks, before it runs."""

from collections.abc import AsyncIterator
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from actions.access import Viewer
from actions.accounts.throttle import neighbourhood
from actions.limiting.budgets import Budgets
from actions.limiting.errors import CostExceeded
from graph.context import Context
from graph.cost import Cost, cost_of
from graph.errors import coded


class Charge(SchemaExtension):
    """Refuses what costs too much, and tells what it cost and what is left.

    Stands behind the validation: what is not valid has no cost.
    """

    told: dict[str, Any] | None = None

    async def on_validate(self) -> AsyncIterator[None]:
        """Take the cost of a valid document from its client's budget."""
        asked = self.execution_context
        if not asked.pre_execution_errors and isinstance(asked.context, Context):
            assert asked.graphql_document is not None, "Only what was parsed is validated."
            cost = cost_of(asked.schema._schema, asked.graphql_document, asked.operation_name)  # noqa: SLF001
            error = self._hidden(cost, asked.context) or await self._unpaid(cost, asked.context)
            if error is not None:
                asked.pre_execution_errors = [error]
        yield

    def get_results(self) -> dict[str, Any]:
        """The cost, but on the events of a subscription, which was charged when it began."""
        return {} if self.told is None else {"cost": self.told}

    def _hidden(self, cost: Cost, context: Context) -> GraphQLError | None:
        if cost.introspects and not context.house.introspection:
            return coded("INTROSPECTION_DISABLED", "This service does not tell its schema.")
        return None

    async def _unpaid(self, cost: Cost, context: Context) -> GraphQLError | None:
        points = cost.points(self.execution_context.variables or {})
        try:
            told = await bill(context.house.budgets, payer(context), points)
        except CostExceeded as error:
            self.told = {"requested": points}
            return GraphQLError(str(error), original_error=error)
        if not cost.is_subscription:
            self.told = told
        return None


async def bill(budgets: Budgets, who: str, points: int) -> dict[str, Any]:
    """Pay, and what to tell of it. Raises CostExceeded."""
    left = await budgets.pay(who, points)
    told = {"requested": points}
    return told if left is None else told | {"remaining": left, "restoreRate": budgets.rules.rate}


def payer(context: Context) -> str:
    """Whose budget pays: a key's, a person's, or that of an address where nobody is known."""
    return payer_of(context.viewer if context.signed_in else None, context.client)


def payer_of(viewer: Viewer | None, client: str) -> str:
    """As `payer`; `client` is the address."""
    if viewer is not None and viewer.api_key_id is not None:
        return f"key:{viewer.api_key_id}"
    if viewer is not None and viewer.user_id is not None:
        return f"user:{viewer.user_id}"
    return f"address:{neighbourhood(client)}"
