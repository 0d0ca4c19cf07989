"""`python -m benchmarks.renditions`: what rendering takes, beside plain Pillow and sharp.

40 photos of 3 to 24 megapixels, lying in all eight orientations, a third each in sRGB, in a wider
space and untagged, become 2048 px progressive JPEGs of quality 85 and thumbs of 400 px, upright and
in sRGB. Every contender has one core and a process of its own, and they take turns. sharp is
installed by npm into a folder that is removed afterwards; where that is not possible, it is left
out.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import mean, median

from benchmarks import pictures, report
from benchmarks.contenders import SIZES
from benchmarks.likeness import Ideal, likeness
from benchmarks.meter import MB
from benchmarks.service import cores

SHARP = "sharp@0.35.5"
SCRIPT = Path(__file__).with_name("sharp.mjs")
# How many times as many pictures a processor second as the peers we promise.
THAN_PLAIN, THAN_SHARP = 2.5, 1.3
# What counts as equal quality, and as equal weight.
LIKE, HEAVY = 0.001, 0.02

Commands = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """Processor seconds for all photos once, and the most memory that the process held."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Work:
    """What comes of a contender: its median run, and by size likeness and bytes in all."""

    run: Run
    likeness: Mapping[int, float]
    bytes: Mapping[int, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print: 0 when we are as fast, as good and as small as promised, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.renditions", description=__doc__)
    parser.add_argument("--photos", type=int, default=40, help="how many photos (40)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each has its turn (3)")
    parser.add_argument("--without-sharp", action="store_true", help="install nothing")
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ecogram-bench-") as folder:
        return _measure(Path(folder), told.photos, told.rounds, sharp=not told.without_sharp)


def _measure(folder: Path, count: int, rounds: int, *, sharp: bool) -> int:
    report.figure("machine", report.machine(cores()))
    photos = folder / "photos"
    pictures.mixed(photos, count, cores())
    contenders = _commands(folder, photos, sharp=sharp)
    loads = [os.getloadavg()[0]]
    runs = _runs(contenders, rounds)
    loads.append(os.getloadavg()[0])
    report.figure("load before and after", " and ".join(f"{load:.1f}" for load in loads))
    like = _likenesses(folder, photos, list(contenders))
    works = {name: Work(runs[name], like[name], _bytes(folder / name)) for name in contenders}
    _tell(works, count)
    return _verdict(works)


def _commands(folder: Path, photos: Path, *, sharp: bool) -> dict[str, list[str]]:
    """How to run each contender; the first is ours."""
    module = [sys.executable, "-m", "benchmarks.contenders"]
    found = {
        name: [*module, name, str(photos), str(_made(folder / name))]
        for name in ("ecogram", "plain", "thumbnail")
    }
    script = _installed(folder / "node") if sharp else None
    if script is not None:
        sizes = json.dumps(SIZES)
        found["sharp"] = ["node", str(script), str(photos), str(_made(folder / "sharp")), sizes]
    return found


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _installed(folder: Path) -> Path | None:
    """The script beside a fresh sharp; None, with a word why, where npm cannot bring it."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        report.figure("sharp", "left out: there is no Node.js here")
        return None
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", SHARP]
    _made(folder).joinpath("package.json").write_text("{}")
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        report.figure("sharp", "left out: npm cannot install it here")
        return None
    return Path(shutil.copy(SCRIPT, folder))


def _runs(contenders: Commands, rounds: int) -> dict[str, Run]:
    """Every contender's median run; by turns, so that what else goes on weighs on all alike."""
    found: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, command in contenders.items():
            found[name].append(_run(command))
    return {name: _median(runs) for name, runs in found.items()}


def _run(command: Sequence[str]) -> Run:
    # One arena, as our children have it: memory then is what pixels need, not what threads left.
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1", "UV_THREADPOOL_SIZE": "1"}
    done = subprocess.run(
        [*_on_one_core(), *command], env=environment, check=True, stdout=subprocess.PIPE
    )
    return Run(**json.loads(done.stdout))


def _on_one_core() -> list[str]:
    if not hasattr(os, "sched_getaffinity") or shutil.which("taskset") is None:
        return []
    return ["taskset", "--cpu-list", str(max(os.sched_getaffinity(0)))]


def _median(runs: Sequence[Run]) -> Run:
    return Run(median(run.seconds for run in runs), round(median(run.peak for run in runs)))


def _likenesses(folder: Path, photos: Path, names: Sequence[str]) -> dict[str, dict[int, float]]:
    """How like the ideal each contender's renditions are in the mean, by size."""
    found: dict[str, dict[int, list[float]]] = {
        name: {side: [] for side, _ in SIZES} for name in names
    }
    for photo in sorted(photos.iterdir()):
        ideal = Ideal(photo)
        for name, (side, _) in product(names, SIZES):
            made = folder / name / f"{photo.stem}.{side}.jpg"
            found[name][side].append(likeness(made, ideal))
    return {name: {side: mean(each[side]) for side in each} for name, each in found.items()}


def _bytes(made: Path) -> dict[int, int]:
    return {
        side: sum(path.stat().st_size for path in made.glob(f"*.{side}.jpg")) for side, _ in SIZES
    }


def _tell(works: Mapping[str, Work], count: int) -> None:
    report.heading(f"{count} photos, one core each")
    print(f"{'':<12}{'photos/s':>9}{'ms each':>9}{'peak, MB':>10}", end="")
    print("".join(f"{f'SSIM {side}':>11}{'kB':>7}" for side, _ in SIZES))
    for name, work in works.items():
        seconds, peak = work.run.seconds, work.run.peak
        print(f"{name:<12}{count / seconds:>9.2f}{seconds / count * 1000:>9.0f}", end="")
        print(f"{peak / MB:>10.0f}", end="")
        each = ((work.likeness[side], work.bytes[side] / count / 1000) for side, _ in SIZES)
        print("".join(f"{like:>11.4f}{heavy:>7.1f}" for like, heavy in each))
    for name, work in works.items():
        if name != "ecogram":
            times = work.run.seconds / works["ecogram"].run.seconds
            report.figure(f"ecogram / {name}", f"{times:.2f}")


def _verdict(works: Mapping[str, Work]) -> int:
    ours, plain, sharp = works["ecogram"], works["plain"], works.get("sharp")
    kept = {
        f"{THAN_PLAIN} times plain Pillow": plain.run.seconds >= THAN_PLAIN * ours.run.seconds,
        "as good as plain Pillow": _as_good(ours, plain),
        "as small as plain Pillow": _as_small(ours, plain),
    }
    if sharp is not None:
        kept[f"{THAN_SHARP} times sharp"] = sharp.run.seconds >= THAN_SHARP * ours.run.seconds
        kept["less memory than sharp"] = ours.run.peak < sharp.run.peak
    for promise, is_kept in kept.items():
        report.figure(promise, "yes" if is_kept else "NO")
    return 0 if all(kept.values()) else 1


def _as_good(ours: Work, plain: Work) -> bool:
    return all(ours.likeness[side] >= plain.likeness[side] - LIKE for side, _ in SIZES)


def _as_small(ours: Work, plain: Work) -> bool:
    return all(ours.bytes[side] <= (1 + HEAVY) * plain.bytes[side] for side, _ in SIZES)


if __name__ == "__main__":
    sys.exit(main())
