"""Paying for requests: each client has a budget that fills up again by the second.

The budget is in the database, one for all processes. A process takes a handful of points at a
time and spends them without asking again, for a second at most; what it has not spent by then it
gives back when it takes the next. So over any time, and through however many processes, a client
spends no more than its budget and what came in during that time and the second before it.
"""

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
    """Points that this process may spend for a client until `until`; `left` are in the budget."""

    points: int
    left: float
    taken_at: float

    @property
    def until(self) -> float:
        """When it may no longer be spent."""
        return self.taken_at + HELD


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
        handful = self._handfuls.get(client)
        if handful is None or handful.points < cost or self.clock() >= handful.until:
            handful = await self._taken(client, cost)
        handful.points -= cost
        return self._left(handful)

    def _most(self) -> int:
        request, budget = self.rules.request, self.rules.budget
        return min(request, budget) if budget else request

    async def _taken(self, client: str, cost: int) -> Handful:
        """A handful that is enough for `cost`."""
        rules, began = self.rules, self.clock()
        # Out of everybody's sight before we wait: it is given back once.
        before = self._handfuls.pop(client, None)
        granted = await Budget.take(
            client,
            cost,
            max(cost, rules.handful),
            back=before.points if before else 0,
            budget=rules.budget,
            rate=rules.rate,
        )
        if granted.points < cost:
            raise BudgetSpent(cost, rules.budget, math.ceil((cost - granted.left) / rules.rate))
        return self._kept(client, Handful(granted.points, granted.left, began))

    def _kept(self, client: str, handful: Handful) -> Handful:
        """The handful, with what somebody else took for the same client while we waited."""
        other = self._handfuls.get(client)
        if other is not None:
            handful.points += other.points
            handful.taken_at = min(handful.taken_at, other.taken_at)
        self._handfuls[client] = handful
        self._handfuls.move_to_end(client)
        while len(self._handfuls) > MOST_CLIENTS:
            self._handfuls.popitem(last=False)
        return handful

    def _left(self, handful: Handful) -> int:
        """What is left: here, in the budget, and what has come in since."""
        since = max(0.0, self.clock() - handful.taken_at)
        left = handful.left + handful.points + since * self.rules.rate
        return math.floor(min(left, self.rules.budget))
