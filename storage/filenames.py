"""File names: kept as people gave them, as far as that is safe everywhere."""

import re
import unicodedata
from urllib.parse import quote

MAX_BYTES = 200
# A longer "ending" is a sentence with a full stop in it.
MAX_ENDING_BYTES = 16
NAMELESS = "image"
# Windows refuses most of these, addresses break at % and #, and the tilde is ours:
# `keys.rendition` marks names with it that no upload can have.
RESERVED = str.maketrans("", "", '<>:"|?*%#~')
# Control, format, unpaired, private and unassigned: a listing in XML cannot carry some of
# them, and others make a name look like another one.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Windows takes these for devices, whatever their ending.
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_file_name(name: str) -> str:
    """`name` without folders, reserved and invisible characters; its ending stays.

    In composed form (NFC), no dot or space at its beginning, never empty, at most 200 bytes
    in UTF-8. A safe name comes back as it was.
    """
    stem, ending = split(_visible(_without_folders(name)))
    return _joined(stem.lstrip(" ."), ending)


def numbered(name: str, n: int) -> str:
    """`name` with a number before its ending, as in "cat-2.jpg"; at most 200 bytes."""
    stem, ending = split(name)
    return _joined(stem, f"-{n}{ending}")


def clash_form(name: str) -> str:
    """One form for all the names that some file system takes for one, as Cat.JPG and cat.jpg."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def attachment(name: str) -> str:
    """The Content-Disposition that makes a browser save a file under `name`."""
    safe = safe_file_name(name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def split(name: str) -> tuple[str, str]:
    """The stem and the ending with its dot; no ending when it is too long to be one."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending or len(ending.encode()) > MAX_ENDING_BYTES:
        return name, ""
    return stem, dot + ending


def _without_folders(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    return next((part for part in reversed(parts) if part.strip(" .")), "")


def _visible(name: str) -> str:
    shown = "".join(char for char in _one_line(name) if not _is_invisible(char))
    # Composed last: what was removed may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", _one_line(shown.translate(RESERVED))).rstrip(" .")


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in INVISIBLE


def _joined(stem: str, ending: str) -> str:
    """Stem and ending, the stem cut so that both fit."""
    room = MAX_BYTES - len(ending.encode())
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(" .") or NAMELESS
    return f"_{cut[: room - 1]}{ending}" if DEVICE.fullmatch(cut) else cut + ending
