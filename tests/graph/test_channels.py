"""Whether sales channels would take a picture: told, counted, looked for, and needed to approve."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image as Picture
from pymongo.asynchronous.database import AsyncDatabase

from actions.readiness.judging import judge_some
from actions.readiness.rules import ChannelRules
from documents.images import Image
from documents.unjudged import waiting
from graph.context import House
from graph.ids import object_id
from processing.channels.reading import shipped
from tests import photos
from tests.graph import test_cost
from tests.graph.documents import APPROVE, ERRORS
from tests.graph.steps import processed, published, upload
from tests.graph.tables import table
from tests.server import Client, Sent

commands = test_cost.commands
Database = AsyncDatabase[dict[str, Any]]

RULE = "id state value number threshold unit message advice source checkedOn"
READY = f"""
query Ready($id: ID!, $channel: String!) {{
  image(id: $id) {{ version channelReadiness(channel: $channel) {{
    channel state rules {{ {RULE} }}
  }} }}
}}"""
FOUND = """
query Found($channel: String!, $state: [ReadinessState!]!) {
  images(where: {channelReadiness: {channel: $channel, state: $state}}) {
    totalCount nodes { id }
  }
}"""
IN_GROUPS = """
query In($channel: String!) {
  imageGroups { nodes { images(where: {channelReadiness: {channel: $channel, state: []}}) {
    nodes { id }
  } } }
}"""
COUNTS = """
query Counts($channel: String!) {
  channelReadinessCounts(channel: $channel) { channel states { state count } waiting }
}"""
CHANNELS = """
query {
  channels {
    id name about neededForApproval
    rules {
      id measure unmet threshold minimum maximum anyOf unit roles advice source checkedOn note
    }
  }
}"""
PAGE = """
query ($first: Int!) {
  images(first: $first) { nodes {
    google: channelReadiness(channel: "google") { state rules { message } }
    amazon: channelReadiness(channel: "amazon") { state }
  } }
}"""
EDIT = f"""
mutation Edit($input: UpdateImagesInput!) {{
  updateImages(input: $input) {{
    images {{ version channelReadiness(channel: "shopify") {{ rules {{ id state }} }} }} {ERRORS}
  }}
}}"""
PLACE = f"""
mutation Place($input: PlaceImagesInput!) {{
  placeImages(input: $input) {{
    images {{ channelReadiness(channel: "amazon") {{ state }} }} {ERRORS}
  }}
}}"""
MEASURES = {"background_white": 1.0, "background_pure_white": 1.0, "subject_fill_side": 0.9}


SHOTS = [("A", "white", 0.9), ("B", "#fcfcfc", 0.9), ("C", "#eeeeee", 0.9), ("D", "white", 0.5)]


def square(side: int, name: str = "a.jpg") -> Sent:
    """A square picture."""
    return Sent(name, photos.jpeg(side, side))


def packshot(background: str, fill: float) -> Sent:
    """A product on a plain ground, that takes so much of each side."""
    edge = round(1200 * (1 - fill) / 2)
    picture = Picture.new("RGB", (1200, 1200), background)
    picture.paste(photos.quarters(1200 - 2 * edge, 1200 - 2 * edge), (edge, edge))
    return Sent("a.jpg", photos.saved(picture, "JPEG", quality=95))


async def answer(client: Client, id: str, channel: str) -> dict[str, Any]:
    """How a picture answers a channel."""
    found = await client.ask(READY, id=id, channel=channel)
    return dict(found["image"]["channelReadiness"])


async def states(client: Client, id: str, channel: str) -> dict[str, str]:
    """How a picture answers each rule of a channel."""
    return {one["id"]: one["state"] for one in (await answer(client, id, channel))["rules"]}


async def found(client: Client, channel: str, *state: str) -> set[str]:
    """The pictures that answer a channel in one of these ways."""
    pictures = (await client.ask(FOUND, channel=channel, state=list(state)))["images"]
    assert pictures["totalCount"] == len(pictures["nodes"])
    return {node["id"] for node in pictures["nodes"]}


async def measured(id: str, **measures: float) -> None:
    """Have measures of a picture's pixels noted, as processing does."""
    inner = object_id("Image", id)
    await Image.change(inner, {}, {"$set": {"facts.measures": {**MEASURES, **measures}}})


