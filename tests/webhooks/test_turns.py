"""What receivers get, in which order, and what happens when they do not take it."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from actions.access import OPERATOR
from actions.webhooks import changing, dispatching, turns
from actions.webhooks.backoff import MOST_ATTEMPTS, PAUSES, asked_for, pause_after
from actions.webhooks.turns import take_turn
from documents.audit import AuditEntry
from documents.changes import Change, ChangeKind
from documents.deliveries import Delivery, DeliveryState
from documents.feed import Feed
from documents.notices import Notice, NoticeKind
from documents.webhooks import LEASE, Webhook, WebhookLost, WebhookState
from tests.webhooks.conftest import Desk, fresh, hasty, log
from tests.webhooks.receivers import OK, Got, status


async def resume(desk: Desk, webhook: Webhook, *, skip_failed: bool = False) -> Webhook:
    """Go on with a webhook that was paused."""
    seen = await fresh(webhook)
    return await changing.update(
        OPERATOR,
        webhook.id,
        {"paused": False},
        seen.version,
        rules=desk.means.fetching,
        templates=desk.means.templates,
        skip_failed=skip_failed,
    )


async def exhausted(desk: Desk) -> None:
    """Let time pass until the last try is over."""
    for pause in (0, *PAUSES):
        desk.clock.pass_by(seconds=pause)
        await desk.turns()


async def test_a_change_is_told_once_in_the_words_of_the_caller(desk: Desk) -> None:
    """Signed by the secret, with the id of the event, and written down."""
    webhook, secret = await desk.webhook()
    [image] = await desk.publish()
    await desk.edit(image, "A pear")
    await desk.turns()
    await desk.turns()
    first, second = desk.receiver.got

    assert desk.told() == [("image.published", 1), ("image.updated", 2)]
    assert first.signed_by(secret)
    assert not first.signed_by("whsec_AAAA")
    assert first.headers["content-type"] == "application/json"
    assert first.json["id"] == first.headers["webhook-id"] == first.json["data"]["id"]
    assert second.json["data"]["change"]["kind"] == "UPDATED"
    assert second.json["data"]["change"]["image"] == {"title": "A pear", "productCode": None}
    assert [one.state for one in await log(webhook)] == [DeliveryState.DELIVERED] * 2
    assert abs(int(first.headers["webhook-timestamp"]) - desk.clock.at.timestamp()) < 1


async def test_only_what_changes_later_and_is_of_a_wanted_kind_is_told(desk: Desk) -> None:
    """A webhook starts at the end of the feed."""
    [old] = await desk.publish()
    webhook, _ = await desk.webhook(events=[ChangeKind.WITHDRAWN])
    [new] = await desk.publish()
    await desk.withdraw(old)
    await desk.edit(new, "New")
    await desk.turns()

    assert desk.told() == [("image.withdrawn", 3)]
    assert desk.receiver.got[0].json["data"]["change"]["image"] is None
    assert (await fresh(webhook)).cursor == 4


async def test_a_later_event_of_a_picture_waits_and_other_pictures_do_not(desk: Desk) -> None:
    """Per picture the order is that of the versions."""
    await desk.webhook()
    stuck, other = await desk.publish(2)
    await desk.turns()
    del desk.receiver.got[:]
    desk.receiver.answer = lambda got: status(500) if got.json["version"] == 3 else OK
    await desk.edit(stuck, "One")
    await desk.edit(stuck, "Two")
    await desk.edit(other, "Three")
    await desk.turns()
    before = desk.told()
    desk.receiver.answer = lambda _: OK
    desk.clock.pass_by(seconds=PAUSES[0])
    await desk.turns()

    assert sorted(before) == [("image.updated", 3), ("image.updated", 5)]
    assert desk.told()[2:] == [("image.updated", 3), ("image.updated", 4)]


async def test_a_receiver_is_tried_eight_times_over_four_hours_then_paused(desk: Desk) -> None:
    """With a notice, an entry in the audit, and the reason; nothing is lost."""
    desk.receiver.answer = lambda _: status(500, b"out of order")
    webhook, _ = await desk.webhook()
    [image] = await desk.publish()
    await exhausted(desk)
    paused, [delivery] = await fresh(webhook), await log(webhook)
    [notice] = await Notice.find_all().to_list()

    assert len(desk.receiver.got) == MOST_ATTEMPTS >= 8
    assert sum(PAUSES) >= 4 * 3600
    assert len({got.headers["webhook-id"] for got in desk.receiver.got}) == 1
    assert [(one.status, one.answer) for one in delivery.tries] == [(500, "out of order")] * 8
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 8)
    assert paused.state is WebhookState.PAUSED
    assert paused.problem is not None
    assert paused.problem.code == "DELIVERY_FAILED"
    assert (notice.kind, notice.subject_id) == (NoticeKind.WEBHOOK_PAUSED, webhook.id)
    assert await AuditEntry.find({"action": "webhook.paused"}).count() == 1
    desk.receiver.answer = lambda _: OK
    await desk.edit(image, "Later")
    assert await desk.turns() == 0
    await resume(desk, webhook)
    await desk.turns()
    assert desk.told()[8:] == [("image.published", 1), ("image.updated", 2)]


async def test_what_failed_may_be_left_out(desk: Desk) -> None:
    """So that one event that a receiver never takes does not hold up the others for ever."""
    desk.receiver.answer = lambda got: status(400) if got.json["version"] == 1 else OK
    webhook, _ = await desk.webhook()
    [image] = await desk.publish()
    await exhausted(desk)
    await desk.edit(image, "Later")
    await resume(desk, webhook, skip_failed=True)
    await desk.turns()
    states = [one.state for one in await log(webhook)]

    assert states == [DeliveryState.SKIPPED, DeliveryState.DELIVERED]


async def test_a_receiver_that_is_gone_is_paused_at_once(desk: Desk) -> None:
    """410 means: no more."""
    desk.receiver.answer = lambda _: status(410)
    webhook, _ = await desk.webhook()
    await desk.publish(3)
    await desk.turns()
    paused = await fresh(webhook)

    assert paused.state is WebhookState.PAUSED
    assert paused.problem is not None
    assert paused.problem.code == "RECEIVER_GONE"
    assert await Notice.find_all().count() == 1
    assert await AuditEntry.find({"action": "webhook.paused"}).count() == 1
    assert len(desk.receiver.got) == 3


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (status(302, b"", "Location: http://127.0.0.1:1/"), "URL_BAD_STATUS"),
        (status(404), "URL_BAD_STATUS"),
        (None, "URL_TIMED_OUT"),
        (b"", "URL_UNREACHABLE"),
        (b"HTTP/9 nonsense\r\n\r\n", "URL_UNREACHABLE"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "URL_UNREACHABLE"),
    ],
    ids=["redirect", "not found", "hangs", "hangs up", "nonsense", "breaks off"],
)
async def test_whatever_is_no_success_is_tried_again(
    desk: Desk, answer: bytes | None, code: str
) -> None:
    """Redirects are not followed."""
    hasty(desk)
    desk.receiver.answer = lambda _: answer
    webhook, _ = await desk.webhook()
    await desk.publish()
    await desk.turns()
    [delivery] = await log(webhook)
    [made] = delivery.tries

    assert made.problem is not None
    assert made.problem.code == code
    assert "file" not in made.problem.message
    assert delivery.due == desk.clock.at + timedelta(seconds=PAUSES[0])
    assert len(desk.receiver.got) == 1


async def test_of_a_huge_answer_only_the_beginning_is_read(desk: Desk) -> None:
    """It is a success all the same."""
    desk.receiver.answer = lambda _: status(200, b"\0" + b"x" * 3_000_000)
    webhook, _ = await desk.webhook()
    await desk.publish()
    await desk.turns()
    [delivery] = await log(webhook)
    answer = delivery.tries[0].answer

    assert delivery.state is DeliveryState.DELIVERED
    assert answer is not None
    assert len(answer) == 4096
    assert "\0" not in answer


async def test_what_a_name_leads_to_is_checked_at_each_request(desk: Desk) -> None:
    """A public name that is made to lead to a private address is refused."""
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["10.0.0.7"]

    desk.means = type(desk.means)(
        templates=desk.means.templates,
        fetching=desk.means.fetching,
        clock=desk.clock,
        chance=lambda: 0.0,
        resolve=resolve,
    )
    webhook, _ = await desk.webhook(url=f"http://rebound.example:{desk.receiver.port}/")
    await desk.publish()
    await desk.turns()
    [delivery] = await log(webhook)
    problem = delivery.tries[0].problem

    assert problem is not None
    assert problem.code == "URL_ADDRESS_REFUSED"
    assert "10.0.0.7" not in problem.message
    assert asked == [("rebound.example", desk.receiver.port)]
    assert desk.receiver.got == []


async def test_a_sender_that_dies_after_sending_has_it_sent_again(desk: Desk) -> None:
    """At least once, under the same id: what was not noted is not known to have arrived."""
    webhook, _ = await desk.webhook()
    await desk.publish()
    arrived = asyncio.Event()

    def hang(_: Got) -> None:
        arrived.set()

    desk.receiver.answer = hang
    dying = asyncio.create_task(take_turn("dying", desk.means))
    await arrived.wait()
    # As by kill -9: nothing of its own is run any more, so its lease stays.
    held = await fresh(webhook)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await held.set({"by": "dying", "leased_until": held.leased_until})
    desk.receiver.answer = lambda _: OK
    robbed = await take_turn("thief", desk.means)
    desk.clock.pass_by(seconds=LEASE.total_seconds() + 1)
    await desk.turns()
    first, again = desk.receiver.got

    assert not robbed
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert [one.state for one in await log(webhook)] == [DeliveryState.DELIVERED]


async def test_one_that_was_robbed_makes_and_moves_nothing(desk: Desk) -> None:
    """A sender that wakes up after its lease ended leaves the log and the cursor alone."""
    webhook, _ = await desk.webhook()
    await desk.publish()
    latest = (await Feed.now()).latest
    slow = await Webhook.claim("slow", latest, desk.clock.at)
    desk.clock.pass_by(seconds=LEASE.total_seconds() + 1)
    quick = await Webhook.claim("quick", latest, desk.clock.at)
    assert slow is not None
    assert quick is not None
    with pytest.raises(WebhookLost):
        await dispatching.dispatch(slow, 0)
    await slow.release(desk.clock.at, desk.clock.at)

    assert await log(webhook) == []
    assert (await fresh(webhook)).by == "quick"
    assert (await dispatching.dispatch(quick, 0)).more is False
    assert len(await log(webhook)) == 1


async def test_no_more_than_a_bounded_number_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest stays in the feed until there is room, and then comes in order."""
    monkeypatch.setattr(dispatching, "MOST_WAITING", 3)
    monkeypatch.setattr(dispatching, "PAGE", 2)
    desk.receiver.answer = lambda _: status(503)
    webhook, _ = await desk.webhook()
    await desk.publish(9)
    await desk.turns()
    waiting = len(await log(webhook))
    full = (await fresh(webhook)).full
    desk.receiver.answer = lambda _: OK
    desk.clock.pass_by(seconds=PAUSES[0])
    await desk.turns()

    assert (waiting, full) == (4, True)
    assert {version for _, version in desk.told()} == set(range(1, 10))
    assert {one.state for one in await log(webhook)} == {DeliveryState.DELIVERED}
    assert (await fresh(webhook)).full is False


