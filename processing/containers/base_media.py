"""Boxes of HEIC and AVIF. Places in the file are counted from its start, so nothing moves: what is
not drawn is filled with zeros, and its box becomes free space."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from processing.containers import samples, tiff
from processing.containers.items import EXIF, Item, Span, drawn, item, references, spans, within
from processing.containers.malformed import MOST_PARTS, Malformed

FREE, NAMED = b"free", b"Exif\0\0"
# A block of EXIF that says nothing, behind the place where it begins.
NOTHING = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"
# What each box may hold.
META = frozenset({b"hdlr", b"pitm", b"iinf", b"iloc", b"iref", b"iprp", b"idat", b"dinf", b"grpl"})
PROPERTIES = frozenset(
    {b"ispe", b"pixi", b"colr", b"pasp", b"clap", b"irot", b"imir", b"auxC", b"rloc", b"iscl"}
    | {b"hvcC", b"av1C", b"avcC", b"vvcC", b"jpgC", b"j2kH", b"uncC", b"cmpd", b"lhvC", b"oinf"}
    | {b"tols", b"lsel", b"a1op", b"a1lx", b"clli", b"mdcv", b"cclv", b"amve"}
)
TRACK = frozenset({b"tkhd", b"tref", b"edts", b"mdia"})
SAMPLES = frozenset(
    {b"stsd", b"stts", b"stss", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"ctts", b"sgpd"}
    | {b"sbgp", b"cslg", b"sdtp"}
)
SAMPLE = frozenset(
    {b"av1C", b"hvcC", b"ccst", b"colr", b"pasp", b"clap", b"auxi", b"clli", b"mdcv"}
)
PARTS: Mapping[bytes, frozenset[bytes]] = {
    b"meta": META,
    b"iprp": frozenset({b"ipco", b"ipma"}),
    b"ipco": PROPERTIES,
    b"moov": frozenset({b"mvhd", b"trak"}),
    b"trak": TRACK,
    b"edts": frozenset({b"elst"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"nmhd", b"dinf", b"stbl"}),
    b"dinf": frozenset({b"dref"}),
    b"dref": frozenset({b"url "}),
    b"iinf": frozenset({b"infe"}),
    b"stbl": SAMPLES,
    b"stsd": frozenset({b"av01", b"hvc1", b"hev1"}),
    **dict.fromkeys((b"av01", b"hvc1", b"hev1"), SAMPLE),
}
# What stands in a box before the boxes that it holds, in bytes.
BEFORE = {b"meta": 4, b"dref": 8, b"stsd": 8, b"av01": 78, b"hvc1": 78, b"hev1": 78}
STORES = (b"mdat", b"idat")
TOP = frozenset({b"ftyp", b"meta", b"mdat"})
# Boxes that may be there once.
SINGLE = frozenset({b"ftyp", b"meta", b"moov"})
# How far boxes are needed; names and addresses stand behind.
NEEDED = {b"hdlr": 24, b"url ": 4}
CLOCKS = frozenset({b"mvhd", b"tkhd", b"mdhd"})


class Box(NamedTuple):
    """One box: its kind, where it begins, where its content begins, and where it ends."""

    kind: bytes
    begin: int
    start: int
    end: int


def bare(data: bytes) -> bytes:
    """An AVIF, its frames included. Raises Malformed."""
    return _File(data, TOP | {b"moov"}).bare()


def bare_still(data: bytes) -> bytes:
    """A HEIC, of which a film beside the picture is no part. Raises Malformed."""
    return _File(data, TOP).bare()


@dataclass(slots=True)
class _File:
    """A file, its copy that is being emptied, and what was found in it."""

    data: bytes
    top: frozenset[bytes]
    copy: bytearray = field(init=False)
    found: dict[bytes, list[Box]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    frames: list[Span] = field(default_factory=list)
    left: int = MOST_PARTS

    def __post_init__(self) -> None:
        self.copy = bytearray(self.data)

    def bare(self) -> bytes:
        """Only what is drawn. Raises Malformed."""
        self.boxes_in(self.top, 0, len(self.data))
        self.pieces()
        return bytes(self.copy)

    def boxes_in(self, kinds: frozenset[bytes], start: int, end: int) -> None:
        """Empty the boxes of other kinds, and look into those that are kept."""
        for box in self.boxes(start, end):
            again = box.kind in SINGLE and box.kind in self.found
            if box.kind not in kinds or again:
                self.copy[box.begin + 4 : box.begin + 8] = FREE
                self.empty(box.start, box.end)
            else:
                self.found.setdefault(box.kind, []).append(box)
                self.look_into(box)

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """The boxes between two places. Raises Malformed."""
        at = start
        while at < end:
            self.left -= 1
            size, kind = self.number(at, 4), self.data[at + 4 : at + 8]
            head = 16 if size == 1 else 8
            behind = at + (self.number(at + 8, 8) if size == 1 else size or end - at)
            if not at + head <= behind <= end or self.left < 0:
                raise Malformed
            yield Box(kind, at, at + head, behind)
            at = behind

    def look_into(self, box: Box) -> None:
        """Empty what nobody needs of a box that is kept."""
        if box.kind in NEEDED:
            self.empty(min(box.start + NEEDED[box.kind], box.end), box.end)
        if box.kind in CLOCKS:
            # When it was made and changed; the version says how long that is.
            size = 16 if self.number(box.start, 1) else 8
            self.empty(box.start + 4, min(box.start + 4 + size, box.end))
        if box.kind == b"infe":
            self.items.append(item(self.data, box.start, box.end))
            self.empty(*self.items[-1].names)
        if box.kind == b"stbl":
            tables = {part.kind: (part.start, part.end) for part in self.boxes(box.start, box.end)}
            self.frames += samples.frames(self.data, tables)
        if box.kind in PARTS:
            self.boxes_in(PARTS[box.kind], box.start + self.before(box), box.end)

    def before(self, box: Box) -> int:
        """Bytes of a box before the boxes that it holds."""
        if box.kind == b"iinf":
            return 8 if self.number(box.start, 1) else 6
        return BEFORE.get(box.kind, 0)

    def pieces(self) -> None:
        """Empty all that is stored but the pictures, and the orientation and colours of EXIF."""
        places, needed = self.places(), self.drawn()
        kept = [*self.frames, *(span for id in needed for span in places.get(id, []))]
        others = [span for id, of in places.items() if id not in needed for span in of]
        rooms = sorted((box.start, box.end) for kind in STORES for box in self.of(kind))
        if not within(rooms, [*kept, *others]):
            raise Malformed
        for room in rooms:
            self.empty(*room)
        for one in self.items:
            if one.kind == EXIF:
                self.block(places.get(one.id, []))
            elif one.id not in needed and one.kind:
                self.copy[one.names[0] - 4 : one.names[0]] = FREE
        for begin, end in kept:
            self.copy[begin:end] = self.data[begin:end]

    def drawn(self) -> set[int]:
        """The items that are drawn. Raises Malformed."""
        told = [
            one for box in self.of(b"iref") for one in references(self.data, box.start, box.end)
        ]
        first = [self.primary(box) for box in self.of(b"pitm")]
        return drawn(self.items, told, first[0] if first else 0)

    def primary(self, box: Box) -> int:
        """The item that the file is about. Raises Malformed."""
        return self.number(box.start + 4, 4 if self.number(box.start, 1) else 2)

    def places(self) -> dict[int, list[Span]]:
        """Where each item lies. Raises Malformed."""
        stored = next(((box.start, box.end) for box in self.of(b"idat")), None)
        found: dict[int, list[Span]] = {}
        for box in self.of(b"iloc"):
            found |= spans(self.data, box.start, box.end, stored)
        return found

    def block(self, at: list[Span]) -> None:
        """Write what is drawn of a block of EXIF, which may lie in several pieces."""
        whole = b"".join(self.data[begin:end] for begin, end in at)
        # It begins with how many bytes there are before the TIFF.
        skipped = 4 + int.from_bytes(whole[:4], "big")
        drawn = tiff.bare_exif(whole[skipped:])
        named = whole[4:skipped]
        name = named if named == NAMED else bytes(len(named))
        # Decoders that look into it want to see at least its head.
        told = whole[:4] + name + drawn if drawn else NOTHING
        self.scatter(told[: len(whole)].ljust(len(whole), b"\0"), at)

    def scatter(self, data: bytes, at: list[Span]) -> None:
        """Write some bytes into pieces that hold as many."""
        for begin, end in at:
            self.copy[begin:end], data = data[: end - begin], data[end - begin :]

    def of(self, kind: bytes) -> list[Box]:
        """The boxes of a kind that were kept."""
        return self.found.get(kind, [])

    def number(self, at: int, size: int) -> int:
        """A number. Raises Malformed where the file ends before it."""
        if at + size > len(self.data):
            raise Malformed
        return int.from_bytes(self.data[at : at + size], "big")

    def empty(self, begin: int, end: int) -> None:
        """Fill with zeros."""
        self.copy[begin:end] = bytes(max(end - begin, 0))