async def edited(client: Client, id: str, alt_text: str) -> dict[str, Any]:
    """What came of giving a picture an alternative text."""
    version = (await client.ask(READY, id=id, channel="google"))["image"]["version"]
    item = {"id": id, "expectedVersion": version, "altText": alt_text}
    return dict((await client.ask(EDIT, input={"images": [item]}))["updateImages"])


async def test_a_picture_is_judged_by_what_would_be_published(
    importer: Client, worker: None
) -> None:
    """Each rule has its state, what was measured, what is asked, what to do, and who says so."""
    [large, small] = await processed(importer, square(1700), square(450, "b.jpg"))
    google = await answer(importer, large, "google")
    amazon = await answer(importer, small, "amazon")
    by_id = {one["id"]: one for one in google["rules"]}
    bad = {one["id"]: one for one in (await answer(importer, small, "google"))["rules"]}

    assert google["channel"] == "google"
    assert by_id["smallest-side"] == {
        "id": "smallest-side",
        "state": "PASS",
        "value": "1600",
        "number": 1600,
        "threshold": "at least 500 px",
        "unit": "px",
        "message": "Shorter side of the largest public file: 1600 px; asked: at least 500 px.",
        "advice": by_id["smallest-side"]["advice"],
        "source": "https://support.google.com/merchants/answer/6324350",
        "checkedOn": "2026-11-21",
    }
    assert by_id["advised-side"]["state"] == by_id["most-bytes"]["state"] == "PASS"
    assert by_id["format"]["value"] == "WEBP, JPEG"
    assert by_id["format"]["number"] is by_id["format"]["unit"] is None
    assert by_id["extension"]["value"] == "yes"
    assert by_id["fill"]["state"] == "NOT_APPLICABLE"
    assert bad["smallest-side"]["state"] == amazon["state"] == "FAIL"
    assert bad["smallest-side"]["number"] == 450
    assert bad["advised-side"]["state"] == "WARN"


async def test_what_is_foretold_of_public_files_is_what_is_made(
    reviewer: Client, importer: Client, worker: None
) -> None:
    """Width and height of the largest public file, of a picture that does not come out even."""
    [id] = await processed(importer, Sent("a.jpg", photos.jpeg(1999, 777)))
    told = {one["id"]: one["number"] for one in (await answer(importer, id, "amazon"))["rules"]}
    shorter = (await answer(importer, id, "google"))["rules"][0]["number"]
    [image] = await published(reviewer, id)
    largest = image["publication"]["renditions"][0]

    assert (told["zoom"], shorter) == (largest["width"], largest["height"])


async def test_pictures_are_found_and_counted_by_how_they_answer(
    importer: Client, worker: None
) -> None:
    """As soon as they are READY, by one answer or several."""
    ids = await processed(importer, square(1700), square(450, "b.jpg"), square(460, "c.jpg"))
    counts = (await importer.ask(COUNTS, channel="google"))["channelReadinessCounts"]
    by_state = {one["state"]: one["count"] for one in counts["states"]}
    passing = (await answer(importer, ids[0], "google"))["state"]
    where = {"channelReadiness": {"channel": "google", "state": ["FAIL", "NOT_APPLICABLE"]}}
    rows = await table(importer, where=where)

    assert await found(importer, "google", "FAIL") == {*ids[1:]}
    assert await found(importer, "google", "FAIL", passing) == {*ids}
    assert await found(importer, "google") == set()
    assert {row["id"] for row in rows} == {*ids[1:]}
    assert by_state["FAIL"] == 2
    assert by_state[passing] == 1
    assert sum(by_state.values()) == 3
    assert (counts["channel"], counts["waiting"]) == ("google", 0)


