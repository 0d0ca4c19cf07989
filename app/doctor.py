"""`ecogram doctor`: whether this machine has what Ecogram needs, and what to do if not."""

import shutil
import sys
from collections.abc import Awaitable, Callable

from app.connections import opened
from app.errors import CannotStart
from app.house import furnished
from app.parts import provided
from app.settings import Settings
from app.web import DIST
from processing.confine import Walls
from processing.errors import ProcessingError
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.sandbox import Sandbox

Check = Callable[[Settings], Awaitable[str]]


async def main(settings: Settings) -> int:
    """Try each part as `serve` would use it; 0 if all of them work."""
    failed = False
    for name, check in CHECKS.items():
        try:
            said = await check(settings)
        except (CannotStart, ProcessingError) as error:
            failed, said = True, f"FAILED: {error}"
        sys.stdout.write(f"{name:<10} {said}\n")
    return int(failed)


async def _walls(_: Settings) -> str:
    async with Sandbox(Limits(), size=1) as sandbox:
        walls = await sandbox.walls()
    if walls.calls and walls.files:
        return "ok (children that open pictures reach no network, program or foreign file)"
    return f"WEAK: children that open pictures have their limits, {_missing(walls)}"


def _missing(walls: Walls) -> str:
    if not walls.calls:
        return (
            "but nothing keeps them from network and programs: run workers on Linux (x86-64 or"
            " 64-bit ARM) with seccomp, or cut their network off from outside"
        )
    return (
        "no network and no programs, but can read what the worker's user can: use Linux 5.13 or"
        " newer with Landlock switched on"
    )


async def _exiftool(settings: Settings) -> str:
    async with ExifTool(command=settings.exiftool):
        return f"ok ({shutil.which(settings.exiftool)})"


async def _parts(settings: Settings) -> str:
    async with provided(settings) as full, opened(full), furnished(full) as ours:
        for check in ours.checks.values():
            await check()
        return f"ok ({', '.join(ours.checks)})"


async def _pages(_: Settings) -> str:
    built = (DIST / "graphiql.html").exists()
    return f"ok ({DIST})" if built else "not built: run `make web`; the API works without them"


CHECKS: dict[str, Check] = {
    "ExifTool": _exiftool,
    "sandbox": _walls,
    "parts": _parts,
    "pages": _pages,
}