async def test_a_webhook_that_is_too_far_behind_is_told_of(desk: Desk) -> None:
    """Events that are not kept any more are lost: people are told, and the rest is sent."""
    webhook, _ = await desk.webhook()
    await desk.publish(3)
    await Feed.begin_at(3)
    await Change.forget(3)
    await desk.turns()
    [notice] = await Notice.find_all().to_list()

    assert desk.told() == [("image.published", 3)]
    assert notice.kind is NoticeKind.EVENTS_LOST
    assert await AuditEntry.find({"action": "webhook.events_lost"}).count() == 1
    assert (await fresh(webhook)).state is WebhookState.ACTIVE


async def test_a_cursor_ahead_of_the_feed_starts_at_its_end(desk: Desk) -> None:
    """As after a database was brought back from a backup."""
    webhook, _ = await desk.webhook()
    await desk.publish()
    await webhook.set({"cursor": 99, "due": desk.clock.at})
    await desk.turns()

    assert (await fresh(webhook)).cursor == 1
    assert desk.receiver.got == []


async def test_a_body_that_cannot_be_made_counts_as_a_try(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """One delivery that we cannot make does not hold up a webhook for ever."""
    webhook, _ = await desk.webhook()
    await webhook.set({"query": "{ nothing }"})
    await desk.publish()
    await desk.turns()
    [delivery] = await log(webhook)
    problem = delivery.tries[0].problem

    assert problem is not None
    assert problem.code == "INTERNAL"
    assert "cannot be made" in caplog.text
    assert desk.receiver.got == []


async def test_a_receiver_that_asks_for_time_is_given_it(desk: Desk) -> None:
    """Retry-After, where it is longer than we would wait."""
    desk.receiver.answer = lambda _: status(429, b"", "Retry-After: 120")
    webhook, _ = await desk.webhook()
    await desk.publish()
    await desk.turns()

    assert (await log(webhook))[0].due == desk.clock.at + timedelta(seconds=120)


def test_pauses_grow_and_jitter_only_lengthens_them() -> None:
    """Eight tries take four hours at the least."""
    shortest = [pause_after(tries, 0.0) for tries in range(1, MOST_ATTEMPTS)]
    longest = [pause_after(tries, 1.0) for tries in range(1, MOST_ATTEMPTS)]

    assert all(a is not None and b is not None and a < b for a, b in pairwise(shortest))
    assert all(
        a is not None and b is not None and a < b <= a * 1.2
        for a, b in zip(shortest, longest, strict=True)
    )
    assert sum((one for one in shortest if one), timedelta()) >= timedelta(hours=4)
    assert pause_after(MOST_ATTEMPTS, 1.0) is None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(None, 0), ("", 0), ("7", 7), ("-7", 0), ("Wed, 21 Oct", 0), ("9" * 5_000, 3_600), ("٣", 0)],
)
def test_what_receivers_ask_for_is_bounded(said: str | None, seconds: int) -> None:
    """At most an hour, and nothing where it is no number."""
    assert asked_for(said) == timedelta(seconds=seconds)


