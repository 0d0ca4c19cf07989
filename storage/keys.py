"""Where each object lives: one place that spells keys."""

import re

from storage.filenames import attachment, clash_form, numbered, safe_file_name, split

__all__ = [
    "DOWNLOADS",
    "EXPORTS",
    "INCOMING",
    "PUBLISHED",
    "archive",
    "attachment",
    "clash_form",
    "download",
    "downloaded",
    "export",
    "incoming",
    "is_ours",
    "numbered",
    "original",
    "plain_stem",
    "published",
    "rendition",
    "replacing",
    "safe_file_name",
    "sidecar",
]

INCOMING = "incoming/"
PUBLISHED = "published/"
EXPORTS = "exports/"
DOWNLOADS = "downloads/"
# Originals and renditions lie below the id of their image, or of its group.
ID = re.compile(r"[0-9a-f]{24}")
# Presets with a folder of their own name; those of a house cannot be taken for anything else.
BUILT_IN = {"fullsize", "thumb"}
OWN = "preset."
SAME = {".jpeg": ".jpg", ".jpe": ".jpg", ".tiff": ".tif"}


def original(prefix: str, name: str) -> str:
    """The untouched file: private, never served but through a short signed link.

    `prefix` is the id of the image's group, or of the image itself.
    """
    return f"{_part(prefix)}/original/{_part(name)}"


def replacing(prefix: str, name: str, mark: str) -> str:
    """The untouched file that replaced another one, or was brought back.

    `mark` is nobody else's, and no safe file name has the tilde before it, so it overwrites
    nothing, whatever it is called.
    """
    stem, ending = split(name)
    return original(prefix, f"{stem}~{mark}{ending}")


def plain_stem(original_key: str) -> str:
    """What the file of an original is called, without its ending and without its mark."""
    return split(original_key.rpartition("/")[2])[0].partition("~")[0]


def rendition(prefix: str, preset: str, name: str, extension: str | None = None) -> str:
    """A private rendition of the original that is called `name`.

    It keeps the name if its ending fits `extension` (given without a dot). If not, the old
    ending stays behind a tilde, as in "cat~png.jpg": cat.png and cat.jpg of one group must
    not share a rendition, and no safe file name has a tilde.
    """
    folder = preset.lower() if preset.lower() in BUILT_IN else f"{OWN}{preset.lower()}"
    return f"{_part(prefix)}/{_part(folder)}/{_part(_renamed(name, extension))}"


def published(content_hash: str, preset: str, name: str, extension: str) -> str:
    """A public file: approved, immutable, at an address that says what it holds.

    `name` comes without its ending, `extension` without a dot.
    """
    return (
        f"{PUBLISHED}{_part(content_hash)}/{_part(preset.lower())}/{_part(f'{name}.{extension}')}"
    )


def incoming(upload_id: str) -> str:
    """Where a client's direct upload lands, until it is verified."""
    return f"{INCOMING}{_part(upload_id)}"


def export(export_id: str, name: str) -> str:
    """A file of an export."""
    return f"{EXPORTS}{_part(export_id)}/{_part(name)}"


def download(job_id: str) -> str:
    """A file that a job made for somebody to take along; private, and kept for a day."""
    return f"{DOWNLOADS}{_part(job_id)}/file"


def sidecar(job_id: str) -> str:
    """The XMP file beside it, where it needs one."""
    return f"{download(job_id)}.xmp"


def downloaded(job_id: str) -> list[str]:
    """All that the job may have stored."""
    return [download(job_id), sidecar(job_id)]


def archive(archive_id: str) -> str:
    """Many files in one, for somebody to take along; private, and kept for a day."""
    return f"{DOWNLOADS}{_part(archive_id)}/archive.zip"


def is_ours(key: str) -> bool:
    """Whether we may keep something under a key that begins like this one."""
    first = key.partition("/")[0]
    mine = {prefix.removesuffix("/") for prefix in (INCOMING, PUBLISHED, EXPORTS)}
    return first in mine or ID.fullmatch(first) is not None


def _renamed(name: str, extension: str | None) -> str:
    stem, ending = split(name)
    if extension is None or _same(ending) == _same(f".{extension}"):
        return name
    return f"{stem}~{ending.removeprefix('.')}.{extension}"


def _same(ending: str) -> str:
    return SAME.get(ending.lower(), ending.lower())


def _part(part: str) -> str:
    """One part of a key. Raises ValueError if it would be another number of parts."""
    if part in {"", ".", ".."} or "/" in part:
        raise ValueError(f"{part!r} cannot be a part of a key.")
    return part
