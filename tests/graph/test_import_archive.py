"""importArchive: ZIP archives, with manifests, good files among hostile ones."""

import asyncio
import hashlib
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from actions.arriving.incoming import UploadRules
from actions.importing.name_rule import NameRule
from actions.importing.sources import ImportRules
from actions.uploading.direct import arrived
from actions.uploading.expiry import GRACE, sweep_expired
from documents.clock import now
from documents.image_files import ImportSource
from documents.images import Image
from documents.import_items import ImportItem
from documents.imports import Import
from documents.jobs import Job
from documents.uploads import Upload
from documents.users import Role
from graph.context import House
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.archives.packed import link
from tests.graph.archiving import (
    CREATE_ARCHIVE_UPLOAD,
    IMPORT_ARCHIVE,
    announced,
    asked,
    begun,
    put,
    zipped,
)
from tests.graph.conftest import MOST_BYTES, SignUp, working
from tests.graph.importing import CANCEL, RETRY, counted, ended, items, verdicts
from tests.graph.sending import completed
from tests.graph.test_upload_parts import PARTS, SIGN
from tests.server import Client, codes

CAT, DOG = photos.jpeg(64, 48), photos.jpeg(65, 48)
MIB = 1024**2


@pytest.fixture
def tools(tools: Tools) -> Tools:
    """A worker that knows the limits of the tests."""
    return replace(tools, uploads=UploadRules(max_bytes=MOST_BYTES))


@pytest.fixture
async def house(house: House) -> House:
    """The usual house, where parts begin at 5 MiB."""
    return replace(house, uploads=replace(house.uploads, parts_above=5 * MIB, part_bytes=5 * MIB))


async def left(bucket: Bucket) -> list[str]:
    """What is still there of what was sent."""
    return [info.key async for info in bucket.list("incoming/")]


async def gone(bucket: Bucket) -> None:
    """Wait until nothing is left of what was sent; the import has ended just before."""
    async with asyncio.timeout(10):
        while await left(bucket):
            await asyncio.sleep(0.05)


def named(found: list[dict[str, Any]]) -> dict[str, tuple[str, str | None]]:
    """State and code of each item, by its name."""
    return dict(zip([one["name"] for one in found], verdicts(found), strict=True))


async def test_an_archive_becomes_images(importer: Client, bucket: Bucket, worker: None) -> None:
    """Each file an image, with what was said of all of them; the archive is removed."""
    archive = zipped({"a/cat.jpg": CAT, ".DS_Store": b"x", "__MACOSX/a/._cat.jpg": b"x", "b/": b""})
    import_ = await begun(importer, archive, productCode="SKU-9")
    done = await ended(importer, import_["id"])
    [item] = await items(importer, import_["id"])
    await gone(bucket)

    assert (done["state"], done["source"], counted(done)) == ("FINISHED", "ARCHIVE", {"taken": 1})
    assert item["image"]["productCode"] == "SKU-9"
    assert item["image"]["imported"] == {
        "fileName": "cat.jpg",
        "source": "ARCHIVE",
        "productName": None,
    }


async def test_a_manifest_says_what_files_show(importer: Client, worker: None) -> None:
    """Row by row; a row for no file is an item of its own, refused."""
    manifest = (
        "file;code;product;group;collection;title;keywords\n"
        "a/cat.jpg;SKU-1;Mug;Cats;Spring|Home;A mug;blue|mug\n"
        "none.jpg;SKU-2;;;;;\n"
    )
    archive = zipped({"a/cat.jpg": CAT, "dog.jpg": DOG})
    import_ = await begun(importer, archive, manifest, productCode="SKU-9")
    done = await ended(importer, import_["id"])
    cat, dog, missing = await items(importer, import_["id"])
    kept = await Image.find_one({"product_code": "SKU-1"})

    assert counted(done) == {"taken": 2, "refused": 1}
    assert (cat["image"]["title"], cat["image"]["keywords"]) == ("A mug", ["blue", "mug"])
    assert dog["image"]["productCode"] == "SKU-9"
    assert verdicts([missing]) == [("REFUSED", "MANIFEST_FILE_MISSING")]
    assert "Row 3" in missing["problem"]["message"]
    assert kept is not None
    assert kept.group_id is not None
    assert len(kept.collection_ids) == 2


