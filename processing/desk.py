"""A child's desk: one folder for what it is given, and one for what it made."""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from processing.job import Job

GIVEN, MADE = "given", "made"


class Desk:
    """Two folders of one child's own below `base`: `given` to read, `made` to write.

    Neighbours reach neither, so a child in foreign hands can spoil no picture but its own.
    """

    def __init__(self, base: Path) -> None:
        self._folder = TemporaryDirectory(
            dir=base.absolute(), prefix="desk-", ignore_cleanup_errors=True
        )
        self.folder = Path(self._folder.name)
        self._given, self._made = self.folder / GIVEN, self.folder / MADE
        for half in (self._given, self._made):
            half.mkdir()

    def laid(self, job: Job) -> Job:
        """The job as its child is to do it, from a desk with nothing else on it."""
        self._clear()
        source = self._given / "source"
        try:
            os.link(job.source, source)
        except OSError:
            # Another file system, or one without links.
            shutil.copyfile(job.source, source)
        return replace(job, source=source, into=self._made)

    def handed_over(self, name: str, into: Path) -> Path:
        """Move a file that the child has made to where it was asked for; where it is now."""
        shutil.move(self._made / name, into / name)
        return into / name

    def close(self) -> None:
        """Remove it with all that is on it."""
        self._folder.cleanup()

    def _clear(self) -> None:
        for left in (*self._given.iterdir(), *self._made.iterdir()):
            left.unlink()
