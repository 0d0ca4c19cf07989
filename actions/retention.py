"""How long we keep what people no longer use."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Deleted images stay for `trash`; a replaced image keeps so many `earlier_versions`."""

    trash: timedelta = timedelta(days=30)
    earlier_versions: int = 5
