"""Memory and processor time of the service's processes, by what they do."""

import asyncio
import stat
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.05
# Looking for new processes costs more than looking at known ones.
SEARCH_EVERY = 4
MB = 1_000_000

# Roles by a word of the command line, the first that fits.
ROLES = (
    ("processing.child", "picture child"),
    ("exiftool", "exiftool"),
    ("mongod", "mongod"),
    ("weed", "seaweedfs"),
    ("worker", "worker"),
    ("serve", "API"),
)


@dataclass(slots=True)
class Usage:
    """One process: its peak resident bytes, and the processor seconds since we saw it first."""

    role: str
    peak_bytes: int
    seconds: float
    before: float


@dataclass(frozen=True, slots=True)
class RoleUsage:
    """All processes of a role; `peak_bytes` is the largest of them."""

    role: str
    processes: int
    peak_bytes: int
    seconds: float


class Meter:
    """Watches a process and all that it starts, while `watching`."""

    def __init__(self, root: psutil.Process, scratch: Path) -> None:
        self._root, self._scratch = root, scratch
        self._known: dict[psutil.Process, Usage] = {}
        self.spooled_bytes = 0
        self.scratch_bytes = 0

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Sample while the block runs, and once more at its end."""
        self._search()
        for process, usage in self._known.items():
            usage.before = usage.seconds = _seconds(process)
        sampling = asyncio.create_task(self._sample_on())
        try:
            yield
        finally:
            sampling.cancel()
            await asyncio.gather(sampling, return_exceptions=True)
            self._search()
            self._sample()

    def roles(self) -> list[RoleUsage]:
        """What each role took, in the order of ROLES, from the front door inwards."""
        found = [self._role(role) for _, role in reversed(ROLES)]
        return [usage for usage in found if usage.processes]

    def _role(self, role: str) -> RoleUsage:
        of_role = [usage for usage in self._known.values() if usage.role == role]
        return RoleUsage(
            role=role,
            processes=len(of_role),
            peak_bytes=max((usage.peak_bytes for usage in of_role), default=0),
            seconds=sum(usage.seconds - usage.before for usage in of_role),
        )

    async def _sample_on(self) -> None:
        for turn in range(10**9):
            if turn % SEARCH_EVERY == 0:
                self._search()
            self._sample()
            await asyncio.sleep(SAMPLE_SECONDS)

    def _search(self) -> None:
        for process in (self._root, *self._root.children(recursive=True)):
            if process not in self._known and (role := _role_of(process)):
                self._known[process] = Usage(role, 0, 0.0, 0.0)

    def _sample(self) -> None:
        for process, usage in self._known.items():
            # What has ended keeps what was seen last.
            with suppress(psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
                usage.peak_bytes = max(usage.peak_bytes, peak(process))
                usage.seconds = _seconds(process)
        self.spooled_bytes = max(self.spooled_bytes, sum(_unlinked(self._root.pid)))
        self.scratch_bytes = max(self.scratch_bytes, sum(_sizes(self._scratch)))


def _role_of(process: psutil.Process) -> str | None:
    with suppress(psutil.NoSuchProcess):
        # Until it has become its program, a child looks like the one that started it.
        words = process.cmdline()
        if words and not words[0].endswith("setpriv"):
            return next((role for word, role in ROLES if _says(words, word)), None)
    return None


def _says(words: Sequence[str], word: str) -> bool:
    return any(one == word or one.endswith(f"/{word}") for one in words)


def peak(process: psutil.Process) -> int:
    """The most it ever had resident, as the kernel counted; what it has now, elsewhere."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return int(process.memory_info().rss)
    text = status.read_text()
    _, found, rest = text.partition("VmHWM:")
    return int(rest.split(maxsplit=1)[0]) * 1024 if found else 0


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _unlinked(pid: int) -> Iterator[int]:
    """The bytes on disk of open files without a name, as temporary files are on Linux."""
    folder = Path(f"/proc/{pid}/fd")
    for descriptor in folder.iterdir() if folder.exists() else ():
        with suppress(OSError):
            if str(descriptor.readlink()).endswith("(deleted)"):
                found = descriptor.stat()
                if stat.S_ISREG(found.st_mode):
                    yield found.st_blocks * 512


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                yield path.stat().st_size
