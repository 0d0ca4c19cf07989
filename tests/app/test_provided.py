"""Parts start together, and stop together when one of them cannot."""

from pathlib import Path

import psutil
import pytest

from app.embedded import folder
from app.embedded.errors import FolderInUse
from app.parts import provided
from app.settings import Settings


async def test_one_part_that_cannot_start_stops_the_others(tmp_path: Path) -> None:
    """The reason comes as itself, and nothing is left running or locked."""
    mongod = folder.private(tmp_path / "mongod")
    async with folder.claimed(mongod):
        with pytest.raises(FolderInUse):
            async with provided(Settings(data=tmp_path)):
                pass

    home = str(tmp_path)
    assert not [one for one in psutil.Process().children() if home in " ".join(one.cmdline())]
    async with folder.claimed(tmp_path / "seaweedfs"):
        pass
