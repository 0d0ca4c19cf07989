"""`ecogram stats`, as an operator runs it."""

import argparse
from typing import Any

import pytest
from beanie import PydanticObjectId
from pydantic import SecretStr
from pymongo.asynchronous.database import AsyncDatabase

import documents
from app import stats
from app.settings import Settings
from documents.audit import Actor, AuditEntry
from documents.stat_progress import StatProgress


async def test_numbers_are_told_and_counted_anew(
    mongo_uri: str, database: AsyncDatabase[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """What has happened is in the table at once; a rebuild ends before it is told."""
    settings = Settings(mongodb_uri=SecretStr(mongo_uri), mongodb_database=database.name)
    entry = AuditEntry(
        actor=Actor(),
        action="image.uploaded",
        subject_kind="image",
        subject_id=PydanticObjectId(),
    )
    await entry.insert()
    told = []
    try:
        for rebuild in (False, True):
            code = await stats.main(settings, argparse.Namespace(days=3, rebuild=rebuild))
            told.append((code, capsys.readouterr().out.splitlines()))
    finally:
        await documents.connect(database)

    assert told[0] == told[1]
    assert told[0][0] == 0
    assert "imagesIn\t1" in told[0][1]
    progress = await StatProgress.current()
    assert (progress.epoch, progress.target, progress.by) == (2, None, None)
