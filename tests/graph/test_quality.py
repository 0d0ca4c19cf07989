"""Whether pictures are fit to sell: told of each, and looked for in lists."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from actions.deleting.retention import Retention
from actions.judging.verdicts import QualityWish, judge_anew
from actions.library import ImageFilter
from documents.images import Image
from documents.qualities import stale
from graph.context import House
from graph.ids import object_id
from jobs.sweeping import SWEEPS
from processing.quality.rules import QualityRule
from processing.quality.thresholds import Thresholds
from storage.bucket import Bucket
from tests import photos
from tests.graph.steps import processed, upload
from tests.graph.trashing import replaced
from tests.processing.quality.scenes import blurred, grainy, jpeg, lit, scenery, studio
from tests.server import Client, Sent

QUALITY = """
query Quality($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Image {
      version
      quality {
        score
        checks { rule state value threshold message }
        measures { name value }
      }
    }
  }
}"""
LIST = """
query List($where: ImagesWhere, $first: Int! = 20, $after: String, $order: ImageOrder) {
  images(where: $where, first: $first, after: $after, orderBy: $order) {
    nodes { fileName quality { score } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}"""
GREY = (190, 190, 190)
FILES = {
    "good.jpg": jpeg(studio()),
    "blurred.jpg": jpeg(blurred(studio(), 8)),
    "dark.jpg": jpeg(lit(scenery(), 0.2)),
    "noisy.jpg": jpeg(grainy(studio(1100, 825, background=GREY), 14), 85),
    "small.png": photos.png(),
}


async def gallery(client: Client) -> dict[str, str]:
    """The ids of a good picture and some bad ones, by their names."""
    sent = [Sent(name, content) for name, content in FILES.items()]
    return dict(zip(FILES, await processed(client, *sent), strict=True))


async def reports(client: Client, *ids: str) -> list[dict[str, Any]]:
    """What is told of some pictures."""
    answer = await client.ask(QUALITY, ids=list(ids))
    return [node["quality"] for node in answer["nodes"]]


def told(report: dict[str, Any], rule: str) -> dict[str, Any]:
    """One check."""
    return next(check for check in report["checks"] if check["rule"] == rule)


def missed(report: dict[str, Any], state: str) -> list[str]:
    """The rules that came to this."""
    return [check["rule"] for check in report["checks"] if check["state"] == state]


async def found(client: Client, **quality: Any) -> set[str]:
    """The names of the pictures that a filter finds."""
    answer = (await client.ask(LIST, where={"quality": quality}))["images"]
    assert answer["totalCount"] == len(answer["nodes"])
    return {node["fileName"] for node in answer["nodes"]}


async def walked_through(client: Client, field: str, **where: Any) -> list[str]:
    """The names of the pictures that a filter finds, one a page, in the order of a field."""
    walked, after, more = [], None, True
    while more:
        asked = {"where": where, "first": 1, "order": {"field": field}, "after": after}
        page = (await client.ask(LIST, **asked))["images"]
        walked += [node["fileName"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return walked


async def test_pictures_are_judged(importer: Client, worker: None) -> None:
    """The good one is, and each bad one is told its own fault with the figure and the way out."""
    ids = await gallery(importer)
    good, blur, dark, noisy, small = await reports(importer, *ids.values())

    assert (good["score"], missed(good, "FAIL"), missed(good, "WARN")) == (100, [], [])
    assert [check["rule"] for check in good["checks"]] == list(QualityRule)
    assert missed(blur, "FAIL") == ["SHARPNESS"]
    assert told(blur, "SHARPNESS")["value"] < told(blur, "SHARPNESS")["threshold"] == 0.4
    assert told(blur, "SHARPNESS")["message"].startswith("The picture is blurred: 0.")
    assert "BRIGHTNESS" in missed(dark, "FAIL")
    assert missed(noisy, "WARN") == ["NOISE"]
    assert missed(small, "FAIL") == ["RESOLUTION"]
    assert told(small, "RESOLUTION")["value"] == 64
    assert told(small, "JPEG_QUALITY")["state"] == "NOT_APPLICABLE"
    assert {one["name"]: one["value"] for one in good["measures"]}["jpeg_quality"] == 92


async def test_lists_are_filtered_by_what_was_missed(importer: Client, worker: None) -> None:
    """By score, by rules that failed or warned, and by all of that together; page by page too."""
    await gallery(importer)

    assert await found(importer, minScore=100) == {"good.jpg"}
    assert await found(importer, maxScore=99) == FILES.keys() - {"good.jpg"}
    assert await found(importer, failed=["SHARPNESS"]) == {"blurred.jpg"}
    assert await found(importer, failed=["SHARPNESS", "BRIGHTNESS"]) == {"blurred.jpg", "dark.jpg"}
    assert await found(importer, warned=["NOISE"], minScore=90) == {"noisy.jpg"}
    assert await found(importer, warned=["NOISE"], failed=["SHARPNESS"]) == set()
    assert await found(importer, minScore=50, maxScore=40) == set()
    assert await found(importer, failed=[], warned=None) == FILES.keys()
    for field in ("CREATED_AT", "UPDATED_AT"):
        bad = {"maxScore": 99, "failed": ["SHARPNESS", "BRIGHTNESS", "RESOLUTION"]}
        walked = await walked_through(importer, field, quality=bad)
        assert sorted(walked) == ["blurred.jpg", "dark.jpg", "small.png"]


async def test_other_thresholds_hold_in_lists_by_the_next_sweep(
    importer: Client, worker: None, bucket: Bucket, house: House
) -> None:
    """Nothing is opened again: what was measured is judged anew, each picture by one of many."""
    ids = await gallery(importer)
    before = await Image.present(object_id("Image", ids["good.jpg"], []))
    strict = Thresholds.told('{"RESOLUTION": {"warn": 4000, "fail": 2000}}')
    sweep = dict(SWEEPS)["verdicts"]
    await asyncio.gather(*(sweep(bucket, Retention(thresholds=strict)) for _ in range(3)))
    after = await Image.present(before.id)

    assert await found(importer, failed=["RESOLUTION"]) == FILES.keys()
    assert await found(importer, failed=["RESOLUTION"], minScore=70) == {"good.jpg"}
    assert await judge_anew(strict) == 0
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    counts = await asyncio.gather(*(judge_anew(house.thresholds) for _ in range(3)))
    assert sum(counts) == len(FILES)
    assert await found(importer, minScore=100) == {"good.jpg"}


async def test_another_file_is_judged_for_itself(importer: Client, worker: None) -> None:
    """The verdict goes with the file that it was about, and comes back with a better one."""
    [id] = await processed(importer, Sent("blurred.jpg", FILES["blurred.jpg"]))
    version = (await Image.present(object_id("Image", id, []))).version
    await replaced(importer, id, version, Sent("good.jpg", FILES["good.jpg"]))
    async with asyncio.timeout(20):
        while (await reports(importer, id))[0] is None:
            await asyncio.sleep(0.05)
    [report] = await reports(importer, id)

    assert report["score"] == 100
    assert await found(importer, failed=["SHARPNESS"]) == set()


async def test_what_was_not_processed_is_not_judged(importer: Client) -> None:
    """No report, and in no list of verdicts."""
    [result] = await upload(importer, Sent("good.jpg", FILES["good.jpg"]))

    assert await reports(importer, result["imageId"]) == [None]
    assert await found(importer, minScore=0) == set()


WISHES = {
    "marks": QualityWish(failed=(QualityRule.SHARPNESS, QualityRule.NOISE)),
    "score": QualityWish(least_score=40, most_score=60),
}


async def test_filters_are_served_by_an_index(database: AsyncDatabase[Any]) -> None:
    """Several values, too, are merged in the order of the list; nothing else is looked at."""
    rules, images = list(QualityRule), Image.get_pymongo_collection()
    await images.insert_many(judged(number, rules[number % len(rules)]) for number in range(440))
    for kind, order in product(WISHES, ("created_at", "updated_at")):
        where = ImageFilter(quality=WISHES[kind]).where()
        listed = images.find(where).sort([(order, -1), ("_id", -1)]).limit(10)
        told = await listed.explain()
        plan = str(told["queryPlanner"]["winningPlan"])

        assert f"quality_{kind}_by_{order}" in plan
        assert "'stage': 'SORT'" not in plan
        assert told["executionStats"]["totalDocsExamined"] == 10


def judged(number: int, rule: QualityRule) -> dict[str, Any]:
    """As much of an image as lists by verdicts look at; one in 11 has each score."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    verdict = {"score": number % 11 * 10, "marks": [f"FAIL:{rule}"], "by": "a"}
    original = {"clash_key": f"{number}", "sha256": f"{number}"}
    moments = {"created_at": moment, "updated_at": moment}
    return {"deleted_at": None, "original": original, "quality": verdict, **moments}


async def test_what_is_judged_by_others_is_looked_up(database: AsyncDatabase[Any]) -> None:
    """A sweep with nothing to do reads no pictures."""
    images = Image.get_pymongo_collection()
    await images.insert_many(judged(number, QualityRule.NOISE) for number in range(100))
    told = await images.find(stale("a")).explain()

    assert "quality_by" in str(told["queryPlanner"]["winningPlan"])
    assert told["executionStats"]["totalDocsExamined"] == 0