async def test_an_archive_may_bring_its_manifest(importer: Client, worker: None) -> None:
    """The entry manifest.csv is no picture."""
    archive = zipped({"manifest.csv": b"file,code\ncat.jpg,SKU-1\n", "cat.jpg": CAT})
    import_ = await begun(importer, archive)
    await ended(importer, import_["id"])
    [item] = await items(importer, import_["id"])

    assert item["image"]["productCode"] == "SKU-1"


async def test_a_bad_manifest_within_an_archive_fails_the_import(
    importer: Client, worker: None
) -> None:
    """Nothing is taken in by half of what was said."""
    for own, code in (
        (b"file,colour\n", "MANIFEST_COLUMN_UNKNOWN"),
        (b"file\n" * 10**6, "FILE_TOO_LARGE"),
    ):
        import_ = await begun(importer, zipped({"cat.jpg": CAT, "manifest.csv": own}))
        done = await ended(importer, import_["id"])
        assert (done["state"], done["problem"]["code"]) == ("FAILED", code)

    assert await Image.count() == 0


BAD_MANIFESTS = (
    ("file,colour\n", "MANIFEST_COLUMN_UNKNOWN", "1"),
    ("file\na.jpg\na.jpg\n", "MANIFEST_FILE_TWICE", "3"),
    ("file\na.jpg,b\n", "MANIFEST_ROW_TOO_WIDE", "2"),
    ('file\n"a.jpg', "MANIFEST_UNREADABLE", "1"),
    ("title\nx\n", "MANIFEST_FILE_UNNAMED", "1"),
    ("file,title\na.jpg," + "x" * 10_001, "MANIFEST_TOO_LONG", "2"),
)
BAD_ARCHIVES = (
    (b"", "EMPTY_FILE"),
    (b"no archive", "ARCHIVE_DAMAGED"),
    (zipped({"cat.jpg": CAT})[:-9], "ARCHIVE_DAMAGED"),
    (b"x" * (MOST_BYTES + 1), "FILE_TOO_LARGE"),
)


async def test_what_is_wrong_with_either_is_told_at_once(importer: Client, bucket: Bucket) -> None:
    """With the row of the manifest, before anything is kept."""
    for manifest, code, row in BAD_MANIFESTS:
        [error] = (await asked(importer, zipped({"a.jpg": CAT}), manifest))["userErrors"]
        assert (error["code"], error["path"]) == (code, ["manifest"])
        assert {"name": "row", "value": row} in error["params"]
    for archive, code in BAD_ARCHIVES:
        assert codes(await asked(importer, archive)) == [code]

    assert await Import.count() == 0
    assert await left(bucket) == []


async def test_hostile_entries_are_refused_among_good_ones(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Each with its reason; the good ones come in, and nothing is written anywhere else."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.jpg", CAT)
        archive.writestr("../up.jpg", CAT)
        archive.writestr("/etc/passwd.jpg", CAT)
        archive.writestr(link("link.jpg"), "/etc/passwd")
        archive.writestr("inner.zip", zipped({"x.jpg": CAT}))
        archive.writestr("bomb.jpg", bytes(MOST_BYTES + 1))
        archive.writestr("text.jpg", b"no picture")
        archive.writestr("empty.jpg", b"")
        archive.writestr("damaged.jpg", b"picture" * 9, zipfile.ZIP_STORED)
        archive.writestr("last.jpg", DOG)
    content = packed.getvalue().replace(b"picture" * 9, b"pictura" * 9)
    import_ = await begun(importer, content)
    done = await ended(importer, import_["id"])

    assert named(await items(importer, import_["id"])) == {
        "good.jpg": ("TAKEN", None),
        "../up.jpg": ("REFUSED", "ENTRY_NAME_UNSAFE"),
        "/etc/passwd.jpg": ("REFUSED", "ENTRY_NAME_UNSAFE"),
        "link.jpg": ("REFUSED", "ENTRY_NOT_A_FILE"),
        "inner.zip": ("REFUSED", "ENTRY_IS_ARCHIVE"),
        "bomb.jpg": ("REFUSED", "FILE_TOO_LARGE"),
        "text.jpg": ("REFUSED", "UNSUPPORTED_FORMAT"),
        "empty.jpg": ("REFUSED", "EMPTY_FILE"),
        "damaged.jpg": ("REFUSED", "ENTRY_DAMAGED"),
        "last.jpg": ("TAKEN", None),
    }
    assert done["state"] == "FINISHED"