async def test_a_packshot_is_ready_as_it_was_uploaded(importer: Client, worker: None) -> None:
    """White and well filled passes as MAIN; nearly white, grey, or lost in its frame fails."""
    unmet = []
    for code, background, fill in SHOTS:
        [id] = await processed(importer, packshot(background, fill), productCode=code)
        place = {"productCode": code, "placements": [{"imageId": id, "role": "MAIN"}]}
        await importer.ask(PLACE, input=place)
        answers = (await answer(importer, id, "amazon"))["rules"]
        unmet.append({one["id"] for one in answers if one["state"] == "FAIL"})

    assert unmet == [set(), {"pure-white"}, {"white-background", "pure-white"}, {"fill"}]


async def test_measures_of_pixels_decide_what_only_they_can(
    admin: Client, importer: Client, worker: None
) -> None:
    """Not measured, met, unmet: a MAIN picture on white, then on grey."""
    [id] = await processed(importer, square(1100), productCode="A")
    place = {"productCode": "A", "placements": [{"imageId": id, "role": "MAIN"}]}
    first = (await answer(importer, id, "amazon"))["state"]
    placed = (await importer.ask(PLACE, input=place))["placeImages"]
    inner = object_id("Image", id)
    await Image.change(inner, {}, {"$set": {"facts.measures": {}}})
    unmeasured = (await answer(importer, id, "amazon"))["state"]
    await measured(id)
    good = (await answer(importer, id, "amazon"))["state"]
    await measured(id, background_white=0.5)
    grey = await states(importer, id, "amazon")

    assert first == "PASS", "Nothing strict is asked of an ADDITIONAL picture."
    assert placed["userErrors"] == []
    assert (unmeasured, good) == ("NOT_MEASURED", "PASS")
    assert (grey["white-background"], grey["fill"]) == ("FAIL", "PASS")


async def test_edits_are_judged_before_they_are_answered(
    admin: Client, importer: Client, house: House, database: Database, worker: None
) -> None:
    """Who writes an alternative text, or makes a picture MAIN, finds it by that at once."""
    [id] = await processed(importer, square(1100), productCode="A")
    await measured(id, background_white=0.5)
    while await judge_some(house.channels):
        pass
    before = await states(importer, id, "shopify")
    said = await edited(importer, id, "A chair")
    after = {one["id"]: one["state"] for one in said["images"][0]["channelReadiness"]["rules"]}
    place = {"productCode": "A", "placements": [{"imageId": id, "role": "MAIN"}]}
    waits = await database["images"].count_documents(waiting(house.channels.name))
    fails = await found(importer, "amazon", "FAIL")
    await importer.ask(PLACE, input=place)

    assert (before["alt-text-there"], after["alt-text-there"]) == ("WARN", "PASS")
    assert (waits, fails) == (0, set())
    assert await found(importer, "amazon", "FAIL") == {id}


async def test_editors_who_race_leave_nothing_out_of_step(
    admin: Client, importer: Client, worker: None, house: House, database: Database
) -> None:
    """Texts and places at the same moment: what is kept is what is told, once all is judged."""
    [id] = await processed(importer, square(1100), productCode="A")
    place = {"productCode": "A", "placements": [{"imageId": id, "role": "MAIN"}]}
    calls = [
        edited(client, id, text)
        for client, text in ((admin, "A chair"), (importer, "x" * 200), (admin, "Oak"))
    ]
    await asyncio.gather(*calls, importer.ask(PLACE, input=place), admin.ask(PLACE, input=place))
    while await judge_some(house.channels):
        pass
    kept = (await Image.present(object_id("Image", id))).readiness

    for channel in shipped():
        assert f"{channel}:{(await answer(importer, id, channel))['state']}" in kept
    assert await database["images"].count_documents(waiting(house.channels.name)) == 0


