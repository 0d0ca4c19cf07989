"""`/i/{code}/{role}`: an address of a picture that outlives its files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.presets import presets
from graph.context import House
from jobs.tools import Tools
from tests import photos
from tests.graph.documents import DELETE, WITHDRAW
from tests.graph.order import done
from tests.graph.public_addresses import got, seen
from tests.graph.steps import processed, published
from tests.server import Client, Sent

# AVIF beside the formats that are made anyway, and an own size.
OURS = presets(
    '{"SMALL": {"formats": ["AVIF", "WEBP", "JPEG"]},'
    ' "TINY": {"use": "PUBLISHED", "longest_side": 64, "formats": ["PNG"]}}'
)
CHROME = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
SAFARI = "image/webp,image/avif;q=0.5,*/*;q=0.1"
PHOTOS = [Sent(f"{n}.jpg", photos.jpeg(600 + n, 400)) for n in range(3)]
Files = dict[tuple[str, str], Mapping[str, Any]]

pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture
async def house(house: House) -> House:
    """With presets of its own."""
    return replace(house, presets=OURS)


@pytest.fixture
def tools(tools: Tools) -> Tools:
    """With the same."""
    return replace(tools, presets=OURS)


async def shown(
    client: Client, count: int = 2, code: str = "SKU-1"
) -> tuple[list[str], list[Files]]:
    """Pictures on a product with their public files, the first MAIN, the others ADDITIONAL."""
    ids = await processed(client, *PHOTOS[:count], productCode=code)
    roles = [{"imageId": id, "role": "ADDITIONAL" if n else "MAIN"} for n, id in enumerate(ids)]
    await done(client, "placeImages", productCode=code, placements=roles)
    await done(client, "reorderProductImages", productCode=code, imageIds=ids, to={"end": "START"})
    return ids, [seen(one) for one in await published(client, *ids)]


async def leads(client: Client, path: str, accept: str = "*/*") -> str:
    """Where an address leads to."""
    answer = await got(client, path, accept=accept)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def test_roles_and_places_lead_to_files(reviewer: Client, stranger: Client) -> None:
    """The largest file in a format that all programs know, for a minute; capitals do not count."""
    _, [first, second] = await shown(reviewer)
    answer = await got(stranger, "/i/SKU-1/main")
    at = [await leads(stranger, f"/i/SKU-1/{one}") for one in ("MAIN", "1", "additional", "2")]

    assert answer.status_code == 302
    assert answer.headers["location"] == first["LARGE", "jpeg"]["url"]
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["access-control-allow-origin"] == "*"
    large = [one["LARGE", "jpeg"]["url"] for one in (first, first, second, second)]
    assert at == large
    assert (await got(stranger, at[0])).headers["content-type"] == "image/jpeg"


async def test_the_first_picture_is_the_main_one_until_somebody_says_otherwise(
    reviewer: Client, stranger: Client
) -> None:
    """A product needs no placing to have an address; once it has a MAIN picture, that counts."""
    first, second = await processed(reviewer, *PHOTOS[:2], productCode="SKU-1")
    files = [seen(one) for one in await published(reviewer, first, second)]
    before = await leads(stranger, "/i/SKU-1/main")
    roles = [{"imageId": second, "role": "MAIN"}]
    await done(reviewer, "placeImages", productCode="SKU-1", placements=roles)
    after = await leads(stranger, "/i/SKU-1/main")
    await reviewer.ask(WITHDRAW, input={"ids": [second], "reason": "RIGHTS"})

    assert [before, after] == [one["LARGE", "jpeg"]["url"] for one in files]
    assert (await got(stranger, "/i/SKU-1/main")).status_code == 410


async def test_clients_choose_sizes_and_formats(reviewer: Client, stranger: Client) -> None:
    """By preset and format, else by what the client says that it can show."""
    _, [files] = await shown(reviewer, 1)
    small = "/i/SKU-1/1?preset=small"
    asked = {
        (small, CHROME): ("SMALL", "avif"),
        (small, SAFARI): ("SMALL", "webp"),
        (small, "image/avif;q=0, image/webp"): ("SMALL", "webp"),
        (small, "image/*"): ("SMALL", "jpeg"),
        (small, "text/html"): ("SMALL", "jpeg"),
        (small, "image/webp;q=x"): ("SMALL", "jpeg"),
        (f"{small}&format=WEBP", "image/jpeg"): ("SMALL", "webp"),
        ("/i/SKU-1/1?preset=tiny", CHROME): ("TINY", "png"),
        ("/i/SKU-1/1?format=png", CHROME): ("TINY", "png"),
    }
    led = {(path, accept): await leads(stranger, path, accept) for path, accept in asked}

    assert led == {one: files[chosen]["url"] for one, chosen in asked.items()}


async def test_what_is_not_there_is_told(reviewer: Client, stranger: Client) -> None:
    """404 with what there is; 400 for a format that nobody has heard of."""
    await shown(reviewer, 1)
    paths = ["NONE/1", "SKU-1/2", "SKU-1/0", "SKU-1/-1", "SKU-1/99999", "SKU-1/swatch", "SKU-1/x"]
    answers = [await got(stranger, f"/i/{path}") for path in paths]
    preset = await got(stranger, "/i/SKU-1/1?preset=huge&format=webp")
    format = await got(stranger, "/i/SKU-1/1?format=bmp")

    assert [one.status_code for one in answers] == [404] * len(paths)
    assert {one.headers["content-type"] for one in answers} == {"application/problem+json"}
    assert (preset.status_code, preset.json()["status"]) == (404, 404)
    assert "SMALL as image/avif" in preset.json()["detail"]
    assert format.status_code == 400


async def test_what_was_withdrawn_is_gone(reviewer: Client, stranger: Client) -> None:
    """The others close up; the role and the place that nobody has any more are 410."""
    [first, second, third], files = await shown(reviewer, 3)
    await reviewer.ask(WITHDRAW, input={"ids": [first], "reason": "RIGHTS"})
    await reviewer.ask(DELETE, input={"ids": [second]})
    gone = [await got(stranger, f"/i/SKU-1/{one}") for one in ("main", "2", "3")]
    never = [await got(stranger, f"/i/SKU-1/{one}") for one in ("4", "detail")]

    assert [one.status_code for one in gone] == [410, 410, 410]
    assert gone[0].headers["cache-control"] == "no-store"
    assert [one.status_code for one in never] == [404, 404]
    assert await leads(stranger, "/i/SKU-1/1") == files[2]["LARGE", "jpeg"]["url"]
    await reviewer.ask(WITHDRAW, input={"ids": [third], "reason": "RIGHTS"})
    assert (await got(stranger, "/i/SKU-1/additional")).status_code == 410


async def test_codes_are_as_shops_write_them(reviewer: Client, stranger: Client) -> None:
    """Slashes, spaces and letters of all kinds included."""
    code = "Größe 38/rot+?"
    _, [files] = await shown(reviewer, 1, code)

    for path in ("/i/Gr%C3%B6%C3%9Fe%2038/rot+%3F/1", "/i/Gr%C3%B6%C3%9Fe%2038%2Frot%2B%3F/main"):
        assert await leads(stranger, path) == files["LARGE", "jpeg"]["url"]