async def test_an_archive_comes_straight_to_the_store(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Announced, sent by PUT, imported once however often that is said, removed at the end."""
    content = zipped({"cat.jpg": CAT, "dog.jpg": DOG})
    sha256 = hashlib.sha256(content).hexdigest()
    upload = await announced(importer, len(content), sha256=sha256.upper())
    assert await put(upload["url"], upload["headers"], content) == 200
    first, second = await asyncio.gather(*(asked(importer, upload["uploadId"]) for _ in range(2)))
    begun = [one["import"]["id"] for one in (first, second) if one["import"]]
    done = await ended(importer, begun[0])
    await gone(bucket)
    third = await asked(importer, upload["uploadId"])

    assert upload["method"] == "PUT"
    assert {third["import"]["id"], *begun} == {begun[0]}
    assert [codes(one) for one in (first, second) if not one["import"]] in (
        [],
        [["CALL_IN_PROGRESS"]],
    )
    assert counted(done) == {"taken": 2}
    assert await Import.count() == 1
    assert codes(await asked(importer, upload["uploadId"], productCode="X")) == ["UPLOAD_COMPLETED"]


async def test_a_large_archive_comes_in_parts(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Signed one by one, told apart, joined when the import begins."""
    filler = hashlib.shake_256(b"x").digest(MOST_BYTES)
    content = zipped({"cat.jpg": CAT, **{f"{n}.bin": filler for n in range(3)}})
    upload = await announced(importer, len(content))
    assert codes(await asked(importer, upload["uploadId"])) == ["PARTS_MISSING"]
    numbers = list(range(1, upload["partCount"] + 1))
    signing = {"uploadId": upload["uploadId"], "partNumbers": numbers}
    signed = (await importer.ask(SIGN, input=signing))["signUploadParts"]["parts"]
    sizes = [int(part["bytes"]) for part in signed]
    for part, size in zip(signed, sizes, strict=True):
        start = sum(sizes[: part["partNumber"] - 1])
        assert await put(part["url"], part["headers"], content[start : start + size]) == 200
    there = (await importer.ask(PARTS, id=upload["uploadId"]))["uploadParts"]
    import_ = await begun(importer, upload["uploadId"])
    done = await ended(importer, import_["id"])

    assert (upload["method"], upload["url"], len(numbers)) == ("MULTIPART", None, 2)
    assert there["missing"] == []
    assert counted(done) == {"taken": 1, "refused": 3}


async def test_an_announcement_is_checked(importer: Client) -> None:
    """Size and checksum, as for pictures."""
    for said, code in (
        ({"size": "0"}, "EMPTY_FILE"),
        ({"size": str(5 * 1024**3 + 1)}, "FILE_TOO_LARGE"),
        ({"size": "9", "sha256": "no"}, "INVALID_CHECKSUM"),
    ):
        answer = await importer.ask(CREATE_ARCHIVE_UPLOAD, input=said)

        assert codes(answer["createArchiveUpload"]) == [code]


async def test_an_announcement_is_made_once_with_a_key(importer: Client) -> None:
    """Sent again, the same upload is signed anew."""
    first, again = [
        await announced(importer, 9, idempotencyKey="a", sha256="a" * 64) for _ in range(2)
    ]

    assert first["uploadId"] == again["uploadId"]
    assert await Upload.count() == 1


async def test_an_archive_that_was_not_sent_is_not_imported(
    importer: Client, sign_up: SignUp
) -> None:
    """Nor one of somebody else, one that has expired, or one that is a picture's."""

    upload = await announced(importer, 9)
    other = await sign_up("eve", Role.IMPORTER)

    assert codes(await asked(importer, upload["uploadId"])) == ["UPLOAD_MISSING"]
    assert codes(await asked(other, upload["uploadId"])) == ["NOT_FOUND"]
    await Upload.get_pymongo_collection().update_many({}, {"$set": {"expires_at": now()}})
    assert codes(await asked(importer, upload["uploadId"])) == ["UPLOAD_EXPIRED"]


async def test_an_archive_is_no_picture(importer: Client, house: House, bucket: Bucket) -> None:
    """completeUploads and the store's events leave it to importArchive."""
    content = zipped({"cat.jpg": CAT})
    upload = await announced(importer, len(content))
    await put(upload["url"], upload["headers"], content)
    await arrived(await left(bucket), bucket=bucket, deliver=house.deliver)
    [result] = await completed(importer, upload["uploadId"])

    assert result["error"]["code"] == "NOT_FOUND"
    assert (await asked(importer, upload["uploadId"]))["userErrors"] == []


async def test_another_archive_than_announced_fails(importer: Client, worker: None) -> None:
    """The checksum is compared with what came."""
    content = zipped({"cat.jpg": CAT})
    upload = await announced(importer, len(content), sha256="a" * 64)
    await put(upload["url"], upload["headers"], content)
    import_ = await begun(importer, upload["uploadId"])
    done = await ended(importer, import_["id"])

    assert (done["state"], done["problem"]["code"]) == ("FAILED", "CHECKSUM_MISMATCH")


async def test_an_archive_that_is_sent_again_meanwhile_fails(
    importer: Client, tools: Tools
) -> None:
    """What was imported half is not mixed with something else."""

    content = zipped({"cat.jpg": CAT})
    upload = await announced(importer, len(content))
    await put(upload["url"], upload["headers"], content)
    import_ = await begun(importer, upload["uploadId"])
    other = zipped({"dog.jpg": photos.jpeg(64, 48)[:-1] + b"x"})
    await put(upload["url"], upload["headers"], other[: len(content)].ljust(len(content), b"x"))
    async with working(tools):
        done = await ended(importer, import_["id"])

    assert (done["state"], done["problem"]["code"]) == ("FAILED", "ARCHIVE_CHANGED")


async def test_an_archive_that_is_cancelled_is_removed(
    importer: Client, bucket: Bucket, tools: Tools
) -> None:
    """Nobody needs it any more."""

    import_ = await begun(importer, zipped({"cat.jpg": CAT}), "file\ncat.jpg\n")
    assert len(await left(bucket)) == 2
    await importer.ask(CANCEL, input={"id": import_["id"]})
    async with working(tools):
        done = await ended(importer, import_["id"])
        await gone(bucket)

    assert done["state"] == "CANCELLED"


async def test_what_was_refused_may_be_tried_again(
    importer: Client, bucket: Bucket, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive stays while something in it was refused, as a file that cost workers was."""
    import_ = await begun(importer, zipped({"cat.jpg": CAT, "text.jpg": b"no picture"}))
    with monkeypatch.context() as unlucky:
        unlucky.setattr("actions.importing.items.MOST_ATTEMPTS", 0)
        async with working(tools):
            first = await ended(importer, import_["id"])
    await importer.ask(RETRY, input={"id": import_["id"]})
    async with working(tools):
        done = await ended(importer, import_["id"])

    assert counted(first) == {"refused": 2}
    assert counted(done) == {"taken": 1, "refused": 1}
    assert len(await left(bucket)) == 1


async def test_a_retry_without_the_archive_says_so(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """It is kept for a week and no longer."""
    import_ = await begun(importer, zipped({"text.jpg": b"no picture"}))
    await ended(importer, import_["id"])
    long_ago = now() - GRACE - timedelta(minutes=1)
    await Upload.get_pymongo_collection().update_many({}, {"$set": {"expires_at": long_ago}})
    await sweep_expired(bucket)
    await importer.ask(RETRY, input={"id": import_["id"]})
    done = await ended(importer, import_["id"])

    assert (done["state"], done["problem"]["code"]) == ("FAILED", "ARCHIVE_GONE")


async def test_an_archive_that_is_never_imported_expires(importer: Client, bucket: Bucket) -> None:
    """With its parts and its record."""
    content = zipped({"cat.jpg": CAT})
    upload = await announced(importer, len(content))
    await put(upload["url"], upload["headers"], content)
    await announced(importer, 6 * MIB)
    long_ago = now() - GRACE - timedelta(minutes=1)
    await Upload.get_pymongo_collection().update_many({}, {"$set": {"expires_at": long_ago}})
    await sweep_expired(bucket)

    assert await left(bucket) == []
    assert await Upload.count() == 0


async def test_the_same_archive_twice_doubles_nothing(importer: Client, worker: None) -> None:
    """Files that the library has are skipped, also within one archive."""
    archive = zipped({"cat.jpg": CAT, "copy.jpg": CAT})
    first = await ended(importer, (await begun(importer, archive))["id"])
    again = await ended(importer, (await begun(importer, archive))["id"])

    assert counted(first) == {"taken": 1, "skipped": 1}
    assert counted(again) == {"skipped": 2}
    assert await Image.count() == 1


async def test_a_repeated_call_is_done_once(importer: Client) -> None:
    """By its idempotency key, which goes with one archive."""
    archive = zipped({"cat.jpg": CAT})
    first, again = [
        await begun(importer, archive, "file\ncat.jpg\n", idempotencyKey="k") for _ in range(2)
    ]
    other = await asked(importer, zipped({"dog.jpg": DOG}), idempotencyKey="k")

    assert first["id"] == again["id"]
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert await Import.count() == 1


async def test_names_can_tell_code_and_position(importer: Client, tools: Tools) -> None:
    """By the operator's rule, where nobody says more."""

    ruled = replace(tools, imports=ImportRules(name_rule=NameRule("{code}[_{position}]")))
    files = {"SKU-1_2.jpg": CAT, "SKU-1_1.jpg": DOG, "SKU-1_2024.jpg": photos.jpeg(66, 48)}
    import_ = await begun(importer, zipped(files))
    async with working(ruled):
        done = await ended(importer, import_["id"])
    found = await ImportItem.find().sort("+position").to_list()

    assert counted(done) == {"taken": 3}
    assert [(one.said.product_code, one.said.product_position) for one in found] == [
        ("SKU-1", 2),
        ("SKU-1", 1),
        ("SKU-1", None),
    ]


async def test_a_worker_that_takes_over_finishes_the_archive(
    importer: Client, bucket: Bucket, tools: Tools
) -> None:
    """Another worker copies the archive anew and goes on with what is pending, once each."""

    files = {f"{n}.jpg": photos.jpeg(64 + n, 48) for n in range(8)}
    import_ = await begun(importer, zipped(files))
    async with working(tools):
        async with asyncio.timeout(30):
            while await Image.count() < 2:
                await asyncio.sleep(0.01)
    assert (await Import.find_one()) is not None
    await Job.get_pymongo_collection().update_many({}, {"$set": {"due": now()}})
    async with working(tools):
        done = await ended(importer, import_["id"])
        await gone(bucket)

    assert counted(done) == {"taken": 8}
    assert await Image.find({"imported.source": ImportSource.ARCHIVE}).count() == 8


async def test_strangers_and_viewers_import_nothing(
    stranger: Client, admin: Client, sign_up: SignUp
) -> None:
    """It takes an IMPORTER."""
    viewer = await sign_up("vera", Role.VIEWER)
    input = {"archive": {"uploadId": "x"}}

    announce = {"size": "9"}
    assert await viewer.refused(CREATE_ARCHIVE_UPLOAD, input=announce) == "FORBIDDEN"
    assert await stranger.refused(CREATE_ARCHIVE_UPLOAD, input=announce) == "UNAUTHENTICATED"
    assert codes((await viewer.ask(IMPORT_ARCHIVE, input=input))["importArchive"]) == ["INVALID_ID"]
