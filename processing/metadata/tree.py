"""Everything that ExifTool said, cut down to what can be kept."""

import json
from collections.abc import Mapping

MOST_BYTES = 64 * 1024
LONGEST_VALUE = 1_000
# About our own temporary file, not about the picture.
OURS = ("SourceFile", "System:", "ExifTool:")
OMITTED = "Ecogram:OmittedTags"


def raw(tags: Mapping[str, object]) -> dict[str, object]:
    """All tags by "Group:Name" without binaries, at most 64 KB as JSON.

    Long values are cut; what does not fit any more is counted under "Ecogram:OmittedTags".
    """
    kept: dict[str, object] = {}
    left, omitted = MOST_BYTES - len(OMITTED) - 32, 0
    for key, value in tags.items():
        if key.startswith(OURS) or _is_binary(value):
            continue
        short = _shortened(value)
        size = len(json.dumps({key: short}, ensure_ascii=False).encode())
        if size > left:
            omitted += 1
            continue
        kept[key], left = short, left - size
    return kept | ({OMITTED: omitted} if omitted else {})


def _is_binary(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("(Binary data ", "base64:"))


def _shortened(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return value[:LONGEST_VALUE] + "…"
    if isinstance(value, list):
        return [_shortened(one) for one in value[:LONGEST_VALUE]]
    return value
