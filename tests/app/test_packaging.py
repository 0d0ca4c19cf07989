"""What we ship besides code: the image, the compose file and the workflows. No Docker runs here."""

import json
import os
import re
import sys
from asyncio.subprocess import create_subprocess_exec
from pathlib import Path

import pytest
import yaml
from starlette.applications import Starlette
from starlette.routing import Route

from app.health import healthz
from app.settings import PREFIX, TESTS, Settings, read
from tests.app import shipped
from tests.app.service import free_port
from tests.app.shipped import ROOT, WORKFLOWS, image, jobs, services, text
from tests.conftest import MONGODB_URI, S3
from tests.server import listening

SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
TEST_SETTINGS = {MONGODB_URI, *(S3 + name for name in ("ENDPOINT_URL", "ACCESS_KEY", "SECRET_KEY"))}
OURS = ["api", "worker"]
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY")
PASSWORD_IN_PLAIN = re.compile(r"://[^/:]*:(?!\$\{)[^/@]*@")


def test_what_is_copied_is_there() -> None:
    """Each COPY takes a file or a folder that exists and that the builder gets to see."""
    missing = [
        source
        for source in shipped.copied()
        if not (ROOT / source).exists() or shipped.ignored(source)
    ]

    assert shipped.copied()
    assert missing == []


def test_every_package_is_in_the_image() -> None:
    """A new package of ours cannot be forgotten in the Dockerfile."""
    ours = shipped.pyproject()["tool"]["setuptools"]["packages"]["find"]["include"]

    assert {name.removesuffix("*") for name in ours} <= set(shipped.copied())


def test_data_beside_code_is_in_the_package() -> None:
    """Profiles of channels come along wherever the code is installed."""
    told = shipped.pyproject()["tool"]["setuptools"]["package-data"]
    taken = {
        path
        for package, patterns in told.items()
        for pattern in patterns
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
    }

    assert taken
    assert set((ROOT / "processing").rglob("*.toml")) == taken


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        ".ecogram/secret.key",
        "requirements/dev.txt",
        "tests/conftest.py",
        "web/node_modules/vite/index.js",
        "web/dist/graphiql.html",
        "app/__pycache__/cli.pyc",
    ],
)
def test_the_builder_does_not_get(path: str) -> None:
    """Secrets, data and what the image makes itself stay out of it."""
    assert shipped.ignored(path)


def test_the_image_is_the_service_without_its_embedded_parts() -> None:
    """The same versions as `make serve` has, less a database and a store that are elsewhere."""
    extra = shipped.pyproject()["project"]["optional-dependencies"]["embedded"]
    embedded = {re.split(r"[=<>;]", each)[0] for each in extra}
    serve, ours = shipped.pinned("serve"), shipped.pinned("image")

    assert ours == {name: version for name, version in serve.items() if name not in embedded}
    assert embedded <= set(serve)


def test_nobody_is_root() -> None:
    """The image runs as a user with a number, so that an orchestrator can see it is not root."""
    [user] = image("USER")
    uid, gid = user.rest.split(":")

    assert int(uid) > 0
    assert int(gid) > 0
    assert any(f"useradd --uid {uid} --gid {gid}" in step.rest for step in image("RUN"))


def test_debian_packages_are_those_of_the_makefile() -> None:
    """What `make serve` installs on a machine is what the image has."""
    [install] = [step.rest for step in image("RUN") if "apt-get install" in step.rest]
    wanted = re.search(r"^TO_SERVE := (.+)$", text("Makefile"), re.MULTILINE)

    assert wanted is not None
    for pair in wanted[1].split():
        assert pair.split(":")[1] in install.split()


def test_bases_have_a_version_that_we_test() -> None:
    """No base image floats, and its Python is one of those that the tests run on."""
    bases = [stage[0].words[0] for stage in shipped.stages()]
    tested = jobs(ROOT / ".github/workflows/ci.yml")["tests"]["strategy"]["matrix"]["python"]

    assert all(re.search(r":\d+", base) for base in bases)
    assert re.sub(r"python:|-.*", "", bases[-1]) in tested
    assert bases[-1] == bases[-2], "The environment was made for another Python."


