"""Every source that there is, by the name under which imports keep it."""

from actions.importing.buckets import BucketSource
from actions.importing.sources import MakeSource
from actions.importing.urls import UrlSource
from documents.images import ImportSource

SOURCES: dict[ImportSource, MakeSource] = {
    ImportSource.BUCKET: BucketSource,
    ImportSource.URL: UrlSource,
}
