"""What is refused because of how a document was named. The messages are what clients look for."""

from typing import ClassVar

from actions.errors import ActionError


class Unnamed(ActionError):
    """A document cannot be run under the name it was given; `code` is for programs."""

    code: ClassVar[str]


class NotFound(Unnamed):
    """Nobody has sent this document yet: its client sends it now."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class NotSupported(Unnamed):
    """We keep no documents: the client goes on without."""

    code = "PERSISTED_QUERY_NOT_SUPPORTED"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotSupported")


class HashMismatch(Unnamed):
    """The hash is another document's."""

    code = "PERSISTED_QUERY_HASH_MISMATCH"

    def __init__(self) -> None:
        super().__init__("The hash is not the SHA-256 of the document that came with it.")


class NotTrusted(Unnamed):
    """Only the documents of the manifest are run here."""

    code = "DOCUMENT_NOT_TRUSTED"

    def __init__(self) -> None:
        super().__init__(
            "This service runs only the documents of its manifest, and this is none of them."
        )
