"""Paying for requests: each client has a budget that fills up again by the second.

The budget is in the database, one for all processes. A process takes a handful of points at a
time and spends them without asking again, for a second at most; what it has not spent by then it
gives back when it takes the next. So over any time, and through however many processes, a client
spends no more than its budget and what came in during that time and the second before it.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from actions.limiting.errors import BudgetSpent, TooDear
from documents.budgets import Budget

# How long a process may spend what it has taken, in seconds.
HELD = 1.0
# A handful is this part of the budget, or what comes in within HELD, whichever is less.
PART = 20
# Clients whose handful one process keeps in mind; what it forgets, they have to wait for.
MOST_CLIENTS = 10_000


@dataclass(frozen=True, slots=True)
class CostRules:
    """Points: what a client may have spent at once, what comes back a second, one request's most.

    A budget of 0 is no limit by client.
    """

    budget: int = 1_000_000
    rate: int = 20_000
    request: int = 100_000

    @property
    def handful(self) -> int:
        """What a process takes at a time."""
        return max(1, min(self.budget // PART, round(self.rate * HELD)))


@dataclass(slots=True)
class Handful:
    """Points that this process may spend for a client until HELD after it took them.

    `left` were in the budget then. Whoever looks or takes holds the lock.
    """

    points: int = 0
    left: float = 0.0
    taken_at: float = -math.inf
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Budgets:
    """The budgets of all clients, as one process sees them."""

    rules: CostRules = field(default_factory=CostRules)
    clock: Callable[[], float] = time.monotonic
    _handfuls: OrderedDict[str, Handful] = field(default_factory=OrderedDict)

    async def pay(self, client: str, cost: int) -> int | None:
        """What is left of the client's budget after `cost`; None where there is no limit.

        Raises TooDear for what no budget would pay, BudgetSpent where waiting helps.
        """
        most = self._most()
        if cost > most:
            raise TooDear(cost, most)
        if not self.rules.budget:
            return None
        handful = self._handful(client)
        async with handful.lock:
            if handful.points < cost or self.clock() >= handful.taken_at + HELD:
                await self._take(client, handful, cost)
            handful.points -= cost
            return self._left(handful)

    def _most(self) -> int:
        request, budget = self.rules.request, self.rules.budget
        return min(request, budget) if budget else request

    def _handful(self, client: str) -> Handful:
        handful = self._handfuls.setdefault(client, Handful())
        self._handfuls.move_to_end(client)
        while len(self._handfuls) > MOST_CLIENTS:
            self._handfuls.popitem(last=False)
        return handful

    async def _take(self, client: str, handful: Handful, cost: int) -> None:
        """Give back what is in hand, and take enough for `cost`."""
        rules, began, back = self.rules, self.clock(), handful.points
        # Should the database fail, they are lost: better than given back twice.
        handful.points = 0
        granted = await Budget.take(
            client,
            cost,
            max(cost, rules.handful),
            back=back,
            budget=rules.budget,
            rate=rules.rate,
        )
        if granted.points < cost:
            raise BudgetSpent(cost, rules.budget, math.ceil((cost - granted.left) / rules.rate))
        handful.points, handful.left, handful.taken_at = granted.points, granted.left, began

    def _left(self, handful: Handful) -> int:
        """What is left: here, in the budget, and what has come in since."""
        since = max(0.0, self.clock() - handful.taken_at)
        left = handful.left + handful.points + since * self.rules.rate
        return math.floor(min(left, self.rules.budget))
