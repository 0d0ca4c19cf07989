"""What a worker works with."""

from dataclasses import dataclass, field
from pathlib import Path

from actions.analysing.rules import AnalysisRules
from actions.arriving.incoming import UploadRules
from actions.deleting.retention import Retention
from actions.delivery import Deliver, by_change_stream
from actions.importing.sources import ImportRules
from actions.readiness.rules import ChannelRules
from actions.rendering.studio import Studio
from actions.reviewing.approval import ApprovalRules
from describing.questions import Ask
from jobs.telling import Turn
from processing.exiftool import ExifTool
from processing.presets import BUILT_IN, Presets
from processing.quality.thresholds import Thresholds
from processing.sandbox import Sandbox
from storage.bucket import Bucket

MOST_BYTES = 50 * 1024**2


@dataclass(frozen=True, slots=True)
class Tools:
    """Handed in by the front door. `scratch` is where a job's files lie while it runs."""

    bucket: Bucket
    sandbox: Sandbox
    exiftool: ExifTool
    scratch: Path
    retention: Retention = field(default_factory=Retention)
    uploads: UploadRules = field(default_factory=lambda: UploadRules(max_bytes=MOST_BYTES))
    imports: ImportRules = field(default_factory=ImportRules)
    analysis: AnalysisRules = field(default_factory=AnalysisRules)
    approval: ApprovalRules = field(default_factory=ApprovalRules)
    channels: ChannelRules = field(default_factory=ChannelRules)
    thresholds: Thresholds = field(default_factory=Thresholds)
    # None where no model is configured.
    ask: Ask | None = None
    presets: Presets = BUILT_IN
    # Of jobs that a job asks for; behind a broker, whoever sends ids again sends these.
    deliver: Deliver = by_change_stream
    # What is told to the outside; behind a broker, whoever sweeps does that.
    telling: tuple[Turn, ...] = ()

    @property
    def studio(self) -> Studio:
        """What renditions are made with."""
        return Studio(self.sandbox, self.exiftool, self.presets)
