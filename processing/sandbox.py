"""Developing strangers' pictures in child processes that may do nothing else."""

import asyncio
import json
import logging
import signal
import stat
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from os import getpid
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Self

from processing.confine import Walls
from processing.desk import Desk
from processing.errors import ProcessingCrashed, ProcessingError, ProcessingTimedOut, retold
from processing.facts import Developed, Facts, Rendered
from processing.job import LONGEST_LINE, Job, check_names, plain, read_facts
from processing.limits import MIB, Limits
from processing.pool import Pool
from processing.presets import Preset
from processing.process import ROOT, Gone, Subprocess

log = logging.getLogger(__name__)

Checked = Callable[[Facts], Awaitable[None]]

START_SECONDS = 30
# Codecs leak and fragment; a child is replaced before that adds up.
MOST_JOBS = 200
MOST_RESIDENT = 250 * MIB


class Sandbox:
    """A small pool of children, each developing one picture at a time.

    Children are started when first needed, by the thread that runs the event loop, and die with
    that thread. A child that crashed, was too slow or was abandoned is replaced; its neighbours
    notice nothing. Of people's files each reaches only the one that it is given, on a desk of its
    own in `folder`, by default the system's place for temporary files.
    """

    def __init__(self, limits: Limits, *, size: int = 2, folder: Path | None = None) -> None:
        start = partial(Child.start, limits, folder=folder or Path(gettempdir()))
        self._pool = Pool(start, size=size)

    async def __aenter__(self) -> Self:
        self._pool.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()

    async def walls(self) -> Walls:
        """What this system keeps a child in with, beside its limits. Raises ProcessingCrashed."""
        async with self._pool.borrowed() as child:
            return child.walls

    async def develop(
        self,
        source: Path,
        into: Path,
        presets: Sequence[Preset],
        *,
        checked: Checked | None = None,
        focal: tuple[float, float] | None = None,
        measured: bool = False,
    ) -> Developed:
        """Prove the file, measure it, and write its renditions into the folder.

        What is cropped keeps `focal`, from 0 to 1 of the upright width and height; without one,
        what the picture seems to be about. Its quality is `measured` only on demand, and best with
        a rendition of 2048 px or more.
        `checked` runs as soon as the picture has been decoded in full, beside the rendering; what
        it raises is raised here, and it is cancelled if rendering fails. Raises leaves of
        ProcessingError for what is wrong with the file, ProcessingTimedOut, ProcessingOutOfMemory
        or ProcessingCrashed. When it raises, files in the folder may be incomplete. Cancelling
        ends the child. Waiting for a free child is not counted as wall time.
        """
        check_names(presets)
        job = Job.at(source, into, presets, focal, measured=measured)
        async with self._pool.borrowed() as child:
            return await child.develop(job, checked)


