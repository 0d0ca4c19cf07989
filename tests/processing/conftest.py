"""What the tests of processing share: a sandbox of real child processes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from processing.limits import Limits
from processing.sandbox import Sandbox


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    """One pool for all tests that do not break it."""
    async with Sandbox(Limits(), size=2) as pool:
        yield pool


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Where a test puts the file to develop."""
    return tmp_path / "source"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """Where renditions go."""
    folder = tmp_path / "renditions"
    folder.mkdir()
    return folder
