"""How far the shop is, as administrators ask."""

from dataclasses import replace

import pytest

from documents.problems import Problem
from documents.shop_files import ShopCopy, ShopPush
from graph.context import House
from tests.server import Client

PUSH = """
{ shopPush { state cursor latest lastError { code message } nextTryAt files stuck } }
"""


@pytest.fixture
def house(house: House) -> House:
    """A house that pushes."""
    return replace(house, pushes=True)


async def test_an_admin_sees_how_far_the_shop_is(admin: Client, reviewer: Client) -> None:
    """From the first turn on, and why it waits; nobody else sees it."""
    before = (await admin.ask(PUSH))["shopPush"]
    push = ShopPush(cursor=0)
    await push.insert()
    copying = (await admin.ask(PUSH))["shopPush"]
    await push.set({"stage": "CHANGES"})
    in_step = (await admin.ask(PUSH))["shopPush"]
    await push.set({"cursor": -1})
    following = (await admin.ask(PUSH))["shopPush"]
    await push.set({"problem": Problem(code="SHOP_THROTTLED", message="Later.")})
    await ShopCopy(file_id="gid").put()
    await ShopCopy(problem=Problem(code="X", message="Y"), due=push.due).put()
    waiting = (await admin.ask(PUSH))["shopPush"]

    states = [one["state"] for one in (before, copying, in_step, following, waiting)]
    assert states == ["COPYING", "COPYING", "IN_STEP", "FOLLOWING", "WAITING"]
    assert (before["cursor"], copying["cursor"], before["lastError"]) == (None, 0, None)
    assert waiting["lastError"] == {"code": "SHOP_THROTTLED", "message": "Later."}
    assert waiting["nextTryAt"] is not None
    assert (waiting["files"], waiting["stuck"]) == (1, 1)
    assert await reviewer.refused(PUSH) == "FORBIDDEN"
