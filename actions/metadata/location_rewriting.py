"""Taking the place out of an original: the one thing for which an original is ever changed."""

from pathlib import Path

from actions.publishing.following import follow
from documents.archives import Archive
from documents.downloads import Download
from documents.errors import NoSuchDocument
from documents.exports import Export
from documents.file_versions import FileVersion
from documents.images import Image
from documents.jobs import Job, JobState
from documents.transactions import Session, together
from processing.embedding import embed
from processing.errors import MetadataUnwritable
from processing.exiftool import ExifTool
from processing.facts import Facts
from processing.metadata.whereabouts import PLACE_NAMES
from processing.sandbox import Sandbox
from storage.bucket import Bucket

# Without a latitude no trace of a position is left.
NOWHERE = dict.fromkeys(("latitude", *PLACE_NAMES))


async def rewrite(
    job: Job, folder: Path, *, bucket: Bucket, sandbox: Sandbox, exiftool: ExifTool
) -> None:
    """Rewrite the original that `job` names without its place, under its own key; repeatable.

    Not one pixel changes, or nothing does. Earlier files of the image are let go of: they
    tell the place too. Ends CANCELLED where the image is gone or has another file.
    """
    image = (await Image.among([job.picture])).get(job.picture)
    if image is None or image.original.key != job.payload["key"]:
        await job.finish(JobState.CANCELLED, "CANCELLED")
        return
    source = folder / "original"
    await bucket.download(image.original.key, source)
    made = await embed(exiftool, source, folder, NOWHERE)
    if made.sidecar is not None:
        raise MetadataUnwritable(reason="ExifTool does not write such files")
    facts = (await sandbox.develop(made.path, folder, ())).facts
    if facts.pixel_hash != image.facts["pixel_hash"]:
        raise MetadataUnwritable(reason="a pixel would change")
    with made.path.open("rb") as file:
        await bucket.put(image.original.key, file, content_type=image.original.content_type)
    await _ended(job, image, facts)


async def _ended(job: Job, image: Image, facts: Facts) -> None:
    told = {
        # The pixels are the same, and no rendition was asked for by which they could be measured.
        "facts": {**image.facts, "sha256": facts.sha256, "bytes": facts.bytes},
        "original.sha256": facts.sha256,
        "original.bytes": facts.bytes,
        # What its sender announced was another file.
        "original.promised_sha256": None,
    }

    async def write(session: Session) -> None:
        where, update = {"original.key": image.original.key}, {"$set": told, "$inc": {"version": 1}}
        if await Image.change(image.id, where, update, session) is None:
            raise NoSuchDocument("image", str(image.id))
        await FileVersion.drop_below(image.id, image.original.number, session)
        await FileVersion.rewritten(image, facts.sha256, facts.bytes, session)
        await Download.drop([image.id], session)
        await Archive.drop([image.id], session)
        await Export.drop_files(session)
        await job.finish(JobState.SUCCEEDED, "READY", session=session)
        await follow([image.id], session)

    try:
        await together(write)
    except NoSuchDocument:
        await job.finish(JobState.CANCELLED, "CANCELLED")
