"""How values stand in the cells of a table, so that they come back as they were.

A cell that a spreadsheet would take for a formula begins with an apostrophe, and so does one
that begins with an apostrophe anyway; coming back, one apostrophe at the beginning goes.
"""

import json
import re

CLEAR = "[clear]"
# What spreadsheets hold in a cell; a longer text is left out, and so left as it is.
LONGEST_CELL = 32_767
FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
GUARDED = ("'", "\t", "\r", "\n")
ESCAPED = re.compile(r"\\(.)|(\|)", re.DOTALL)
TIME = re.compile(r"(.*?)(Z|[+-]\d\d:\d\d)?", re.DOTALL)
WORDS = {"true": True, "false": False}


def guarded(text: str) -> str:
    """The cell of a text."""
    bare = text.lstrip()
    if text.startswith(GUARDED) or bare.startswith(FORMULAS) or is_clear(text):
        text = f"'{text}"
    return text if len(text) <= LONGEST_CELL else ""


def unguarded(cell: str) -> str:
    """The text of a cell."""
    return cell.removeprefix("'")


def is_clear(cell: str) -> bool:
    """Whether the cell says that the field is to be cleared."""
    return cell.strip().lower() == CLEAR


def even(cell: str) -> str:
    """The cell with line breaks as one program writes them and the other one does not."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def joined(words: list[str]) -> str:
    """Several texts in one, with bars between; a backslash stands before what is no such bar."""
    return "|".join(word.replace("\\", "\\\\").replace("|", "\\|") for word in words)


def parted(text: str) -> list[str]:
    """The texts again, in their order."""
    parts, last = [""], 0
    for match in ESCAPED.finditer(text):
        parts[-1] += text[last : match.start()] + (match[1] or "")
        last = match.end()
        if match[2]:
            parts.append("")
    parts[-1] += text[last:]
    return parts


def truth(text: str) -> bool:
    """True or false, in any capitals. Raises ValueError."""
    if text.strip().lower() not in WORDS:
        raise ValueError(text)
    return WORDS[text.strip().lower()]


def time(text: str) -> dict[str, str | None]:
    """A clock and its offset, as `updateImages` takes them."""
    match = TIME.fullmatch(text.strip())
    assert match is not None, "It matches whatever there is."
    return {"local": match[1], "offset": "+00:00" if match[2] == "Z" else match[2]}


def texts(text: str) -> list[dict[str, str]]:
    """Texts by locale, as `updateImages` takes them. Raises ValueError."""
    try:
        found = json.loads(text)
    except RecursionError as error:
        raise ValueError(text) from error
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ValueError(text)
    return [{"locale": locale, "text": one} for locale, one in found.items()]
