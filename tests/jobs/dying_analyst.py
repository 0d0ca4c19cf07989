"""A worker of one job, in a process of its own, that asks a model and is killed meanwhile.

It is told of its parts by JSON on its command line.
"""

import asyncio
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from beanie import PydanticObjectId
from pymongo import AsyncMongoClient

import documents
from actions.analysing.rules import AnalysisRules
from describing.describer import Describer
from describing.questions import Endpoint
from documents.jobs import Job
from jobs.run import run
from jobs.tools import Tools
from processing.exiftool import ExifTool
from processing.limits import Limits
from processing.sandbox import Sandbox
from storage.bucket import Bucket
from storage.client import S3Location, connect


async def main(told: dict[str, Any]) -> None:
    """Do the job until killed."""
    location = S3Location(**told["store"])
    async with AsyncMongoClient[dict[str, Any]](told["mongo"], tz_aware=True) as mongo:
        await documents.connect(mongo[told["database"]])
        with closing(connect(location)) as s3:
            async with (
                Bucket(s3, location.bucket, threads=4) as bucket,
                Sandbox(Limits(), size=1) as sandbox,
                ExifTool() as exiftool,
                Describer(Endpoint(**told["endpoint"])) as describer,
            ):
                tools = Tools(
                    bucket,
                    sandbox,
                    exiftool,
                    Path(told["scratch"]),
                    analysis=AnalysisRules(on=True),
                    ask=describer.ask,
                )
                job = await Job.claim("doomed", PydanticObjectId(told["job"]))
                assert job is not None
                await run(job, tools)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
