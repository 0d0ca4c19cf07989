"""What is refused because of what it would cost."""

from actions.errors import ActionError


class CostExceeded(ActionError):
    """A request costs more than its client may spend; `retry_after_seconds` where waiting helps."""

    def __init__(self, message: str, cost: int, limit: int) -> None:
        super().__init__(message)
        self.cost, self.limit = cost, limit
        self.retry_after_seconds: int | None = None


class TooDear(CostExceeded):
    """One request costs more than any request may."""

    def __init__(self, cost: int, limit: int) -> None:
        super().__init__(
            f"This costs {cost} points, but a request may cost {limit}: ask for fewer rows at a "
            "time, or for less of each.",
            cost,
            limit,
        )


class BudgetSpent(CostExceeded):
    """The client has spent its budget for now."""

    def __init__(self, cost: int, limit: int, retry_after_seconds: int) -> None:
        super().__init__(
            f"This costs {cost} points, and your budget of {limit} has fewer left: try again in "
            f"{retry_after_seconds} seconds.",
            cost,
            limit,
        )
        self.retry_after_seconds = max(1, retry_after_seconds)
