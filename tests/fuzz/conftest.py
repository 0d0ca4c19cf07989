"""One judge for all files, with real children."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.fuzz.judge import Judge, judging


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def judge(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Judge]:
    """A judge who has one child of each kind, and replaces those that are lost."""
    async with judging(tmp_path_factory.mktemp("fuzz")) as ours:
        yield ours
