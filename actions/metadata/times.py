"""Times of capture as people write them."""

from collections.abc import Mapping

from processing.metadata.dates import moment, offset

Kept = dict[str, object]


def captured(given: Mapping[str, object]) -> Kept:
    """The fields of a time of capture; all None where none is given. Raises ValueError.

    The instant is known only with an offset, and an offset needs a time of the day.
    """
    if not given:
        nothing = ("captured_at", "captured_at_local", "captured_at_offset", "captured_at_source")
        return dict.fromkeys(nothing)
    local, zone = str(given["local"]), given.get("offset")
    found = moment(local)
    if found is None or found.offset is not None:
        raise ValueError(local)
    if zone is not None and (offset(str(zone)) is None or found.clock is None):
        raise ValueError(zone)
    timed = moment(f"{local}{zone or ''}") or found
    return {
        "captured_at": timed.instant,
        "captured_at_local": timed.local,
        "captured_at_offset": timed.offset_text,
        "captured_at_source": "EDITED",
    }