async def test_a_page_of_answers_costs_one_query(commands: Any, importer: Client) -> None:
    """Twelve pictures are judged with as many calls as one."""
    await upload(importer, *(square(50, f"{number}.jpg") for number in range(12)))
    costs = []
    for first in (1, 12):
        commands.names.clear()
        await importer.ask(PAGE, first=first)
        costs.append(list(commands.names))

    assert costs[0] == costs[1]


async def test_what_was_never_processed_has_no_answer(importer: Client) -> None:
    """Null, not FAIL: nobody has looked at it."""
    [result] = await upload(importer, square(50))
    seen = await importer.ask(READY, id=result["imageId"], channel="google")

    assert seen["image"]["channelReadiness"] is None
    assert await found(importer, "google", "FAIL", "NOT_MEASURED") == set()


async def test_channels_tell_all_of_their_rules(importer: Client, stranger: Client) -> None:
    """Limits, units, roles, sources and days; to those who may read the library."""
    told = (await importer.ask(CHANNELS))["channels"]
    rules = {f"{one['id']}:{rule['id']}": rule for one in told for rule in one["rules"]}

    assert [one["id"] for one in told] == list(shipped())
    assert not any(one["neededForApproval"] for one in told)
    assert rules["google:fill"] == {
        **rules["google:fill"],
        "measure": "subject_fill_side",
        "unmet": "WARN",
        "minimum": 0.75,
        "maximum": 0.9,
        "anyOf": [],
        "unit": "of 1",
        "roles": ["MAIN"],
        "checkedOn": "2026-11-21",
    }
    assert rules["amazon:format"]["threshold"] == "JPEG or TIFF or PNG or GIF"
    assert rules["amazon:format"]["unit"] is rules["amazon:format"]["maximum"] is None
    assert await stranger.refused(CHANNELS) == "UNAUTHENTICATED"
    assert await stranger.refused(COUNTS, channel="google") == "UNAUTHENTICATED"


async def test_an_unknown_channel_is_refused_wherever_it_is_named(importer: Client) -> None:
    """With the channels that there are."""
    [result] = await upload(importer, square(50), group={"name": "Chairs"})

    assert await importer.refused(COUNTS, channel="Google") == "BAD_REQUEST"
    assert await importer.refused(FOUND, channel="$ne", state=["PASS"]) == "BAD_REQUEST"
    assert await importer.refused(READY, id=result["imageId"], channel="") == "BAD_REQUEST"
    assert await importer.refused(IN_GROUPS, channel="nowhere") == "BAD_REQUEST"


class TestNeeded:
    """A house that approves only what Google takes."""

    @pytest.fixture
    def house(self, house: House) -> House:
        """With the setting."""
        return replace(house, channels=ChannelRules(approval=("google",)))

    async def test_only_what_is_ready_for_them_is_approved(
        self, importer: Client, reviewer: Client, worker: None
    ) -> None:
        """The others are named one by one, with the channel and each rule; both racers are told."""
        ids = await processed(importer, square(600), square(450, "b.jpg"))
        needed = (await importer.ask(CHANNELS))["channels"]
        all_or_none = {"ids": ids, "errorPolicy": "ABORT"}
        none = (await reviewer.ask(APPROVE, input=all_or_none))["approveImages"]
        [one, other] = await asyncio.gather(
            *(reviewer.ask(APPROVE, input={"ids": ids}) for _ in range(2))
        )
        done = [*one["approveImages"]["images"], *other["approveImages"]["images"]]
        refused = [
            error
            for each in (one, other)
            for error in each["approveImages"]["userErrors"]
            if error["path"] == ["ids", "1"]
        ]

        assert [channel["id"] for channel in needed if channel["neededForApproval"]] == ["google"]
        assert none["images"] == []
        assert [image["id"] for image in done] == [ids[0]]
        assert [error["code"] for error in refused] == ["CHANNEL_RULES_UNMET"] * 2
        assert {param["name"]: param["value"] for param in refused[0]["params"]} == {
            "channels": "google",
            "rules": "google:smallest-side",
            "states": "FAIL",
            "count": "1",
        }
        assert "450 px" in refused[0]["message"]
