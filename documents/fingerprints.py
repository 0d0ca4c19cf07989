"""Perceptual hashes, kept so that near ones are found without reading through all of them.

A hash of 64 bits is cut into three pieces. Two hashes that differ in at most `distance` bits
differ in few of them in at least one piece (the pigeonhole principle), so every near hash has a
piece that is one of some hundred neighbours of a piece of ours. An index over the pieces, which
holds the hash too, gives those without reading a document; counting bits then drops the others.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from beanie import Document
from bson.int64 import Int64
from pymongo import ASCENDING, IndexModel

from documents.pages import Raw
from documents.transactions import Session
from documents.unions import each

PIECES = 3
# More would take thousands of neighbours; beyond 20 of 64 bits it is another picture anyway.
MOST_DISTANCE = 8
ALL = 2**64 - 1
WIDEST = -(-64 // PIECES)


class Fingerprint(Document):
    """A perceptual hash that some image has or had, as a signed number, with its pieces.

    It says nothing of which image: that is in the images alone, so nothing has to be kept in
    step when one is replaced, deleted or restored. A hash that no image has any more is harmless.
    """

    id: int  # type: ignore[assignment]
    pieces: list[int]

    class Settings:
        """Where and how fingerprints are kept; the index answers without the documents."""

        name = "fingerprints"
        indexes = [
            IndexModel([("pieces", ASCENDING), ("_id", ASCENDING)], name="pieces"),
        ]

    @classmethod
    async def keep(cls, perceptual_hash: str, session: Session) -> None:
        """Keep a hash (16 hex digits), in the transaction that gives it to an image."""
        row = kept(perceptual_hash)
        await cls.get_pymongo_collection().update_one(
            {"_id": row.pop("_id")}, {"$setOnInsert": row}, upsert=True, session=session
        )

    @classmethod
    async def near(cls, asked: Sequence[tuple[str, int]]) -> list[dict[str, int]]:
        """For each hash and distance, the kept hashes that near, with how near. One query.

        Exact: every one within the distance is there. It is at most MOST_DISTANCE bits.
        """
        found = await each(cls, [_candidates(hash, distance) for hash, distance in asked])
        return [
            _verified(hash, distance, rows[0]["all"] if rows else [])
            for (hash, distance), rows in zip(asked, found, strict=True)
        ]


def kept(perceptual_hash: str) -> Raw:
    """The row of a hash."""
    bits = int(perceptual_hash, 16)
    return {"_id": Int64(_signed(bits)), "pieces": pieces(bits)}


def pieces(bits: int) -> list[int]:
    """The pieces of a hash, each telling by its highest bits which one it is.

    Neighbouring bits go to different pieces: the first ones of real pictures are alike, and
    a piece of nothing but those would be shared by too many.
    """
    cut = [0] * PIECES
    for place, byte in enumerate(bits.to_bytes(8, "little")):
        for piece in range(PIECES):
            cut[piece] |= _share(piece, place)[byte]
    return [piece << WIDEST | value for piece, value in enumerate(cut)]


def neighbours(bits: int, distance: int) -> list[int]:
    """Every piece that a hash within `distance` bits may have in common with this search.

    With d = 3 * few + rest, a hash that differs in more than `few` bits in each of the first
    rest + 1 pieces, and in more than few - 1 in each other, differs in more than d in all.
    """
    few, rest = divmod(distance, PIECES)
    return [
        piece ^ flips
        for number, piece in enumerate(pieces(bits))
        for flips in _flips(_width(number), few if number <= rest else few - 1)
    ]


def _candidates(hash: str, distance: int) -> list[Raw]:
    assert 0 <= distance <= MOST_DISTANCE, "The caller has made sure."
    near = neighbours(int(hash, 16), distance)
    return [
        {"$match": {"pieces": {"$in": near}}},
        {"$group": {"_id": None, "all": {"$push": "$_id"}}},
    ]


def _verified(hash: str, distance: int, candidates: Sequence[int]) -> dict[str, int]:
    bits = int(hash, 16)
    apart = ((other, (other & ALL ^ bits).bit_count()) for other in candidates)
    return {f"{other & ALL:016x}": far for other, far in apart if far <= distance}


def _signed(bits: int) -> int:
    return bits - 2**64 if bits >> 63 else bits


def _width(piece: int) -> int:
    return len(range(piece, 64, PIECES))


@cache
def _share(piece: int, place: int) -> list[int]:
    """What each value of the byte at `place` adds to a piece."""
    return [
        sum(1 << bit // PIECES for bit in _bits(value, 8 * place) if bit % PIECES == piece)
        for value in range(256)
    ]


def _bits(value: int, first: int) -> Iterator[int]:
    return (first + bit for bit in range(8) if value >> bit & 1)


@cache
def _flips(width: int, most: int) -> list[int]:
    """Every way to flip at most `most` of `width` bits; none at all if `most` is negative."""
    return [
        sum(1 << bit for bit in chosen)
        for count in range(most + 1)
        for chosen in combinations(range(width), count)
    ]
