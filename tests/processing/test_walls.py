"""What hostile code can do that has taken over a child: real processes that try it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from processing import confine, landlock, seccomp
from processing.desk import Desk
from processing.errors import MetadataUnreadable
from processing.exiftool import ExifTool
from processing.exiftool_child import Child as ExifToolChild
from processing.job import Job
from processing.launch import Launch
from processing.limits import MIB, Limits
from processing.presets import THUMB
from processing.process import ROOT
from processing.sandbox import Sandbox
from processing.seccomp import MACHINES
from tests import photos
from tests.processing.test_sandbox import children, put

needs_calls = pytest.mark.skipif(seccomp.machine() is None, reason="The filter is for Linux.")
needs_fence = pytest.mark.skipif(landlock.version() == 0, reason="This kernel has no Landlock.")

REFUSED_CALLS = {
    "a socket", "a unix socket", "a pair of sockets", "a fork", "another program", "a ring",
    "a signal to the worker", "a signal to a thread of the worker", "the worker's limits",
    "shared memory", "a way for others",
}  # fmt: skip
REFUSED_FILES = {
    "the worker's memory", "the worker's environment", "the password file", "our own code",
    "reading outside", "writing outside", "shortening outside", "deleting outside",
    "a new file outside", "listing outside", "a link out", "a pipe",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the child may work."""
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "source").write_bytes(b"a picture")
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """The desk of a child, with a picture on it."""
    desk = Desk(tmp_path)
    (tmp_path / "picture").write_bytes(b"a picture")
    desk.laid(Job.at(tmp_path / "picture", tmp_path, ()))
    yield desk.folder
    desk.close()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that is none of its business: what a neighbour was given."""
    path = tmp_path / "desk-next" / "given" / "secret"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"secret")
    return path


def intrude(desk: Path, outside: Path) -> dict[str, str]:
    """What hostile code can do in a child that decodes."""
    command = [sys.executable, "-P", "-m", "tests.processing.intruder", "CHILD"]
    return tried([*command, str(desk), str(os.getpid()), str(outside)])


def intrude_as_program(folder: Path, outside: Path, *, may_write: bool) -> dict[str, str]:
    """What hostile code can do in a program such as ExifTool."""
    own = Path(__file__).parent
    launch = Launch(
        folder=str(folder),
        libraries=[sys.prefix, sys.base_prefix, str(own)],
        may_write=may_write,
        memory=512 * MIB,
        written=MIB,
    )
    program = [sys.executable, "-P", str(own / "intruder.py"), "PROGRAM"]
    return tried(launch.command([*program, str(folder), str(os.getpid()), str(outside)]))


def tried(command: list[str]) -> dict[str, str]:
    """What it says came of each attempt."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, str] = json.loads(done.stdout)
    return told


@needs_calls
def test_a_child_reaches_no_network_and_no_process(desk: Path, outside: Path) -> None:
    """Sockets, programs, signals and the limits of others are refused; threads are not."""
    told = intrude(desk, outside)

    assert {told[name] for name in REFUSED_CALLS} == {"EPERM"}
    assert told["a call too new"] == "ENOSYS"
    assert (told["a thread"], told["a signal to itself"]) == ("done", "done")


@needs_fence
def test_a_child_reaches_no_file_but_its_own(desk: Path, outside: Path) -> None:
    """Neither the worker's secrets nor a neighbour's files; its own desk it can use."""
    told = intrude(desk, outside)

    assert {told[name] for name in REFUSED_FILES} == {"EACCES"}
    assert told["changing what it was given"] == "EACCES"
    assert (told["reading inside"], told["writing inside"]) == ("done", "done")
    assert outside.read_bytes() == b"secret"


@needs_calls
@needs_fence
@pytest.mark.parametrize("may_write", [False, True], ids=["reader", "writer"])
def test_walls_stay_on_a_program(folder: Path, outside: Path, *, may_write: bool) -> None:
    """What becomes ExifTool is kept in as well; who only reads cannot write even inside."""
    told = intrude_as_program(folder, outside, may_write=may_write)

    assert {told[name] for name in REFUSED_CALLS} == {"EPERM"}
    assert {told[name] for name in REFUSED_FILES} == {"EACCES"}
    assert told["a thread"] == "RuntimeError"
    assert told["writing inside"] == ("done" if may_write else "EACCES")


