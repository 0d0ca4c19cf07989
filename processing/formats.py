"""The file formats that we take in and give out."""

from enum import StrEnum


class Format(StrEnum):
    """A picture format, known by content and never by file name."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    TIFF = "TIFF"
    GIF = "GIF"
    AVIF = "AVIF"
    HEIC = "HEIC"

    @property
    def content_type(self) -> str:
        """The media type, such as "image/jpeg"."""
        return f"image/{self.value.lower()}"

    @property
    def extension(self) -> str:
        """The usual file name ending without a dot, such as "jpg"."""
        return {"JPEG": "jpg", "TIFF": "tif"}.get(self.value, self.value.lower())

    @property
    def keeps_alpha(self) -> bool:
        """Whether a file of this format can be see-through."""
        return self is not Format.JPEG
