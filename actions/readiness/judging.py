"""Judging pictures by the rules of channels, and keeping how they answer."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from beanie import PydanticObjectId

from actions.publishing.following import follow
from actions.readiness.rules import ChannelRules
from documents.catalog import CatalogRow
from documents.images import Image
from documents.products import ProductRole
from documents.readiness import label
from documents.transactions import Session, together
from documents.unjudged import keep_judgement, keep_judgements, some_waiting, waiting_among
from processing.channels.judging import Readiness, readiness
from processing.channels.picture import Picture
from processing.presets import FULLSIZE

# So many are read at once: a row has a few kilobytes.
AT_ONCE = 100


def picture_of(raw: Mapping[str, Any], rules: ChannelRules) -> Picture:
    """A row of an image as channels meet it."""
    role = raw.get("product_role") or ProductRole.ADDITIONAL
    return Picture(
        facts=raw.get("facts") or {},
        role=ProductRole(role).value if raw.get("product_code") is not None else None,
        alt_texts=_alt_texts(raw.get("edits") or {}, raw.get("metadata") or {}),
        bytes=_fullsize_bytes(raw.get("renditions") or ()),
        presets=rules.presets,
    )


def answered(raw: Mapping[str, Any], rules: ChannelRules, channel: str) -> Readiness:
    """How a row of an image answers a channel. Raises UnknownChannel."""
    return readiness(rules.profile(channel), picture_of(raw, rules))


def labels_of(raw: Mapping[str, Any], rules: ChannelRules) -> list[str]:
    """How a row of an image answers every channel, as it is kept."""
    picture = picture_of(raw, rules)
    answers = (readiness(profile, picture) for profile in rules.profiles.values())
    return [label(answer.profile.id, answer.state) for answer in answers]


async def judge_new(image: Image, rules: ChannelRules, session: Session) -> None:
    """Judge a picture in the transaction that makes it READY."""
    labels = labels_of(image.model_dump(include=FIELDS), rules)
    await keep_judgement(image.id, labels, rules.name, session)


async def judge_changed(ids: Sequence[PydanticObjectId], rules: ChannelRules) -> None:
    """Judge those of `ids` that need it; two calls to the database at most."""
    await _judge(await waiting_among(rules.name, ids), rules)


async def judge_some(rules: ChannelRules) -> int:
    """Judge some of those that wait, and tell how many that was; AT_ONCE at most.

    Any number may do so at once, and stop at any moment.
    """
    return await _judge(await some_waiting(rules.name, AT_ONCE), rules)


async def _judge(rows: Sequence[Mapping[str, Any]], rules: ChannelRules) -> int:
    kept = await keep_judgements([(raw, labels_of(raw, rules)) for raw in rows], rules.name)
    # Shops see how a picture answers; who is killed between the two leaves it to the sweep.
    if shown := await CatalogRow.known([raw["_id"] for raw in rows]):
        await together(partial(follow, shown))
    return kept


FIELDS = {"facts", "renditions", "edits", "metadata", "product_code", "product_role"}


def _alt_texts(edits: Mapping[str, Any], read: Mapping[str, Any]) -> list[str]:
    """In all languages; what was edited stands for what the file says."""
    own = edits["alt_text"] if "alt_text" in edits else read.get("alt_text")
    return [text for text in (own, *(edits.get("alt_texts") or {}).values()) if text]


def _fullsize_bytes(renditions: Sequence[Mapping[str, Any]]) -> int | None:
    sizes = (made["bytes"] for made in renditions if made["preset"] == FULLSIZE.name)
    return next(sizes, None)
