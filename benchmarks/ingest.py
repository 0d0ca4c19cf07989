"""`python -m benchmarks.ingest`: how fast pictures come in, and what that takes of the machine.

Three parts, on the real service with its embedded database and store, over loopback:
start-up; 40 photos of 3 to 24 megapixels from the first byte sent to the last READY, against a
plain script with Pillow; and 200 uploads of 10 MB, with a ceiling for the memory of the API.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks import pictures, plain, report
from benchmarks.meter import MB, Meter, RoleUsage
from benchmarks.plain import Work
from benchmarks.service import DidNotStart, Service, cores, serving
from benchmarks.shop import WentWrong, ingest, signed_in, stage_medians
from tests.app.service import free_port
from tests.server import Sent

FILES_A_REQUEST = 4
PHOTOS_IN_FLIGHT = 4
UPLOADS_IN_FLIGHT = 8
UPLOAD_BYTES = 10 * MB
API_CEILING_BYTES = 250 * MB


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    photos: int
    uploads: int
    starts: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print: 0 when the API stayed under its ceiling, 1 when not, 2 on a failure."""
    plan = _plan(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder:
            return asyncio.run(_measure(Path(folder), plan))
    except* (WentWrong, DidNotStart) as failed:
        sys.stderr.write(f"{failed.exceptions[0]}\n")
    return 2


def _plan(arguments: Sequence[str] | None) -> Plan:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="8 photos, 16 uploads of 10 MB")
    parser.add_argument("--photos", type=int, help="how many photos (40)")
    parser.add_argument("--uploads", type=int, help="how many uploads of 10 MB (200)")
    told = parser.parse_args(arguments)
    usual = Plan(8, 16, 1) if told.quick else Plan(40, 200, 3)
    return Plan(told.photos or usual.photos, told.uploads or usual.uploads, usual.starts)


async def _measure(folder: Path, plan: Plan) -> int:
    report.figure("machine", report.machine(cores()))
    made = await asyncio.to_thread(pictures.make, folder / "photos", plan.photos, cores())
    data, port = folder / "data", free_port()
    peer = await _peer(made)
    async with serving(data, port) as service:
        report.heading("Start-up: from the process's start to the first answered query")
        report.figure("with an empty data folder", f"{service.started_in:.2f} s")
        ours = await _photos(service, data, made)
    # Once before and once after, so that what else the machine does weighs on both alike.
    _compare(ours, [peer, await _peer(made)], len(made))
    starts = []
    for _ in range(plan.starts - 1):
        async with serving(data, port) as service:
            starts.append(service.started_in)
    async with serving(data, port) as service:
        starts.append(service.started_in)
        report.heading("Start-up with a data folder in use")
        report.figure("each time", ", ".join(f"{seconds:.2f} s" for seconds in starts))
        api = await _uploads(service, data, plan.uploads)
    return _verdict(api)


async def _photos(service: Service, data: Path, made: Sequence[Path]) -> Work:
    """From the first byte sent to the last READY."""
    sizes = [path.stat().st_size / MB for path in made]
    report.heading(f"{len(made)} photos of 3 to 24 megapixels, {sum(sizes):.0f} MB in all")
    meter, began = Meter(service.process, data / "scratch"), time.process_time()
    async with signed_in(service.address) as client:
        async with meter.watching():
            done = await ingest(client, _requests(made), flight=PHOTOS_IN_FLIGHT)
        medians = await stage_medians(client, done.jobs)
    report.figure("in flight", f"{PHOTOS_IN_FLIGHT} requests of {FILES_A_REQUEST} files")
    report.figure("all uploads answered after", f"{done.answered:.1f} s")
    report.figure("all pictures READY after", f"{done.ready:.1f} s")
    report.figure("photos a second", f"{len(made) / done.ready:.2f}")
    report.medians(medians)
    report.usage(meter.roles(), len(made))
    report.figure("this client, processor", f"{time.process_time() - began:.1f} s")
    report.disk(meter)
    return Work(done.ready, sum(role.seconds for role in meter.roles()))


def _requests(made: Sequence[Path]) -> Iterator[list[Sent]]:
    for start in range(0, len(made), FILES_A_REQUEST):
        yield [Sent(path.name, path.read_bytes()) for path in made[start : start + FILES_A_REQUEST]]


async def _peer(made: Sequence[Path]) -> Work:
    return await asyncio.to_thread(plain.measured, made, cores())


def _compare(ours: Work, peers: Sequence[Work], photos: int) -> None:
    report.heading("The same photos by a plain script with Pillow, before and after")
    wall = mean(peer.wall for peer in peers)
    processor = mean(peer.processor for peer in peers)
    each = " and ".join(f"{photos / peer.wall:.2f}" for peer in peers)
    report.figure("photos a second", f"{photos / wall:.2f} ({each}; {cores()} processes)")
    report.figure("Ecogram / plain script", f"{wall / ours.wall:.2f}")
    report.figure("processor, plain script", f"{processor:.1f} s")
    report.figure("processor, all of Ecogram", f"{ours.processor:.1f} s")


async def _uploads(service: Service, data: Path, count: int) -> RoleUsage:
    """What the API took."""
    report.heading(f"{count} uploads of 10 MB, {UPLOADS_IN_FLIGHT} in flight")
    meter = Meter(service.process, data / "scratch")
    files = pictures.padded(count, UPLOAD_BYTES)
    requests = ([Sent(f"large-{number:03}.jpg", file)] for number, file in enumerate(files))
    async with signed_in(service.address) as client, meter.watching():
        done = await ingest(client, requests, flight=UPLOADS_IN_FLIGHT)
    report.figure("uploads a second", f"{count / done.answered:.1f}")
    report.figure("all answered, all READY after", f"{done.answered:.1f} s, {done.ready:.1f} s")
    roles = meter.roles()
    report.usage(roles, count)
    report.disk(meter)
    return next(role for role in roles if role.role == "API")


def _verdict(api: RoleUsage) -> int:
    peak, ceiling = api.peak_bytes / MB, API_CEILING_BYTES / MB
    kept = peak < ceiling
    report.heading(
        f"The API {'stayed under' if kept else 'went over'} {ceiling:.0f} MB: {peak:.0f}"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