@needs_calls
@needs_fence
async def test_both_kinds_of_children_stand_behind_walls(
    sandbox: Sandbox, source: Path, into: Path, tmp_path: Path
) -> None:
    """The real ones, while they work: a filter, no new privileges, and few open files."""
    put(source, photos.jpeg())
    await sandbox.develop(source, into, ())
    reader = await ExifToolChild.start("exiftool", folder=tmp_path, most_written=0)
    answer = await reader.run(["-ver"], 10)
    pids = [children()[0].pid, reader.pid]
    told = [
        Path(f"/proc/{pid}/{name}").read_text() for pid in pids for name in ("status", "limits")
    ]
    await reader.close()

    assert answer
    assert all("Seccomp:\t2" in one and "NoNewPrivs:\t1" in one for one in told[::2])
    assert all("Max open files            64" in one for one in told[1::2])
    assert await sandbox.walls() == confine.Walls(calls=True, files=True)


async def test_a_folder_may_be_told_from_where_we_are(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Children start elsewhere, so a relative folder is made absolute for both kinds."""
    put(source, photos.jpeg())
    monkeypatch.chdir(tmp_path)
    async with ExifTool(folder=Path()) as exiftool:
        tags = await exiftool.read(source)
    async with Sandbox(Limits(), size=1, folder=Path()) as own:
        developed = await own.develop(source, tmp_path, ())

    assert (tags["File:ImageWidth"], developed.facts.width) == (64, 64)


@needs_fence
async def test_files_outside_the_folder_are_out_of_reach(source: Path, folder: Path) -> None:
    """A picture that lies elsewhere is not read, nor taken for one without metadata."""
    put(source, photos.jpeg(description="Here"))
    async with ExifTool(folder=folder) as exiftool:
        with pytest.raises(MetadataUnreadable, match="could not open the file"):
            await exiftool.read(source)


async def test_desks_are_cleared(source: Path, into: Path, tmp_path: Path) -> None:
    """A child finds one picture at a time, and nothing is left when the pool is closed."""
    put(source, photos.jpeg())
    desks = tmp_path / "desks"
    desks.mkdir()
    async with Sandbox(Limits(), size=1, folder=desks) as own:
        for _ in range(2):
            await own.develop(source, into, (THUMB,))
        there = sorted(path.name for path in desks.rglob("*") if path.is_file())

    assert (there, list(desks.iterdir())) == (["source"], [])
    assert [path.name for path in into.iterdir()] == ["thumb.jpg"]


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("programs", [False, True])
def test_the_filter_is_sound_on_every_machine(machine: seccomp.Machine, *, programs: bool) -> None:
    """Run by hand: what it is for is refused, other machines are killed, reading is allowed."""
    column = machine.column
    steps = seccomp.written(machine, programs, threads=True)
    refusal, missing = seccomp.REFUSE | 1, seccomp.REFUSE | 38

    def run(number: int | None, first: int = 0, audit: int = machine.audit) -> int:
        assert number is not None
        return answered(steps, {0: number, 4: audit, 16: first})

    assert {run(calls[column]) for calls in seccomp.NETWORK.values()} == {refusal}
    assert run(seccomp.NETWORK["socket"][column], audit=0x40000003) == seccomp.KILL
    assert run(seccomp.PROGRAMS["execve"][column]) == (seccomp.ALLOW if programs else refusal)
    assert run(seccomp.CLONE["clone"][column]) == refusal
    assert run(seccomp.CLONE["clone"][column], 0x50F00) == seccomp.ALLOW
    assert run(seccomp.CLONE3["clone3"][column]) == missing
    assert run(seccomp.ONLY_MYSELF["tgkill"][column], os.getpid()) == seccomp.ALLOW
    assert run(seccomp.ONLY_MYSELF["tgkill"][column], os.getppid()) == refusal
    assert run(seccomp.ONLY_MYSELF["prlimit64"][column], 0) == seccomp.ALLOW
    assert run((0, 63)[column]) == seccomp.ALLOW
    assert run(0x40000000 + 41) == missing


def answered(steps: list[seccomp.Step], data: dict[int, int]) -> int:
    """What the kernel's interpreter would answer to a call."""
    at = held = 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == seccomp.RETURN:
            return value
        if code == seccomp.LOAD:
            held = data[value]
            continue
        tests = {
            seccomp.JUMP_EQUAL: held == value,
            seccomp.JUMP_GREATER: held > value,
            seccomp.JUMP_SET: bool(held & value),
        }
        at += if_true if tests[code] else if_false
