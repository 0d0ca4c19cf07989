"""What a picture says about itself, reconciled between EXIF, IPTC and XMP."""

from processing.metadata.reading import Canonical, Origin, canonical
from processing.metadata.record import Metadata
from processing.metadata.tree import raw

__all__ = ["Canonical", "Metadata", "Origin", "canonical", "raw"]
