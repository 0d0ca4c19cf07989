"""What is answered where nothing is: a page to people, a line of text to programs."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.console import absent, console

PAGE = "<title>Ecogram</title>"
ELSEWHERE = ("https://files.example",)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build of the console."""
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


async def answered(dist: Path, method: str, accept: str) -> httpx.Response:
    handlers = {404: absent(dist, ELSEWHERE)}
    app = Starlette(routes=console(dist, ELSEWHERE), exception_handlers=handlers)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as http:
        return await http.request(method, "/no/where", headers={"accept": accept})


async def test_people_are_shown_the_console_which_says_that_nothing_is_there(dist: Path) -> None:
    """As a 404 all the same, with the console's own policy, and kept apart from the text."""
    answer = await answered(dist, "GET", "text/html,application/xhtml+xml,*/*;q=0.8")

    assert (answer.status_code, answer.text) == (404, PAGE)
    assert "https://files.example" in answer.headers["content-security-policy"]
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(("method", "accept"), [("GET", "*/*"), ("POST", "text/html")])
async def test_programs_get_a_line_of_text(dist: Path, method: str, accept: str) -> None:
    """And no page, which they could not read."""
    answer = await answered(dist, method, accept)

    assert (answer.status_code, answer.text) == (404, "Not Found")


async def test_without_a_build_there_is_only_the_text(dist: Path) -> None:
    """A page that is not built is not said to be missing where no page would be, anyway."""
    (dist / "index.html").unlink()

    assert (await answered(dist, "GET", "text/html")).text == "Not Found"