class Child:
    """One child process of the sandbox; its answers are checked, for it may be in foreign hands."""

    def __init__(self, process: Subprocess, limits: Limits, desk: Desk) -> None:
        self._process, self._limits, self._desk = process, limits, desk
        self._jobs = 0
        self.reusable = False
        self.walls = Walls(calls=False, files=False)

    @classmethod
    async def start(cls, limits: Limits, *, folder: Path) -> Self:
        """Start a child and wait until it has limited itself. Raises ProcessingCrashed."""
        desk = Desk(folder)
        try:
            process = await Subprocess.start(
                _command(limits, desk.folder),
                name="picture child",
                longest_line=LONGEST_LINE,
                # One arena for all decoder threads keeps the address space near what is in use.
                environment={"PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "1"},
            )
        except BaseException:
            desk.close()
            raise
        child = cls(process, limits, desk)
        await child._wait_until_ready()
        return child

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as is known."""
        return self._process.alive

    async def close(self) -> None:
        """End the process, and clear what is left of its work."""
        await self._process.close()
        await asyncio.to_thread(self._desk.close)

    async def develop(self, job: Job, checked: Checked | None) -> Developed:
        """Do one job; afterwards `reusable` says whether the child may do another."""
        self.reusable = False
        deadline = asyncio.get_running_loop().time() + self._limits.wall_seconds
        laid = await self._laid(job)
        with self._blaming():
            async with asyncio.timeout_at(deadline):
                await self._process.say(laid.written())
                facts = read_facts(await self._answer("facts"))
        async with _beside(checked, facts):
            with self._blaming():
                async with asyncio.timeout_at(deadline):
                    return Developed(facts, await self._renditions(laid, facts, job.into))

    async def _laid(self, job: Job) -> Job:
        try:
            return await asyncio.to_thread(self._desk.laid, job)
        except OSError as error:
            raise ProcessingCrashed(reason="its file could not be handed over") from error

    async def _wait_until_ready(self) -> None:
        try:
            with self._blaming():
                async with asyncio.timeout(START_SECONDS):
                    self.walls = Walls(**await self._answer("ready"))
            if not self.walls.calls:
                log.warning("A child that opens pictures is not kept from the network here.")
        except BaseException:
            await self.close()
            raise

    async def _renditions(self, laid: Job, facts: Facts, into: Path) -> list[Rendered]:
        done: dict[int, Rendered] = {}
        for _ in laid.presets:
            place, rendered = _read_rendered(await self._message("rendered"), laid, facts)
            done[place] = rendered
        await self._finish()
        made = [done[place] for place in range(len(laid.presets))]
        return await asyncio.to_thread(self._handed_over, made, into)

    def _handed_over(self, made: Sequence[Rendered], into: Path) -> list[Rendered]:
        return [replace(one, path=self._desk.handed_over(one.path.name, into)) for one in made]

    async def _answer(self, kind: str) -> Any:
        return (await self._message(kind))[kind]

    async def _message(self, kind: str) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await self._process.line())
        if "error" in message:
            error = retold(**message["error"])
            await self._finish()
            raise error
        if kind not in message:
            raise KeyError(kind)
        return message

    async def _finish(self) -> None:
        resident = (await self._message("done"))["resident"]
        self._jobs += 1
        self.reusable = self._jobs < MOST_JOBS and resident < MOST_RESIDENT

    @contextmanager
    def _blaming(self) -> Iterator[None]:
        try:
            yield
        except ProcessingError:
            raise
        except TimeoutError as error:
            raise ProcessingTimedOut(seconds=_whole(self._limits.wall_seconds)) from error
        except Gone as gone:
            raise self._death(gone) from gone
        except (LookupError, TypeError, ValueError, OSError) as error:
            raise ProcessingCrashed(reason="its process answered nonsense") from error

    def _death(self, gone: Gone) -> ProcessingError:
        if gone.status == -signal.SIGXCPU:
            return ProcessingTimedOut(seconds=self._limits.cpu_seconds)
        if gone.status is None:
            return ProcessingCrashed(reason="its process went silent")
        if gone.status < 0:
            return ProcessingCrashed(reason=f"its process was ended by signal {-gone.status}")
        return ProcessingCrashed(reason=f"its process ended with status {gone.status}")


def _command(limits: Limits, folder: Path) -> list[str]:
    told = json.dumps(plain(limits))
    child = [sys.executable, "-P", "-m", "processing.child"]
    return [*child, told, str(getpid()), str(folder)]


def _read_rendered(message: dict[str, Any], job: Job, facts: Facts) -> tuple[int, Rendered]:
    place, width, height = (int(message[key]) for key in ("rendered", "width", "height"))
    if min(place, width - 1, height - 1) < 0:
        raise ValueError(message)
    preset = job.presets[place]
    # The path is ours, never the child's word, and must be a plain file: no link out of the folder.
    path = job.into / preset.file_name(has_alpha=facts.has_alpha)
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
        raise ValueError(path)
    kind = preset.format_for(has_alpha=facts.has_alpha)
    return place, Rendered(
        preset=preset,
        path=path,
        content_type=kind.content_type,
        extension=kind.extension,
        width=width,
        height=height,
        bytes=status.st_size,
    )


@asynccontextmanager
async def _beside(checked: Checked | None, facts: Facts) -> AsyncIterator[None]:
    if checked is None:
        yield
        return
    task = asyncio.ensure_future(checked(facts))
    try:
        yield
    except BaseException:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
    await task


def _whole(seconds: float) -> int:
    return max(1, round(seconds))
