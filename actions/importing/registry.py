"""Every source that there is, by the name under which imports keep it."""

from actions.importing.buckets import BucketSource
from actions.importing.sources import MakeSource
from documents.images import ImportSource

SOURCES: dict[ImportSource, MakeSource] = {
    ImportSource.BUCKET: BucketSource,
}
