"""Blocks of a GIF: frames, what belongs to them, repetition and colour."""

from processing.containers.malformed import Malformed

COMMENT, APPLICATION, EXTENSION, PICTURE, END = 0xFE, 0xFF, 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, PLAIN_TEXT = 0xF9, 0x01
# Every other application's block is its own business.
APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def bare(data: bytes) -> bytes:
    """Without comments, applications' own blocks and what is behind the end. Raises Malformed."""
    try:
        return _bare(data)
    except IndexError as error:
        raise Malformed from error


def _bare(data: bytes) -> bytes:
    at = 13 + _palette(data[10])
    kept = bytearray(data[:at])
    while data[at] != END:
        behind = _behind(data, at)
        if _is_drawn(data, at):
            kept += data[at:behind]
        at = behind
    return bytes(kept) + bytes([END])


def _is_drawn(data: bytes, at: int) -> bool:
    if data[at] == PICTURE:
        return True
    kind, name = data[at + 1], data[at + 3 : at + 14]
    if kind == APPLICATION:
        return name in APPLICATIONS
    return kind in {GRAPHIC_CONTROL, PLAIN_TEXT}


def _behind(data: bytes, at: int) -> int:
    """Where the next block begins. Raises IndexError for what is no block."""
    if data[at] == EXTENSION:
        at += 2
    elif data[at] == PICTURE:
        at += 11 + _palette(data[at + 9])
    else:
        raise IndexError(at)
    while size := data[at]:
        at += size + 1
    return at + 1


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
