"""The figures, as lines for people."""

import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from benchmarks.meter import MB, Meter, RoleUsage


def machine(cores: int) -> str:
    """What it ran on, as far as the figures depend on it."""
    memory = psutil.virtual_memory().total / 1024**3
    return f"{cores} cores ({_processor()}), {memory:.0f} GiB, Python {platform.python_version()}"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def heading(text: str) -> None:
    """Begin a part."""
    print(f"\n{text}\n{'-' * len(text)}")


def figure(name: str, value: str) -> None:
    """One figure; printed at once, for the next may take a minute."""
    print(f"{name:<34} {value}", flush=True)


def usage(roles: Sequence[RoleUsage], pictures: int) -> None:
    """Memory and processor time by role."""
    print(
        f"{'process':<16}{'how many':>9}{'peak RSS, MB':>14}{'processor s':>13}{'ms/picture':>12}"
    )
    for role in roles:
        print(
            f"{role.role:<16}{role.processes:>9}{role.peak_bytes / MB:>14.0f}"
            f"{role.seconds:>13.1f}{role.seconds / pictures * 1000:>12.1f}"
        )


def disk(meter: Meter) -> None:
    """The most that temporary files took at one moment."""
    figure("temporary files, API, peak", f"{meter.spooled_bytes / MB:.0f} MB")
    figure("temporary files, worker, peak", f"{meter.scratch_bytes / MB:.0f} MB")


def medians(stages: Mapping[str, float]) -> None:
    """How long the stages took."""
    for name, seconds in stages.items():
        figure(f"median until {name}", f"{seconds:.2f} s")
