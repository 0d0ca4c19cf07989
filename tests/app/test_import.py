"""`ecogram import`, run as an operator runs it."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.accounts import people
from actions.importing.beginning import Request
from app import import_turns
from app.import_turns import NoTurn, Turn
from documents.clock import now
from documents.groups import ImageGroup
from documents.image_files import ImportSource
from documents.images import Image
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.jobs import Job
from documents.users import Role
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.client import S3Location
from tests import photos
from tests.app.service import environment, free_port, serving
from tests.app.test_cli import ecogram
from tests.archives.packed import packed
from tests.graph.conftest import working

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PASSWORD = "correct horse battery"
# So many, one at a time, are not done before a signal has come.
MANY = 120


@dataclass(frozen=True)
class Machine:
    """Where the command runs: the tests' database and store, a data folder of its own."""

    data: Path
    variables: dict[str, str]

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of the command."""
        return await ecogram(self.data, "import", *arguments, **self.variables)

    @asynccontextmanager
    async def begun(self, *arguments: str) -> AsyncIterator[Process]:
        """The command, while it is at work on one file after the other."""
        slow = {**self.variables, "ECOGRAM_PARALLEL_IMPORTS": "1"}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app.cli", "import", *arguments),
            env=environment(self.data, free_port(), **slow),
            stdout=PIPE,
            stderr=STDOUT,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


@pytest.fixture
def machine(
    database: AsyncDatabase[Any],
    mongo_uri: str,
    bucket: Bucket,
    object_store: S3Location,
    tmp_path: Path,
) -> Machine:
    """A machine that is configured for the test's own database and bucket."""
    values = {
        "MONGODB_URI": mongo_uri,
        "MONGODB_DATABASE": database.name,
        "S3_BUCKET": bucket.name,
        "S3_ENDPOINT_URL": object_store.endpoint_url or "",
        "S3_REGION": object_store.region,
        "S3_ACCESS_KEY": object_store.access_key or "",
        "S3_SECRET_KEY": object_store.secret_key or "",
        "S3_PATH_STYLE": "true",
    }
    variables = {f"ECOGRAM_{name}": value for name, value in values.items()}
    return Machine(tmp_path / "data", variables)


def filled(folder: Path, count: int, first: int = 0) -> Path:
    """A folder with pictures that differ."""
    folder.mkdir(exist_ok=True, parents=True)
    for n in range(first, first + count):
        (folder / f"SKU-{n}_1.jpg").write_bytes(photos.jpeg(64 + n, 48))
    return folder


async def originals(bucket: Bucket) -> list[str]:
    """The keys of the originals in the store."""
    return sorted([info.key async for info in bucket.list("") if "/original/" in info.key])


async def once_each(bucket: Bucket, count: int) -> None:
    """Every picture is in the library once, and so is its original."""
    images = await Image.find({"state": {"$ne": "AWAITING_UPLOAD"}}).to_list()
    assert len({image.original.sha256 for image in images}) == len(images) == count
    assert await originals(bucket) == sorted(image.original.key for image in images)


async def until(holds: Callable[[], Any]) -> None:
    """Wait until a count in the database is what it should be."""
    async with asyncio.timeout(90):
        while not await holds():
            await asyncio.sleep(0.02)


async def test_a_folder_comes_in_beside_a_running_ecogram(tmp_path: Path) -> None:
    """Found in the same data folder; the pictures are processed by the worker that is there."""
    data, folder = tmp_path / "data", filled(tmp_path / "pictures", 2)
    async with serving(data, free_port()):
        first = await ecogram(data, "import", str(folder))
        again = await ecogram(data, "import", str(folder))

    assert first[0] == again[0] == 0
    assert "2 taken in, 0 there before, 0 refused." in first[1]
    assert "0 taken in, 2 there before, 0 refused." in again[1]


async def test_a_folder_comes_in(machine: Machine, bucket: Bucket, tmp_path: Path) -> None:
    """Plain files with what is said of them; hidden ones and links are left out; bad ones told."""
    folder = filled(tmp_path / "pictures", 2)
    filled(folder / "more", 1, first=2)
    (folder / ".hidden.jpg").write_bytes(photos.jpeg(70, 48))
    (folder / "link.jpg").symlink_to(folder / "SKU-0_1.jpg")
    (folder / "up").symlink_to(tmp_path)
    (folder / "evil\x1b[2J.jpg").write_bytes(b"no picture")
    said = ["--product-code", "SKU-7", "--group", "Spring", "--collection", "New"]
    code, output = await machine.run(str(folder), *said)
    [group] = await ImageGroup.find().to_list()
    images = await Image.find().to_list()

    assert code == 1
    assert "3 taken in, 0 there before, 1 refused." in output
    assert "refused\tevil?[2J.jpg\t" in output
    assert {image.product_code for image in images} == {"SKU-7"}
    assert {image.group_id for image in images} == {group.id}
    assert {len(image.collection_ids) for image in images} == {1}
    assert {image.imported.source for image in images if image.imported} == {ImportSource.FOLDER}
    await once_each(bucket, 3)


