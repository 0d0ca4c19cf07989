"""Every source that there is, by the name under which imports keep it."""

from actions.importing.archives import ArchiveSource
from actions.importing.folders import FolderSource
from actions.importing.sources import MakeSource
from actions.importing.stores import bucket_source
from actions.importing.urls import UrlSource
from documents.image_files import ImportSource

SOURCES: dict[ImportSource, MakeSource] = {
    ImportSource.ARCHIVE: ArchiveSource,
    ImportSource.BUCKET: bucket_source,
    ImportSource.FOLDER: FolderSource,
    ImportSource.URL: UrlSource,
}
