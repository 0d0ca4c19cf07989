"""The other commands, run as their users run them."""

import asyncio
import sys
from pathlib import Path

from tests.app.service import environment, free_port, serving
from tests.server import Client

PASSWORD = "correct horse battery"
LOGIN = """
mutation ($input: LoginInput!) { login(input: $input) { session { account { role } } } }
"""


async def ecogram(data: Path, *arguments: str, say: str = "", **more: str) -> tuple[int, str]:
    """Exit code and output of a command."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", *arguments),
        env=environment(data, free_port(), **more),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(say.encode()), 60)
    return process.returncode or 0, output.decode()


async def test_accounts_are_managed_beside_a_running_ecogram(tmp_path: Path) -> None:
    """An operator makes an account on the command line, and its owner signs in at once."""
    data = tmp_path / "data"
    async with serving(data, free_port()) as service, Client(service.address) as client:
        added = ["users", "add", "ada@example.com", "--name", "Ada", "--role", "ADMIN"]
        assert await ecogram(data, *added, say=f"{PASSWORD}\n") == (0, "")
        assert (await ecogram(data, *added, say=f"{PASSWORD}\n"))[0] == 1
        added = ["users", "add", "bob@example.com", "--role", "VIEWER"]
        assert await ecogram(data, *added, say=f"{PASSWORD}\n") == (0, "")
        changed = ["users", "role", "bob@example.com", "--role", "REVIEWER"]
        assert await ecogram(data, *changed) == (0, "")
        _, listed = await ecogram(data, "users", "list")
        input = {"email": "bob@example.com", "password": PASSWORD}
        session = (await client.ask(LOGIN, input=input))["login"]["session"]

    assert listed.splitlines() == ["ada@example.com\tADMIN\tAda", "bob@example.com\tREVIEWER\tbob"]
    assert session["account"]["role"] == "REVIEWER"


async def test_accounts_are_managed_while_ecogram_is_stopped(tmp_path: Path) -> None:
    """The command starts the embedded database for itself; a refusal tells its reason."""
    code, said = await ecogram(
        tmp_path / "data", "users", "add", "nobody", "--role", "ADMIN", say=f"{PASSWORD}\n"
    )

    assert code == 1
    assert "email address" in said


async def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    """A machine with all it takes is told so; one without ExifTool is told how to get it."""
    well, said = await ecogram(tmp_path / "data", "doctor")
    ill, complaint = await ecogram(tmp_path / "data", "doctor", ECOGRAM_EXIFTOOL="no-such-tool")

    assert (well, said.count("ok (")) in {(0, 2), (0, 3), (0, 4)}
    assert ill == 1
    assert "apt-get install libimage-exiftool-perl" in complaint


async def test_a_bad_setting_stops_any_command(tmp_path: Path) -> None:
    """It is told in one sentence that names it, without a stack trace."""
    more = {"ECOGRAM_MAX_PIXEL": "5"}
    code, said = await ecogram(tmp_path / "data", "worker", **more)

    assert code == 2
    assert said == "ecogram: ECOGRAM_MAX_PIXEL is not a setting; did you mean ECOGRAM_MAX_PIXELS?\n"
