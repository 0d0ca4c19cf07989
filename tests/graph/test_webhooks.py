"""Webhooks, spoken as administrators speak them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from graphql import build_schema, parse, validate
from pymongo.asynchronous.database import AsyncDatabase

from actions.webhooks.rules import Means
from actions.webhooks.turns import take_turn
from documents.clock import now
from documents.notices import Notice, NoticeKind
from documents.webhooks import Webhook
from graph.context import House
from graph.event_schema import EventTemplates
from jobs.tools import Tools
from tests import photos
from tests.graph.conftest import working
from tests.graph.documents import ERRORS, WITHDRAW
from tests.graph.steps import image, processed, published
from tests.graph.test_metadata import EDIT
from tests.graph.test_review import shop
from tests.server import Client, Sent, codes
from tests.webhooks.conftest import Clock, Desk
from tests.webhooks.receivers import OK, Got, Receiver, receiving, status

HOOK = """
  id url events query state problem { code message } pausedAt version sequence
  secrets { createdAt expiresAt }
"""
CREATE = f"""
mutation ($input: CreateWebhookInput!) {{
  createWebhook(input: $input) {{ webhook {{ {HOOK} }} secret {ERRORS} }}
}}"""
UPDATE = f"""
mutation ($input: UpdateWebhookInput!) {{
  updateWebhook(input: $input) {{ webhook {{ {HOOK} }} {ERRORS} }}
}}"""
DELETE = f"""
mutation ($input: DeleteWebhookInput!) {{
  deleteWebhook(input: $input) {{ deletedId {ERRORS} }}
}}"""
ROTATE = f"""
mutation ($input: RotateWebhookSecretInput!) {{
  rotateWebhookSecret(input: $input) {{ webhook {{ {HOOK} }} secret {ERRORS} }}
}}"""
TEST = f"""
mutation ($input: TestWebhookInput!) {{
  testWebhook(input: $input) {{
    webhook {{ id }} body result {{ at milliseconds status answer problem {{ code message }} }}
    {ERRORS}
  }}
}}"""
REPLAY = f"""
mutation ($input: ReplayDeliveriesInput!) {{
  replayDeliveries(input: $input) {{ webhook {{ id }} replayed hasMore {ERRORS} }}
}}"""
HOOKS = f"""
query ($first: Int! = 20, $after: String) {{
  webhooks(first: $first, after: $after) {{
    nodes {{ {HOOK} }} totalCount pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
LOG = """
query ($id: ID!, $where: WebhookDeliveriesWhere, $first: Int! = 20, $after: String) {
  webhook(id: $id) {
    state
    deliveries(where: $where, first: $first, after: $after) {
      nodes {
        id eventId sequence kind imageId state attempts nextTryAt deliveredAt createdAt
        tries { at milliseconds status answer problem { code message } }
      }
      totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
}"""
NOTICES = """
query ($first: Int! = 20, $after: String) {
  notices(first: $first, after: $after) {
    nodes { id kind message subjectId at } totalCount pageInfo { hasNextPage endCursor }
  }
}"""
QUERY = "{ id version change { kind imageId image { id title } } }"
NOWHERE = (
    "ftp://shop.example/",
    "//shop.example",
    "",
    "http://",
    "http://a b/",
    "http://user:pass@shop.example/",
    "http://10.0.0.1:PORT/",
    "http://[::1]:PORT/",
    "http://169.254.169.254:PORT/",
    "http://0x7f.1:PORT/",
    "http://2130706433:PORT/",
    "http://[::ffff:10.0.0.1]:PORT/",
    "http://shop.example:22/",
    "http:\\\\shop.example",
    "http://shop.example:PORT/" + "a" * 9_000,
)
EVERYTHING = """
fragment Picture on CatalogImage {
  id productCode productName role position sortKey title description altText(locale: "pt-BR")
  decorative altTexts { locale text } credit copyrightNotice licenseUrl digitalSourceType
  width height ratio dominantColor thumbHash focalPoint { x y }
  renditions { preset privacy url width height bytes contentType } sources { contentType srcset }
  sequence updatedAt
}
query {
  id type version
  change {
    sequence kind at imageId productCode previousProductCode fields image { ...Picture }
  }
}"""


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Takes everything, until it is told otherwise."""
    async with receiving() as one:
        yield one


@pytest.fixture
async def house(house: House, receiver: Receiver) -> House:
    """A house whose webhooks may lead to the receiver."""
    return replace(house, webhooks=receiver.rules)


@pytest.fixture
def means(house: House, receiver: Receiver) -> Means:
    """What a sender works with, at a time when all is due."""
    return Means(
        templates=EventTemplates(house.published_url),
        fetching=receiver.rules,
        clock=Clock(),
        chance=lambda: 0.0,
    )


@pytest.fixture
def desk(receiver: Receiver, means: Means) -> Desk:
    """A sender, and pictures to tell of."""
    assert isinstance(means.clock, Clock)
    return Desk(receiver, means, means.clock)


async def create(client: Client, receiver: Receiver, **more: Any) -> dict[str, Any]:
    """The payload."""
    given = {"url": receiver.url, "query": QUERY, **more}
    return dict((await client.ask(CREATE, input=given))["createWebhook"])


async def update(client: Client, hook: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The payload."""
    given = {"id": hook["id"], "expectedVersion": hook["version"], **changes}
    return dict((await client.ask(UPDATE, input=given))["updateWebhook"])


async def log(client: Client, hook: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The connection."""
    return dict((await client.ask(LOG, id=hook["id"], **more))["webhook"]["deliveries"])


async def got(receiver: Receiver, wanted: Callable[[Got], bool], seconds: float = 20) -> Got:
    """The first request that is wanted, waited for."""
    async with asyncio.timeout(seconds):
        while True:
            found = [one for one in receiver.got if wanted(one)]
            if found:
                return found[0]
            receiver.came.clear()
            await receiver.came.wait()


async def test_the_secret_is_told_once(admin: Client, receiver: Receiver) -> None:
    """Neither a list nor the same call again tells it."""
    made = await create(admin, receiver, idempotencyKey="k")
    again = await create(admin, receiver, idempotencyKey="k")
    other = await create(admin, receiver, idempotencyKey="k", query="{ id }")
    answer = await admin.raw(HOOKS)

    assert made["userErrors"] == []
    assert made["secret"].startswith("whsec_")
    assert made["webhook"]["events"] == [
        "PUBLISHED", "UPDATED", "REORDERED", "WITHDRAWN", "DELETED",
    ]  # fmt: skip
    assert made["webhook"]["state"] == "ACTIVE"
    assert (again["webhook"]["id"], again["secret"]) == (made["webhook"]["id"], None)
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert answer["data"]["webhooks"]["totalCount"] == 1
    assert "whsec" not in json.dumps(answer)


async def test_only_an_admin_manages_webhooks(
    admin: Client, reviewer: Client, stranger: Client, receiver: Receiver
) -> None:
    """Reviewers, keys of shops and strangers neither see nor make one."""
    hook = (await create(admin, receiver))["webhook"]
    id = {"id": hook["id"]}
    async with await shop(admin) as key:
        for client, code in (
            (reviewer, "FORBIDDEN"),
            (key, "FORBIDDEN"),
            (stranger, "UNAUTHENTICATED"),
        ):
            assert await client.refused(HOOKS) == code
            assert await client.refused(LOG, **id) == code
            assert await client.refused(NOTICES) == code
            assert await client.refused(CREATE, input={"url": "x", "query": "{ id }"}) == code
            assert await client.refused(UPDATE, input={**id, "expectedVersion": 1}) == code
            assert await client.refused(ROTATE, input=id) == code
            assert await client.refused(TEST, input=id) == code
            assert await client.refused(REPLAY, input={"webhookId": hook["id"]}) == code
            assert await client.refused(DELETE, input=id) == code
    assert receiver.got == []


async def test_a_query_that_does_not_fit_is_refused_with_its_places(
    admin: Client, receiver: Receiver
) -> None:
    """Line and column of each fault, in words and for programs."""
    answer = await create(admin, receiver, query="{\n  id\n  secret change { price }\n}")
    told = [{one["name"]: one["value"] for one in e["params"]} for e in answer["userErrors"]]
    long = await create(admin, receiver, query="{ id }" + " " * 8_000)

    assert answer["webhook"] is None
    assert codes(answer) == ["WEBHOOK_QUERY_INVALID"] * 2
    assert told == [{"line": "3", "column": "3"}, {"line": "3", "column": "19"}]
    assert answer["userErrors"][1]["path"] == ["query"]
    assert "line 3, column 19: Cannot query field 'price'" in answer["userErrors"][1]["message"]
    assert codes(long) == ["TEXT_TOO_LONG"]


async def test_an_address_that_leads_nowhere_good_is_refused(
    admin: Client, receiver: Receiver
) -> None:
    """Before anything is kept."""
    for url in NOWHERE:
        answer = await create(admin, receiver, url=url.replace("PORT", str(receiver.port)))

        assert codes(answer) == ["INVALID_URL"], url
        assert answer["userErrors"][0]["path"] == ["url"]
    assert await Webhook.count() == 0


async def test_a_dry_run_tells_what_is_sent_and_what_came_back(
    admin: Client, receiver: Receiver
) -> None:
    """Signed as events are, marked as a test, and without a trace in the log."""
    made = await create(admin, receiver, events=["UPDATED", "DELETED"])
    id = made["webhook"]["id"]
    receiver.answer = lambda _: status(418, b"a teapot")
    sent = (await admin.ask(TEST, input={"id": id}))["testWebhook"]
    gone = (await admin.ask(TEST, input={"id": id, "kind": "DELETED"}))["testWebhook"]
    dry = (await admin.ask(TEST, input={"id": id, "send": False}))["testWebhook"]
    lost = (await admin.ask(TEST, input={"id": made["webhook"]["id"][::-1]}))["testWebhook"]
    body = json.loads(sent["body"])

    assert (sent["result"]["status"], sent["result"]["answer"]) == (418, "a teapot")
    assert sent["result"]["problem"]["code"] == "URL_BAD_STATUS"
    assert receiver.got[0].body.decode() == sent["body"]
    assert receiver.got[0].signed_by(made["secret"])
    assert (body["test"], body["type"]) == (True, "image.updated")
    assert body["data"]["change"]["image"]["title"] == "A sample"
    assert json.loads(gone["body"])["data"]["change"]["image"] is None
    assert (dry["result"], json.loads(dry["body"])["test"]) == (None, True)
    assert codes(lost) == ["INVALID_ID"]
    assert len(receiver.got) == 2
    assert (await log(admin, made["webhook"]))["totalCount"] == 0


async def test_a_dry_run_shows_the_newest_change_of_a_kind(
    admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """Under an id of its own, so that the receiver does not take the event for known."""
    [one] = await desk.publish()
    hook = (await create(admin, receiver))["webhook"]
    await desk.edit(one, "A fig")
    answer = await admin.ask(TEST, input={"id": hook["id"], "kind": "UPDATED"})
    body = json.loads(answer["testWebhook"]["body"])

    assert body["data"]["change"]["image"]["title"] == "A fig"
    assert body["id"].startswith("evt_test_")
    assert receiver.got[0].headers["webhook-id"] == body["id"]


async def test_two_secrets_are_good_at_a_time(
    admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """For as long as was asked for; a third ends the first at once."""
    made = await create(admin, receiver)
    id = made["webhook"]["id"]

    async def rotated(**more: Any) -> dict[str, Any]:
        answer = await admin.ask(ROTATE, input={"id": id, **more})
        return dict(answer["rotateWebhookSecret"])

    second = await rotated()
    await desk.publish()
    await desk.turns()
    third = await rotated(overlapHours=2)
    await desk.publish()
    await desk.turns()
    fourth = await rotated(overlapHours=0)
    wrong = await rotated(overlapHours=169)
    secrets = [one["secret"] for one in (made, second, third)]
    first, later = receiver.got

    assert [first.signed_by(one) for one in secrets] == [True, True, False]
    assert [later.signed_by(one) for one in secrets] == [False, True, True]
    assert len(second["webhook"]["secrets"]) == len(third["webhook"]["secrets"]) == 2
    assert [one["expiresAt"] for one in fourth["webhook"]["secrets"]] == [None]
    assert codes(wrong) == ["INVALID_VALUE"]
    assert len({*secrets, fourth["secret"]}) == 4


async def test_two_who_rotate_at_once_leave_two_good_secrets(
    admin: Client, receiver: Receiver
) -> None:
    """Each is told one, and both of those sign."""
    made = await create(admin, receiver)
    input = {"id": made["webhook"]["id"]}
    answers = await asyncio.gather(*(admin.ask(ROTATE, input=input) for _ in range(2)))
    told = {one["rotateWebhookSecret"]["secret"] for one in answers}
    [kept] = await Webhook.find_all().to_list()

    assert set(kept.signing(now())) == told


async def test_of_two_who_change_a_webhook_one_is_told_of_the_other(
    admin: Client, receiver: Receiver
) -> None:
    """A conflict shows the webhook as the other left it, and changes nothing."""
    hook = (await create(admin, receiver))["webhook"]
    answers = await asyncio.gather(
        update(admin, hook, paused=True), update(admin, hook, query="{ version }")
    )
    won = [one for one in answers if not one["userErrors"]]
    lost = [one for one in answers if one["userErrors"]]

    assert len(won) == len(lost) == 1
    assert codes(lost[0]) == ["CONFLICT"]
    assert lost[0]["webhook"] == won[0]["webhook"]
    assert won[0]["webhook"]["version"] == 2


async def test_a_paused_webhook_keeps_what_waits(
    admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """And goes on where it was."""
    hook = (await create(admin, receiver))["webhook"]
    paused = (await update(admin, hook, paused=True))["webhook"]
    await desk.publish(2)
    taken = await desk.turns()
    changed = (
        await update(
            admin, paused, paused=False, url=receiver.url + "/v2", query="{ type }",
            events=["WITHDRAWN", "PUBLISHED"],
        )
    )["webhook"]  # fmt: skip
    await desk.turns()

    assert (paused["state"], paused["problem"], taken) == ("PAUSED", None, 0)
    assert paused["pausedAt"] is not None
    assert (changed["state"], changed["pausedAt"]) == ("ACTIVE", None)
    assert changed["events"] == ["PUBLISHED", "WITHDRAWN"]
    assert [(one.path, one.json["data"]) for one in receiver.got] == [
        ("/hook/v2", {"type": "image.published"})
    ] * 2


async def test_an_edit_is_checked_as_a_new_webhook_is(admin: Client, receiver: Receiver) -> None:
    """What cannot be sent is not kept."""
    hook = (await create(admin, receiver))["webhook"]

    assert codes(await update(admin, hook, query="{ x }")) == ["WEBHOOK_QUERY_INVALID"]
    assert codes(await update(admin, hook, url="http://10.1.2.3/")) == ["INVALID_URL"]
    assert codes(await update(admin, hook, events=[])) == ["EVENTS_MISSING"]
    assert codes(await create(admin, receiver, events=[])) == ["EVENTS_MISSING"]
    assert (await admin.ask(HOOKS))["webhooks"]["nodes"] == [hook]


async def test_there_are_no_more_webhooks_than_can_be_served(
    admin: Client, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each costs a request for each change."""
    monkeypatch.setattr("actions.webhooks.changing.MOST_WEBHOOKS", 1)
    first = await create(admin, receiver)
    second = await create(admin, receiver)
    await admin.ask(DELETE, input={"id": first["webhook"]["id"]})
    third = await create(admin, receiver)

    assert [codes(one) for one in (first, second, third)] == [[], ["TOO_MANY"], []]


async def test_a_deleted_webhook_is_told_nothing_more(
    admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """Of two who delete it one has done it; its secrets are forgotten."""
    hook = (await create(admin, receiver))["webhook"]
    await desk.publish()
    input = {"id": hook["id"]}
    answers = await asyncio.gather(*(admin.ask(DELETE, input=input) for _ in range(2)))
    outcomes = sorted(codes(one["deleteWebhook"]) for one in answers)
    edited = await admin.ask(UPDATE, input={**input, "expectedVersion": 1, "paused": True})
    replayed = await admin.ask(REPLAY, input={"webhookId": hook["id"], "deliveryIds": []})
    rotated = await admin.ask(ROTATE, input=input)
    tested = await admin.ask(TEST, input=input)
    [kept] = await Webhook.find_all().to_list()

    assert outcomes == [[], ["NOT_FOUND"]]
    assert await desk.turns() == 0
    assert codes(edited["updateWebhook"]) == ["NOT_FOUND"]
    assert codes(replayed["replayDeliveries"]) == ["NOT_FOUND"]
    assert codes(rotated["rotateWebhookSecret"]) == ["NOT_FOUND"]
    assert codes(tested["testWebhook"]) == ["NOT_FOUND"]
    assert (await admin.ask(HOOKS))["webhooks"]["nodes"] == []
    assert (await admin.ask(LOG, **input))["webhook"] is None
    assert kept.secrets == []


async def test_the_log_is_read_page_by_page(admin: Client, receiver: Receiver, desk: Desk) -> None:
    """Newest change first, filtered by state."""
    hook = (await create(admin, receiver))["webhook"]
    receiver.answer = lambda got: status(500, b"no") if got.json["version"] == 2 else OK
    await desk.publish(5)
    await desk.turns()
    first = await log(admin, hook, first=2)
    rest = await log(admin, hook, first=9, after=first["pageInfo"]["endCursor"])
    pending = await log(admin, hook, where={"state": "PENDING"})
    [waits] = pending["nodes"]

    assert [one["sequence"] for one in first["nodes"] + rest["nodes"]] == [5, 4, 3, 2, 1]
    assert first["pageInfo"]["hasNextPage"] is rest["pageInfo"]["hasPreviousPage"] is True
    assert (first["totalCount"], pending["totalCount"]) == (5, 1)
    assert (waits["sequence"], waits["attempts"], waits["state"]) == (2, 1, "PENDING")
    assert waits["nextTryAt"] is not None
    assert [(one["status"], one["answer"]) for one in waits["tries"]] == [(500, "no")]
    assert waits["tries"][0]["problem"]["code"] == "URL_BAD_STATUS"
    assert first["nodes"][0]["nextTryAt"] is None
    assert first["nodes"][0]["deliveredAt"] is not None
    assert first["nodes"][0]["eventId"] in {one.headers["webhook-id"] for one in receiver.got}


async def test_what_was_delivered_is_sent_again_by_id_or_by_time(
    admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """Under the same event id; what waits anyway is not counted."""
    hook = (await create(admin, receiver))["webhook"]
    await desk.publish(3)
    await desk.turns()
    nodes = (await log(admin, hook))["nodes"]
    sent = [one.headers["webhook-id"] for one in receiver.got]

    async def replay(**asked: Any) -> dict[str, Any]:
        answer = await admin.ask(REPLAY, input={"webhookId": hook["id"], **asked})
        return dict(answer["replayDeliveries"])

    by_id = await replay(deliveryIds=[nodes[0]["id"], nodes[0]["id"]])
    again = await replay(deliveryIds=[nodes[0]["id"]])
    await desk.turns()
    since = (now() - timedelta(hours=1)).isoformat()
    early = await replay(since=since, until=since)
    by_time = await replay(since=since)
    await desk.turns()

    assert (by_id["replayed"], again["replayed"]) == (1, 0)
    assert (early["replayed"], by_time["replayed"], by_time["hasMore"]) == (0, 3, False)
    assert receiver.got[3].headers["webhook-id"] == nodes[0]["eventId"]
    assert sorted(one.headers["webhook-id"] for one in receiver.got[4:]) == sorted(sent)
    assert codes(await replay()) == ["INVALID_VALUE"]
    assert codes(await replay(deliveryIds=[], since=since)) == ["INVALID_VALUE"]
    assert codes(await replay(deliveryIds=[nodes[0]["id"]] * 251)) == ["TOO_MANY"]
    assert codes(await replay(deliveryIds=[nodes[0]["id"], "x"])) == ["INVALID_ID"]


async def test_a_replay_takes_no_more_than_can_be_sent(
    admin: Client, receiver: Receiver, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest come first, and the answer says that there are more."""
    monkeypatch.setattr("actions.webhooks.replaying.MOST_REPLAYED", 2)
    hook = (await create(admin, receiver))["webhook"]
    await desk.publish(3)
    await desk.turns()
    since = (now() - timedelta(hours=1)).isoformat()
    answer = await admin.ask(REPLAY, input={"webhookId": hook["id"], "since": since})

    assert answer["replayDeliveries"]["replayed"] == 2
    assert answer["replayDeliveries"]["hasMore"] is True


async def test_another_webhooks_deliveries_are_not_sent_again(
    admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """Ids name deliveries of the webhook that is named."""
    mine = (await create(admin, receiver))["webhook"]
    other = (await create(admin, receiver))["webhook"]
    await desk.publish()
    await desk.turns()
    [theirs] = (await log(admin, other))["nodes"]
    input = {"webhookId": mine["id"], "deliveryIds": [theirs["id"]]}

    assert (await admin.ask(REPLAY, input=input))["replayDeliveries"]["replayed"] == 0


async def test_notices_are_read_page_by_page(admin: Client, receiver: Receiver, desk: Desk) -> None:
    """What needs somebody, newest first."""
    hook = (await create(admin, receiver))["webhook"]
    receiver.answer = lambda _: status(410)
    await desk.publish()
    await desk.turns()
    old = Notice(
        kind=NoticeKind.EVENTS_LOST, subject_kind="house", message="Old.", at=now() - timedelta(1)
    )
    await old.insert()
    first = (await admin.ask(NOTICES, first=1))["notices"]
    rest = (await admin.ask(NOTICES, after=first["pageInfo"]["endCursor"]))["notices"]
    [newest] = first["nodes"]

    assert (newest["kind"], newest["subjectId"]) == ("WEBHOOK_PAUSED", hook["id"])
    assert "410" in newest["message"]
    assert [(one["message"], one["subjectId"]) for one in rest["nodes"]] == [("Old.", None)]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (2, True)


async def test_the_types_of_events_can_be_read(stranger: Client) -> None:
    """Whoever writes a query can check it before."""
    told = (await stranger.ask("{ webhookEventSchema }"))["webhookEventSchema"]

    assert validate(build_schema(told), parse(EVERYTHING)) == []


@pytest.fixture
def telling(tools: Tools, means: Means) -> Tools:
    """What a worker works with that also tells."""
    turn = partial(take_turn, means=replace(means, clock=now))
    return replace(tools, telling=(turn, turn))


async def test_an_approval_reaches_a_receiver_by_itself(
    admin: Client, reviewer: Client, house: House, telling: Tools, receiver: Receiver
) -> None:
    """From upload to withdrawal with a real worker: and not a byte of what is private is sent."""
    secret = (await create(admin, receiver, query=EVERYTHING))["secret"]
    photo = Sent(
        "secret-name.jpg", photos.jpeg(800, 600, gps=photos.LISBON, camera=("Canon", "EOS R5"))
    )
    async with working(telling):
        [id] = await processed(reviewer, photo, productCode="SKU-1", productName="Red shoe")
        await published(reviewer, id)
        version = (await image(reviewer, id))["version"]
        edit = {"id": id, "expectedVersion": version, "title": "A shoe", "creators": ["P. Private"]}
        assert (await admin.ask(EDIT, input={"images": [edit]}))["updateImages"]["userErrors"] == []
        shown = await got(receiver, lambda one: one.json["type"] == "image.updated")
        withdrawn = {"ids": [id], "reason": "OTHER", "note": "A note of ours"}
        await reviewer.ask(WITHDRAW, input=withdrawn)
        last = await got(receiver, lambda one: one.json["type"] == "image.withdrawn")
    bodies = b"".join(one.body for one in receiver.got)
    picture = shown.json["data"]["change"]["image"]

    assert all(one.signed_by(secret) for one in receiver.got)
    assert (picture["id"], picture["title"], picture["productCode"]) == (id, "A shoe", "SKU-1")
    assert (picture["position"], picture["productName"]) == (1, "Red shoe")
    assert all("/published/" in one["url"] for one in picture["renditions"])
    assert last.json["data"]["change"]["image"] is None
    versions = [one.json["version"] for one in receiver.got]
    assert versions == sorted(versions)
    private = (b"Canon", b"38.7", b"original/", b"fullsize", b"example.com", b"Private", b"A note")
    assert [one for one in private if one in bodies] == []
    assert house.bucket.name.encode() not in bodies


async def test_every_question_of_the_log_has_its_index(
    database: AsyncDatabase[Any], admin: Client, receiver: Receiver, desk: Desk
) -> None:
    """Neither the sender nor a reader of the log scans the collection."""
    await create(admin, receiver)
    await create(admin, receiver)
    await desk.publish(6)
    await desk.turns()
    [hook, _] = await Webhook.find_all().to_list()
    mine = {"webhook_id": hook.id}
    for where, sort in (
        (mine, [("seq", -1), ("_id", -1)]),
        ({**mine, "state": "DELIVERED"}, [("seq", -1), ("_id", -1)]),
        ({**mine, "state": {"$in": ["PENDING", "FAILED"]}}, [("seq", 1)]),
        ({**mine, "occurred_at": {"$gte": now() - timedelta(days=1)}}, [("occurred_at", 1)]),
    ):
        plan = await database["deliveries"].find(where).sort(sort).explain()

        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"]), where
        assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"]), where
        assert plan["executionStats"]["totalDocsExamined"] <= 6, where
