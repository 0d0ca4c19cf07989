"""The files we ship besides code, read: the image, the compose file, the workflows."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPT = re.compile(r"\.[\w./-]+")


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile."""

    word: str
    rest: str

    @property
    def words(self) -> list[str]:
        """The arguments, without options."""
        return [word for word in self.rest.split() if not word.startswith("--")]


def text(name: str) -> str:
    """A file of ours."""
    return (ROOT / name).read_text()


def stages() -> list[list[Step]]:
    """The instructions of each stage, the image itself last."""
    lines = [line for line in text("Dockerfile").splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    steps = [Step(*line.split(maxsplit=1)) for line in whole.splitlines() if line]
    starts = [place for place, step in enumerate(steps) if step.word == "FROM"]
    return [steps[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]


def image(word: str) -> list[Step]:
    """The instructions of a kind that make the image itself."""
    return [step for step in stages()[-1] if step.word == word]


def copied() -> list[str]:
    """What the Dockerfile takes from our folder."""
    steps = [step for stage in stages() for step in stage if step.word == "COPY"]
    return [source for step in steps if "--from" not in step.rest for source in step.words[:-1]]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a file from the builder: its last pattern that fits decides."""
    parts = PurePosixPath(path)
    names = [str(parts), *(str(parent) for parent in parts.parents)]
    found = False
    for line in text(".dockerignore").splitlines():
        pattern = line.removeprefix("!")
        if pattern and not line.startswith("#") and any(_fits(name, pattern) for name in names):
            found = not line.startswith("!")
    return found


def _fits(name: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(PurePosixPath(name).name, pattern.removeprefix("**/"))
    return fnmatch(name, pattern) and name.count("/") == pattern.count("/")


def pinned(name: str) -> dict[str, str]:
    """The versions in a lock file."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text(f"requirements/{name}.txt"), re.MULTILINE)
    return dict(found)


def pyproject() -> dict[str, Any]:
    """All of pyproject.toml."""
    return tomllib.loads(text("pyproject.toml"))


def compose() -> dict[str, Any]:
    """The compose file."""
    return dict(yaml.safe_load(text("docker-compose.yml")))


def services() -> dict[str, dict[str, Any]]:
    """Its services."""
    return dict(compose()["services"])


def workflow(path: Path) -> dict[str, Any]:
    """A workflow."""
    return dict(yaml.safe_load(path.read_text()))


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """Its jobs."""
    return dict(workflow(path)["jobs"])


def runs(path: Path) -> Iterator[str]:
    """What its steps run."""
    for job in jobs(path).values():
        yield from (step["run"] for step in job.get("steps", []) if "run" in step)


def targets(script: str) -> set[str]:
    """What a script makes."""
    return set(re.findall(r"^\s*make ([a-z-]+)", script, re.MULTILINE))


def scripts(path: Path) -> list[str]:
    """The scripts of ours that a workflow runs as they are."""
    return [run for run in runs(path) if SCRIPT.fullmatch(run)]


def uses(path: Path) -> Iterator[str]:
    """The actions and workflows that it takes from elsewhere."""
    for job in jobs(path).values():
        yield from (step["uses"] for step in (job, *job.get("steps", [])) if "uses" in step)


def example() -> dict[str, str]:
    """The variables of .env.example."""
    return dict(re.findall(r"^(\w+)=(.*)$", text(".env.example"), re.MULTILINE))


def filled(value: str) -> str:
    """A value of the compose file as it is once everything is configured."""
    return re.sub(r"\$\{\w+:\?[^}]*\}", "f" * 64, re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value))
