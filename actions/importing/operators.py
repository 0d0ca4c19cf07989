"""What only the operator's own command may import from: this machine, and other buckets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.importing.manifests import Sayings
from actions.importing.sources import Means, SourceUnusable
from archives import manifest
from archives.manifest import ManifestRefused, Row


def must_be_here(means: Means) -> None:
    """Raise SourceUnusable in every other process than that of the command.

    A worker that finds its import orphaned fails it; the command, run again, goes on with it.
    """
    if means.rules.operator is None:
        said = "The command `ecogram import` was ended: run it again to go on."
        raise SourceUnusable("IMPORT_INTERRUPTED", said)


def sayings(where: dict[str, Any], own: Path | None = None) -> Sayings:
    """What the command was told of all files, and what its manifest, or `own`, says of each."""
    return Sayings(_rows(where, own), where.get("group"), where.get("collection"))


def _rows(where: dict[str, Any], own: Path | None) -> dict[str, Row]:
    path = Path(where["manifest_path"]) if where.get("manifest_path") else own
    if path is None:
        return {}
    try:
        return manifest.read(path)
    except ManifestRefused as error:
        raise SourceUnusable(error.code, str(error)) from error
    except OSError as error:
        raise SourceUnusable("FILE_MISSING", f"{path}: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class Location:
    """A part of a bucket, as `s3://bucket/prefix` names it."""

    bucket: str
    prefix: str

    @classmethod
    def of(cls, text: str) -> "Location":
        """The location that a text names; the bucket is empty where it names none."""
        bucket, _, prefix = text.removeprefix("s3://").partition("/")
        return cls(bucket, prefix)