async def test_what_is_there_already_goes_as_wished(
    machine: Machine, bucket: Bucket, tmp_path: Path
) -> None:
    """The flags of the command say what becomes of known files and of names that are taken."""
    folder = filled(tmp_path / "pictures", 1)
    assert (await machine.run(str(folder), "--group", "Spring"))[0] == 0
    refused = await machine.run(str(folder), "--duplicates", "REJECT")
    (folder / "SKU-0_1.jpg").write_bytes(photos.jpeg(80, 60))
    named = await machine.run(str(folder), "--group", "Spring", "--same-name", "REJECT")
    unknown = await machine.run(str(folder), "--same-name", "SHRUG")

    assert (refused[0], "0 there before, 1 refused." in refused[1]) == (1, True)
    assert "refused\tSKU-0_1.jpg\tThe library has this picture already" in refused[1]
    assert "refused\tSKU-0_1.jpg\tAn image of the group has a file of this name" in named[1]
    assert (unknown[0], "KEEP_BOTH" in unknown[1]) == (2, True)
    await once_each(bucket, 1)


async def test_running_it_twice_doubles_nothing(
    machine: Machine, bucket: Bucket, tmp_path: Path
) -> None:
    """What was added since comes in, by the rule for names; groups are found again."""
    folder = filled(tmp_path / "pictures", 2)
    ruled = replace(
        machine, variables=machine.variables | {"ECOGRAM_IMPORT_NAME_RULE": "{code}_{position}"}
    )
    assert (await ruled.run(str(folder), "--group", "Spring"))[0] == 0
    filled(folder, 1, first=2)
    code, output = await ruled.run(str(folder), "--group", "Spring")
    images = await Image.find().to_list()

    assert code == 0
    assert "1 taken in, 2 there before, 0 refused." in output
    assert {image.product_code for image in images} == {"SKU-0", "SKU-1", "SKU-2"}
    assert await ImageGroup.count() == 1
    await once_each(bucket, 3)


async def test_an_archive_comes_in(machine: Machine, bucket: Bucket, tmp_path: Path) -> None:
    """In the name of an account, by a manifest, hostile entries among good ones."""
    await people.create_user(
        OPERATOR, email="ivo@example.com", password=PASSWORD, role=Role.IMPORTER, name="Ivo"
    )
    files = {f"{n}.jpg": photos.jpeg(64 + n, 48) for n in range(2)}
    archive = packed(tmp_path / "all.zip", {**files, "../up.jpg": photos.jpeg(80, 48)})
    manifest = tmp_path / "list.csv"
    manifest.write_text("file,code\n0.jpg,SKU-0\nnone.jpg,SKU-1\n")
    said = ["--manifest", str(manifest), "--as", "IVO@example.com"]
    code, output = await machine.run(str(archive), *said)
    again = await machine.run(str(archive), *said)
    import_ = (await Import.find().to_list())[0]

    assert (code, again[0]) == (1, 1)
    assert "2 taken in, 0 there before, 2 refused." in output
    assert "refused\t../up.jpg\t" in output
    assert "Row 3 of the manifest" in output
    assert "0 taken in, 2 there before, 2 refused." in again[1]
    assert import_.importer_id is not None
    assert await Image.find({"product_code": "SKU-0"}).count() == 1
    await once_each(bucket, 2)
    assert archive.exists()


async def test_another_bucket_comes_in(
    machine: Machine, bucket: Bucket, s3: "S3Client", tmp_path: Path
) -> None:
    """What lies there below the prefix, with a manifest; it stays there."""
    async with Bucket(s3, f"{bucket.name}-2", threads=2) as other:
        await other.ensure(["http://localhost:8000"])
        for key in ("shop/a.jpg", "shop/b/c.jpg", "shop/.hidden", "else/d.jpg"):
            content = photos.jpeg(64 + len(key), 48)
            await other.put(key, BytesIO(content), content_type="image/jpeg")
        manifest = tmp_path / "list.csv"
        manifest.write_text("file,code\nb/c.jpg,SKU-1\n")
        code, output = await machine.run(f"s3://{other.name}/shop/", "--manifest", str(manifest))
        left = [info.key async for info in other.list("")]
        await other.delete(left)
        s3.delete_bucket(Bucket=other.name)

    assert (code, len(left)) == (0, 4)
    assert "2 taken in" in output
    assert await Image.find({"product_code": "SKU-1"}).count() == 1
    await once_each(bucket, 2)


