"""Places that were removed stay removed, however often a file is read again."""

from collections.abc import Mapping
from typing import Any

from processing.metadata.whereabouts import PLACE


def placed(read: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """What was read of a file, without the parts of its place that people have cleared."""
    gone = _cleared(edits)
    metadata = {k: None if k in gone else v for k, v in read["metadata"].items()}
    sources = {k: v for k, v in read["metadata_sources"].items() if k not in gone}
    return {"metadata": metadata, "metadata_sources": sources}


def place_cleared(edits: Mapping[str, Any]) -> bool:
    """Whether people have cleared any part of the place."""
    return bool(_cleared(edits))


def _cleared(edits: Mapping[str, Any]) -> set[str]:
    return {field for field in PLACE if field in edits and edits[field] is None}
