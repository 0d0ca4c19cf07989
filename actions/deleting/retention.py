"""How long we keep what people no longer use."""

from dataclasses import dataclass, field
from datetime import timedelta

from actions.syncing.rules import SyncRules
from processing.quality.thresholds import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Deleted images stay for `trash`; a replaced image keeps so many `earlier_versions`.

    `sync` says how store and records are kept in step, `thresholds` by what pictures that are kept
    are judged.
    """

    trash: timedelta = timedelta(days=30)
    earlier_versions: int = 5
    sync: SyncRules = field(default_factory=SyncRules)
    thresholds: Thresholds = field(default_factory=Thresholds)