async def test_a_webhook_that_is_paused_while_it_is_sent_to_stops(desk: Desk) -> None:
    """What was under way is noted, and nothing more is sent."""
    hasty(desk)
    webhook, _ = await desk.webhook()
    await desk.publish(10)
    pausing: list[asyncio.Task[Webhook]] = []

    async def change() -> Webhook:
        return await changing.update(
            OPERATOR,
            webhook.id,
            {"paused": True},
            1,
            rules=desk.means.fetching,
            templates=desk.means.templates,
        )

    def pause(_: Got) -> None:
        if not pausing:
            pausing.append(asyncio.create_task(change()))

    desk.receiver.answer = pause
    await desk.turns()
    paused = await pausing[0]

    assert paused.state is WebhookState.PAUSED
    assert len(desk.receiver.got) == turns.AT_ONCE
    assert [one.attempts for one in await log(webhook)] == [1] * 8 + [0] * 2
    assert (await fresh(webhook)).by is None


async def test_many_senders_send_each_event_once(desk: Desk) -> None:
    """Whoever has the lease sends, the others find nothing to do."""
    webhook, _ = await desk.webhook()
    await desk.publish(12)
    taken = await asyncio.gather(*(take_turn(f"desk:{n}", desk.means) for n in range(6)))

    assert sum(taken) == 1
    assert sorted(version for _, version in desk.told()) == list(range(1, 13))
    assert await Delivery.find({"state": DeliveryState.DELIVERED}).count() == 12
    assert (await fresh(webhook)).by is None
