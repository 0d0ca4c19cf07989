"""What a SHA-256 looks like as text."""

import re

from actions.uploading.refusals import InvalidChecksum

SHA256 = re.compile("[0-9a-f]{64}")


def checksum(text: str) -> str:
    """The checksum in lower-case hex. Raises InvalidChecksum."""
    if not SHA256.fullmatch(text.lower()):
        raise InvalidChecksum
    return text.lower()
