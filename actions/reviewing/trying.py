"""Trying rules out on pictures that were decided about: what they would have done."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.readiness.rules import ChannelRules
from actions.reviewing.approval import ApprovalRules, Standard
from actions.reviewing.automatic import asks
from actions.reviewing.rules import checked, must_reach
from actions.reviewing.ruling import Seen, meets
from documents.images import Image
from documents.likeness import PICTURE, THERE
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.review_rules import ReviewRule, RuleAction
from documents.reviews import ReviewState

# So many of the newest images are looked at, and so many shown for each rule.
LOOKED_AT, EXAMPLES, BREATH = 1_000, 5, 50


@dataclass(slots=True)
class Tried:
    """What a rule would have done: to how many images, some of which are `examples`.

    `held` are those that it would have approved but that lack what approval asks for, so that the
    next rules are asked; `otherwise` are those about which people have decided otherwise.
    """

    rule: ReviewRule
    matched: int = 0
    held: int = 0
    otherwise: int = 0
    examples: list[PydanticObjectId] = field(default_factory=list)

    def add(self, image: Image) -> None:
        """Count an image that the rule would have decided about."""
        self.matched += 1
        self.otherwise += image.review.state in OTHERWISE[self.rule.action]
        if len(self.examples) < EXAMPLES:
            self.examples.append(image.id)


OTHERWISE: dict[RuleAction, tuple[ReviewState, ...]] = {
    RuleAction.APPROVE: (ReviewState.REJECTED, ReviewState.WITHDRAWN),
    RuleAction.REJECT: (ReviewState.APPROVED,),
    RuleAction.ROUTE: (),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a list of rules would have done to the images that were `looked_at`."""

    rules: list[Tried]
    looked_at: int

    @property
    def undecided(self) -> int:
        """How many would have been left to whoever comes first."""
        return self.looked_at - sum(one.matched for one in self.rules)


async def try_rules(
    viewer: Viewer | None,
    rules: Sequence[ReviewRule],
    *,
    channels: ChannelRules,
    approval: ApprovalRules,
) -> Trial:
    """What rules would have done to the newest LOOKED_AT images that are READY.

    Nothing is changed. One bounded read, and one more where a rule asks for duplicates. Raises
    as `set_rules`.
    """
    require(viewer, Permission.MANAGE_REVIEW_RULES)
    tidy = checked(rules, channels)
    for place, rule in enumerate(tidy):
        await must_reach(place, rule)
    images = await _newest()
    doubles = await _doubles(images) if asks(tidy, "duplicate") else frozenset[PydanticObjectId]()
    standard = await Standard.read([], approval, channels)
    trial = Trial([Tried(rule) for rule in tidy], len(images))
    for place, image in enumerate(images):
        _try(trial, Seen(image, frozenset(image.readiness), image.id in doubles), standard)
        if place % BREATH == 0:
            # Others are served meanwhile.
            await asyncio.sleep(0)
    return trial


def _try(trial: Trial, seen: Seen, standard: Standard) -> None:
    for tried in trial.rules:
        if not meets(seen, tried.rule.when):
            continue
        if tried.rule.action is RuleAction.APPROVE and standard.lacks(seen.image):
            tried.held += 1
            continue
        tried.add(seen.image)
        return


async def _newest() -> list[Image]:
    ready = {"deleted_at": None, "state": ProcessingState.READY.value}
    newest = Image.get_pymongo_collection().find(ready).sort([("created_at", -1), ("_id", -1)])
    images: list[Image] = []
    async for raw in newest.limit(LOOKED_AT):
        images.append(Image.model_validate(raw))
        if len(images) % BREATH == 0:
            await asyncio.sleep(0)
    return images


async def _doubles(images: Sequence[Image]) -> frozenset[PydanticObjectId]:
    """Those of some images before which there was one with the same pixels; one query."""
    known = {one.facts.get("pixel_hash") for one in images} - {None}
    pipeline: list[Raw] = [
        {"$match": {PICTURE: {"$in": sorted(known)}, **THERE}},
        {"$group": {"_id": f"${PICTURE}", "first": {"$min": "$_id"}}},
    ]
    cursor = await Image.get_pymongo_collection().aggregate(pipeline)
    first = {raw["_id"]: raw["first"] async for raw in cursor}
    return frozenset(
        one.id for one in images if first.get(one.facts.get("pixel_hash"), one.id) != one.id
    )
