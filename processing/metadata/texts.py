"""Words that people wrote, told from what cameras leave behind."""

import re

# Far beyond any caption or keyword list; what is longer is an attack or an accident.
LONGEST_TEXT = 20_000
LONGEST_LINE = 1_000
MOST_ENTRIES = 500

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Captions that no person wrote; about a third of all in real photos.
JUNK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\W_]*",
        r"(olympus|(konica )?minolta|pentax|samsung|casio|kodak)?\s*digital\s*(still\s*)?camera",
        r"(vivicam|polaroid|rollei|fujifilm|jenoptik|sanyo|epson)\s*digital\s*(still\s*)?camera",
        r"sony dsc|samsung|minolta|jenoptik|camera|image|photo|picture|default|untitled|unknown",
        r"exif[_ ]jpeg[_ ](picture|420|t422)|jpeg|ascii|none|null|n/?a|digital image|my picture",
        r"dcim[\\/].*",
        r"[a-z]:\\.*|file written by .*|lead technologies.*|.*\bacd systems digital imaging",
        r"<?(digimax|kenox|samsung techwin)\b.*",
        r"(dsc|dscn|dscf|img|pict|imag|mvc|dji)[_-]?\d{3,}(\.\w{3,4})?|p\d{7}",
        # Scene codes of Huawei's and Honor's phones, such as "dav", "oznor" and "hdr_med".
        r"(oz|rp|r|f)?(dav|hdr|cof|edf|mde|sdr|nor|bsh|ptr|vhr|btf|bty|fbt|qrf|maf)(_\w+|comw)?",
        r"created with (the )?gimp.*|processed with .*|screenshot",
        # What a camera fills its caption with: one character over and over.
        r"(.)\1{2,}",
    )
)


def text(value: object) -> str | None:
    """Words of any length up to 20,000 characters, trimmed; blanks are nothing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str | int):
        return None
    return CONTROL.sub("", str(value)).replace("\ufffd", "?").strip()[:LONGEST_TEXT] or None


def line(value: object) -> str | None:
    """A name or a short label: one line, at most 1,000 characters."""
    words = " ".join((text(value) or "").split())
    # Some cameras fill fields that they do not use with dashes, dots or question marks.
    return words[:LONGEST_LINE] if re.search(r"\w", words) else None


def caption(value: object) -> str | None:
    """Words about the picture, unless a camera or a program put them there."""
    words = text(value)
    if words is None or any(junk.fullmatch(words) for junk in JUNK):
        return None
    return words


def names(value: object) -> list[str] | None:
    """People: a list, or one text with semicolons between them."""
    entries = value if isinstance(value, list) else str(value or "").split(";")
    return _distinct(entries)


def keywords(value: object) -> list[str] | None:
    """Keywords: a list as it is, a single text as one keyword."""
    return _distinct(value if isinstance(value, list) else [value])


def split_keywords(value: object) -> list[str] | None:
    """Keywords from one text with semicolons between them, as Windows writes them."""
    return _distinct(str(value or "").split(";"))


def address(value: object) -> str | None:
    """A link that a browser may follow; anything but http and https is left out."""
    words = line(value)
    return words if words and re.match(r"https?://\S+$", words, re.IGNORECASE) else None


def country_code(value: object) -> str | None:
    """Two or three letters in upper case."""
    words = (line(value) or "").upper()
    return words if re.fullmatch(r"[A-Z]{2,3}", words) else None


def _distinct(entries: list[object] | list[str]) -> list[str] | None:
    found = (line(entry) for entry in entries[:MOST_ENTRIES])
    return list(dict.fromkeys(entry for entry in found if entry)) or None
