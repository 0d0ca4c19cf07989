"""A file that is lent."""

from typing import BinaryIO


class LentFile:
    """A file to read, which whoever got it lent cannot close: boto3 closes what it uploads."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell
        self.seekable = file.seekable

    def close(self) -> None:
        """Nothing: the file is its owner's to close."""