@pytest.mark.parametrize("kind", ["folder", "archive"])
async def test_a_killed_import_goes_on(
    machine: Machine, bucket: Bucket, tmp_path: Path, kind: str
) -> None:
    """kill -9 in mid work: run again, every file is there once, by the same import."""
    source = filled(tmp_path / "pictures", MANY)
    if kind == "archive":
        files = {path.name: path.read_bytes() for path in source.iterdir()}
        source = packed(tmp_path / "all.zip", files)
    async with machine.begun(str(source)) as process:
        await until(lambda: Import.find({"counts.TAKEN": {"$gte": 3}}).exists())
        process.send_signal(signal.SIGKILL)
        await process.wait()
    # The lease of a dead process would run out in 20 s.
    await Job.get_pymongo_collection().update_many({"kind": "IMPORT"}, {"$set": {"due": now()}})
    code, output = await machine.run(str(source))
    [import_] = await Import.find().to_list()

    assert code == 0
    assert f"{MANY} taken in, 0 there before, 0 refused." in output
    assert import_.state is ImportState.FINISHED
    assert await ImportItem.find({"state": ItemState.TAKEN}).count() == MANY
    await once_each(bucket, MANY)


async def test_ctrl_c_stops_it_and_it_goes_on(
    machine: Machine, bucket: Bucket, tools: Tools, tmp_path: Path
) -> None:
    """Also when a worker has found it meanwhile, which reads nobody's folders."""
    folder = filled(tmp_path / "pictures", MANY)
    async with machine.begun(str(folder)) as process:
        await until(lambda: Import.find({"counts.TAKEN": {"$gte": 3}}).exists())
        process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(process.communicate(), 30)
    async with working(tools):
        await until(lambda: Import.find({"state": "FAILED"}).exists())
    [stopped] = await Import.find().to_list()
    code, output = await machine.run(str(folder))
    [import_] = await Import.find().to_list()

    assert b"run it again to go on" in said
    assert b"Traceback" not in said
    assert stopped.problem is not None
    assert stopped.problem.code == "IMPORT_INTERRUPTED"
    assert (code, import_.state) == (0, ImportState.FINISHED)
    assert f"{MANY} taken in, 0 there before, 0 refused." in output
    await once_each(bucket, MANY)


async def test_what_cannot_be_begun_is_told(machine: Machine, tmp_path: Path) -> None:
    """No such source, manifest or account, and an account that may not."""
    for name, role in (("ada", Role.ADMIN), ("vera", Role.VIEWER)):
        await people.create_user(
            OPERATOR, email=f"{name}@example.com", password=PASSWORD, role=role, name=name
        )
    folder = filled(tmp_path / "pictures", 1)
    bad = tmp_path / "bad.csv"
    bad.write_text("colour\n")
    (tmp_path / "no.zip").write_bytes(b"no archive")
    cases = [
        ([str(tmp_path / "none")], 2, "is not there"),
        (["s3://"], 2, "is not there"),
        ([str(folder), "--manifest", str(tmp_path / "none")], 2, "is not there"),
        ([str(folder), "--as", "eve@example.com"], 1, "no account for eve@example.com"),
        ([str(folder), "--as", "vera@example.com"], 1, "permission"),
        ([str(folder), "--manifest", str(bad)], 1, "column 'colour'"),
        ([str(tmp_path / "no.zip")], 1, "not a whole ZIP archive"),
    ]
    for arguments, expected, reason in cases:
        code, output = await machine.run(*arguments)
        assert (code, reason in output, "Traceback" in output) == (expected, True, False), output

    assert await Image.count() == 0


async def test_two_at_the_same_do_it_once(
    database: AsyncDatabase[Any], tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is at it, the other one waits, and then says so."""
    monkeypatch.setattr(import_turns, "PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr(import_turns, "LOOK_SECONDS", 0.1)
    request = Request(source=ImportSource.FOLDER, where={"path": "/", "asked": "x"})
    await Turn(OPERATOR, request, "one", tools.deliver).taken()

    with pytest.raises(NoTurn):
        await Turn(OPERATOR, request, "two", tools.deliver).taken()
    assert await Import.count() == 1
