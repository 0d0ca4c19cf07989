"""What can be wrong with what strangers packed."""

from typing import ClassVar


class ArchiveError(Exception):
    """The base; `code` and `params` are for clients, `str()` for people."""

    code: ClassVar[str]
    # The part of an input that it is about.
    path: ClassVar[tuple[str, ...]] = ("archive",)

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.params: dict[str, str | int] = params


class ArchiveRefused(ArchiveError):
    """Nothing is taken from this archive."""


class ArchiveDamaged(ArchiveRefused):
    """This is no ZIP archive, a part of one, or one that contradicts itself."""

    code = "ARCHIVE_DAMAGED"

    def __init__(self) -> None:
        super().__init__("This is not a whole ZIP archive: pack it again and send that.")


class ArchiveTooFull(ArchiveRefused):
    """The archive has more entries than the limit."""

    code = "ARCHIVE_TOO_FULL"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The archive has more than {limit:,} entries: split it.", limit=limit)


class ArchiveTooLarge(ArchiveRefused):
    """All entries together would take more bytes than the limit once they are unpacked."""

    code = "ARCHIVE_TOO_LARGE"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The archive unpacks to more than {limit:,} bytes: split it.", limit=limit
        )


class ArchiveOverlaps(ArchiveRefused):
    """Entries share bytes, which only serves to unpack to more than anybody packed."""

    code = "ARCHIVE_OVERLAPS"

    def __init__(self) -> None:
        super().__init__("Entries of the archive share bytes: pack it again and send that.")


class EntryRefused(ArchiveError):
    """This one entry is not taken; the others are."""


class EntryUnsafe(EntryRefused):
    """The entry's name would lead out of the archive, or cannot be shown."""

    code = "ENTRY_NAME_UNSAFE"

    def __init__(self) -> None:
        super().__init__("The entry's name is not a plain path within the archive.")


class EntryIsNoFile(EntryRefused):
    """The entry is a link or a device."""

    code = "ENTRY_NOT_A_FILE"

    def __init__(self) -> None:
        super().__init__("The entry is a link or a device, not a file.")


class EntryEncrypted(EntryRefused):
    """The entry needs a password."""

    code = "ENTRY_ENCRYPTED"

    def __init__(self) -> None:
        super().__init__("The entry is encrypted: pack it without a password.")


class EntryNested(EntryRefused):
    """The entry is an archive itself."""

    code = "ENTRY_IS_ARCHIVE"

    def __init__(self) -> None:
        super().__init__("The entry is an archive itself: send its files.")


class EntryCompression(EntryRefused):
    """The entry is packed in a way that is not read."""

    code = "ENTRY_COMPRESSION_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("The entry is packed in an uncommon way: use Deflate, or store it.")


class EntryTooDense(EntryRefused):
    """The entry unpacks to far more bytes than any picture would."""

    code = "ENTRY_TOO_DENSE"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The entry unpacks to more than {limit} times its size.", limit=limit)


class EntryTooLarge(EntryRefused):
    """The entry has more bytes than a file may have."""

    code = "FILE_TOO_LARGE"

    def __init__(self, *, limit: int, actual: int) -> None:
        super().__init__(
            f"The file has {actual:,} bytes; the limit is {limit:,}.", limit=limit, actual=actual
        )


class EntryDamaged(EntryRefused):
    """The entry is not what the archive's directory says: in its size, or in its checksum."""

    code = "ENTRY_DAMAGED"

    def __init__(self) -> None:
        super().__init__("The entry is damaged: pack it again and send that.")


class EntryTwice(EntryRefused):
    """An entry before this one has the same name."""

    code = "ENTRY_TWICE"

    def __init__(self) -> None:
        super().__init__("The archive has an entry of this name already: rename one.")
