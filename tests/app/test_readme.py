"""The READMEs are true: what they tell people to type does what they say."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests import photos
from tests.app.service import free_port, serving

ROOT = Path(__file__).parents[2]


def blocks(readme: str) -> list[str]:
    """The fenced blocks, without their fences."""
    return re.findall(r"^```\w*\n(.*?)^```", (ROOT / readme).read_text(), re.MULTILINE | re.DOTALL)


async def typed(script: str, folder: Path) -> dict[str, Any]:
    """What a script prints, as JSON."""
    process = await asyncio.create_subprocess_exec(
        "bash", "-euc", script, cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return dict(json.loads(output))


@pytest.mark.parametrize("readme", ["README.md", "README.pt-BR.md"])
async def test_the_first_upload_works_as_written(readme: str, tmp_path: Path) -> None:
    """Copied line by line, the README's commands give its answer."""
    [signing_in] = [one for one in blocks(readme) if one.startswith("api()")]
    [uploading] = [one for one in blocks(readme) if one.startswith("api -H")]
    [promised] = [one for one in blocks(readme) if one.startswith('{"data"')]
    (tmp_path / "shoe.jpg").write_bytes(photos.jpeg(640, 480))
    (tmp_path / "broken.jpg").write_bytes(photos.truncated(photos.jpeg(640, 480)))
    port = free_port()
    api, script = (signing_in.replace("8000", str(port)).split("\n", 1)[0]), signing_in
    script = script.split("\n", 1)[1].replace("8000", str(port)).split("TOKEN=")[0]
    async with serving(tmp_path / "data", port):
        session = (await typed(script, tmp_path))["data"]["login"]["session"]
        token = f"TOKEN={session['accessToken']}\n"
        answer = await typed(token + api + "\n" + uploading, tmp_path)

    given, told = answer["data"]["uploadImages"], json.loads(promised)["data"]["uploadImages"]
    assert given["userErrors"] == told["userErrors"]
    for one, other in zip(given["results"], told["results"], strict=True):
        assert one | {"imageId": other["imageId"]} == other


@pytest.mark.parametrize("readme", ["README.md", "README.pt-BR.md"])
def test_what_it_points_to_is_there(readme: str) -> None:
    """Every link into the repository leads somewhere."""
    links = re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / readme).read_text())

    assert [link for link in links if not (ROOT / link).exists()] == []
