"""Run as a program: opens both pools, tells its children's ids, and waits to be killed."""

import asyncio
import sys
from pathlib import Path

import psutil

from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.presets import GALLERY
from processing.sandbox import Sandbox


async def main(source: Path, into: Path) -> None:
    async with Sandbox(Limits(), size=1) as sandbox, ExifTool() as exiftool:
        await sandbox.develop(source, into, GALLERY)
        await exiftool.read(source)
        print(*(child.pid for child in psutil.Process().children()), flush=True)
        await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