async def test_the_health_check_asks_the_api() -> None:
    """It succeeds where /healthz answers, whatever proxy is set, and fails where nobody does."""
    [check] = image("HEALTHCHECK")
    _, *command = json.loads(check.rest.split(" CMD ")[1])

    async def status(port: int) -> int:
        variables = {**os.environ, "ECOGRAM_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
        return await (await create_subprocess_exec(sys.executable, *command, env=variables)).wait()

    async with listening(Starlette(routes=[Route("/healthz", healthz)])) as address:
        assert await status(int(address.rpartition(":")[2])) == 0
    assert await status(free_port()) != 0


@pytest.mark.parametrize(
    "name",
    ["Dockerfile", "docker-compose.yml", ".env.example", "docs/deployment.md", "docs/jobs.md"]
    + [str(path.relative_to(ROOT)) for path in WORKFLOWS],
)
def test_every_variable_is_a_setting(name: str) -> None:
    """A misspelt variable would stop the service, or worse, a document would lie."""
    named = set(re.findall(rf"\b{PREFIX}[A-Z0-9_]*[A-Z0-9]\b", text(name)))

    assert {found for found in named if not found.startswith(TESTS)} <= SETTINGS
    assert {found for found in named if found.startswith(TESTS)} <= TEST_SETTINGS


@pytest.mark.parametrize("name", OURS)
def test_settings_take_what_compose_gives(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every part configured, nothing embedded is started."""
    for variable, value in services()[name]["environment"].items():
        monkeypatch.setenv(variable, shipped.filled(value))
    settings = read()

    assert settings.mongodb_uri
    assert settings.s3_bucket
    assert settings.broker_url
    assert bool(settings.secret_key) == (name == "api"), "A worker signs nothing."


def test_what_we_build_is_our_image_and_confined() -> None:
    """API and worker are one image, read-only, without capabilities and ways to gain any."""
    built = {name: one for name, one in services().items() if "build" in one}

    assert sorted(built) == OURS
    assert len({one["image"] for one in built.values()}) == 1
    for one in built.values():
        assert one["build"] == "."
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]


def test_whoever_is_waited_for_can_tell_that_it_is_well() -> None:
    """Each part has a health check; the API's is in the image, which a worker must not inherit."""
    unchecked = {name for name, one in services().items() if "healthcheck" not in one}
    waited = {name for one in services().values() for name in one.get("depends_on", {})}

    assert unchecked == {"api"}
    assert waited <= services().keys()


def test_only_the_api_and_the_store_are_reachable() -> None:
    """On loopback unless somebody decides otherwise; database and queue on no port at all."""
    doors = {name: one["ports"] for name, one in services().items() if "ports" in one}

    assert sorted(doors) == ["api", "s3"]
    assert all(port.startswith("${BIND:-127.0.0.1}:") for ports in doors.values() for port in ports)
    assert shipped.compose()["networks"]["inside"] == {"internal": True}
    assert services()["worker"]["networks"] == ["inside"]


def test_workers_reach_out_only_if_asked_to() -> None:
    """One more file opens their way, and hands on how to ask a model; API and worker agree."""
    more = yaml.safe_load(text("docker-compose.outgoing.yml"))["services"]

    assert sorted(more) == OURS
    assert more["worker"]["networks"] == ["inside", "outside"]
    assert more["worker"]["environment"] == more["api"]["environment"]
    assert more["api"]["environment"].keys() <= SETTINGS
    assert set(more["api"]["environment"].values()) == {None}


def test_compose_holds_no_secret() -> None:
    """Whatever is called a secret comes from a variable without which nothing starts."""
    for one in services().values():
        for variable, value in one.get("environment", {}).items():
            if SECRET.search(variable):
                assert value.startswith("${"), variable
                assert ":?" in value, variable
            assert not PASSWORD_IN_PLAIN.search(value), variable


def test_the_example_names_every_variable() -> None:
    """All that the compose file asks for is in .env.example, where secrets have no value."""
    asked = set(re.findall(r"\$\{(\w+):", text("docker-compose.yml")))
    secrets = {name: value for name, value in shipped.example().items() if SECRET.search(name)}

    assert set(shipped.example()) == asked
    assert set(secrets.values()) == {""}
    assert set(secrets) == set(re.findall(r"\$\{(\w+):\?", text("docker-compose.yml")))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_little_and_not_for_ever(path: Path) -> None:
    """No job inherits permissions, may write to the repository, holds keys or runs for hours."""
    assert shipped.workflow(path).keys() >= {"permissions", "concurrency"}
    assert "secrets." not in path.read_text()
    for job in jobs(path).values():
        allowed = dict(job["permissions"])
        assert allowed.pop("contents") == "read"
        assert allowed in ({}, {"id-token": "write"})
        assert "uses" in job or job["timeout-minutes"] <= 60


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_is_there(path: Path) -> None:
    """Scripts and targets exist; actions are ours or have a version."""
    scripts = shipped.scripts(path)
    said = (*shipped.runs(path), *map(text, scripts))
    wanted = {target for each in said for target in shipped.targets(each)}
    known = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))

    assert wanted <= known
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)
    for action in shipped.uses(path):
        ours = action.startswith("./") and (ROOT / action).is_file()
        assert ours or re.search(r"@(v\d+|[0-9a-f]{40})$", action), action


def test_the_function_is_updated_only_where_there_is_one() -> None:
    """A repository without a Lambda function releases all the same."""
    steps = jobs(ROOT / ".github/workflows/release.yml")["release"]["steps"]
    [update] = [step for step in steps if "aws lambda" in step.get("run", "")]

    assert update["if"] == "${{ vars.LAMBDA_FUNCTION != '' }}"
