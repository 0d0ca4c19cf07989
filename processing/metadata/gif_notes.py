"""Blocks of a GIF that are not about its pixels: ExifTool leaves those that it does not know."""

from pathlib import Path

COMMENT, APPLICATION, EXTENSION, PICTURE, END = 0xFE, 0xFF, 0x21, 0x2C, 0x3B
# Repetition and colour; every other application's block is its own business.
ABOUT_PIXELS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def drop_notes(path: Path) -> bool:
    """Leave comments, applications' own blocks and what is behind the end out of a GIF.

    False, with the file as it was, where it is not laid out as a GIF is.
    """
    try:
        kept = _without_notes(path.read_bytes())
    except IndexError:
        return False
    path.write_bytes(kept)
    return True


def _without_notes(data: bytes) -> bytes:
    at = 13 + _palette(data[10])
    kept = bytearray(data[:at])
    while data[at] != END:
        behind = _behind(data, at)
        if not _is_note(data, at):
            kept += data[at:behind]
        at = behind
    return bytes(kept) + bytes([END])


def _is_note(data: bytes, at: int) -> bool:
    if data[at] != EXTENSION:
        return False
    kind, name = data[at + 1], data[at + 3 : at + 14]
    return kind == COMMENT or (kind == APPLICATION and name not in ABOUT_PIXELS)


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
