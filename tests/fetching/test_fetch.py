"""Fetching files from strangers' addresses, from a real server on the loopback."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from fetching.errors import (
    AddressRefused,
    BadStatus,
    ContentEncoded,
    FetchedTooLarge,
    FetchError,
    FetchTimedOut,
    HostUnknown,
    InvalidUrl,
    PortRefused,
    StatusUnavailable,
    TooManyRedirects,
    Unreachable,
)
from fetching.fetch import Fetched, fetch
from fetching.rules import FetchRules, networks
from tests.fetching.hosts import Host, Writer, hosting, ok, onward

FILE = b"\xff\xd8 a picture"


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """A web server that is asked over the loopback."""
    async with hosting() as ours:
        yield ours


@pytest.fixture
def rules(host: Host) -> FetchRules:
    """Rules that let the tests reach their server, and nothing else of this machine."""
    return FetchRules(
        max_bytes=100_000,
        total_seconds=5,
        idle_seconds=2,
        ports=frozenset({80, 443, host.port}),
        allowed=networks(["127.0.0.1/32"]),
    )


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """Where the file goes."""
    return tmp_path / "file"


async def leads_to_loopback(host: str, port: int) -> Sequence[str]:
    """A resolver for which every name is this machine."""
    return ["127.0.0.1"]


async def test_a_file_is_fetched(host: Host, rules: FetchRules, to: Path) -> None:
    """Its bytes are on disk, its type and name are as its host says."""
    host.answers["/a/cat%20one.jpg?size=1"] = ok(FILE, "Content-Type: Image/JPEG; q=1")
    fetched = await fetch(host.url("/a/cat%20one.jpg?size=1#top"), to, rules=rules)

    assert fetched == Fetched(len(FILE), "image/jpeg", "cat one.jpg")
    assert to.read_bytes() == FILE


async def test_the_host_is_asked_by_its_name(host: Host, rules: FetchRules, to: Path) -> None:
    """The connection goes to the checked address, but the request names the host."""
    host.answers["/"] = ok(FILE)
    url = host.url("/", "pictures.example")
    fetched = await fetch(url, to, rules=rules, resolve=leads_to_loopback)

    assert f"Host: pictures.example:{host.port}" in host.asked[0]
    assert "Accept-Encoding: identity" in host.asked[0]
    assert fetched == Fetched(len(FILE), "", "")


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="SKU-1_2.jpg"', "SKU-1_2.jpg"),
        ("attachment; filename*=UTF-8''caf%C3%A9.jpg; filename=cafe.jpg", "café.jpg"),
        ('inline; filename="../../etc/passwd"', "passwd"),
        ('inline; filename="C:\\\\temp\\\\dog.png"', "dog.png"),
        ('inline; filename="gato-pelé.png"', "gato-pelé.png"),
        ("inline", "file.bin"),
        ("attachment; filename*=no-such-set''%ff%fe.png", "ÿþ.png"),
        ('attachment; filename="' + "n" * 300 + '.png"', "n" * 251 + ".png"),
    ],
)
async def test_a_host_names_its_file(
    host: Host, rules: FetchRules, to: Path, disposition: str, name: str
) -> None:
    """Content-Disposition goes before the path, and folders are left out."""
    host.answers["/file.bin"] = ok(FILE, f"Content-Disposition: {disposition}")
    fetched = await fetch(host.url("/file.bin"), to, rules=rules)

    assert fetched.name.lower() == name.lower()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cat.jpg",
        "//example.com/cat.jpg",
        "ftp://example.com/cat.jpg",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://",
        "http:///cat.jpg",
        "http://ada:secret@example.com/",
        "http://ada@example.com/",
        "http://exa mple.com/",
        "http://example.com\\@127.0.0.1/",
        "http://example.com/\r\nX: 1",
        "http://[::1/",
        "http://0177.0.0.1/",
        "http://127%2e0.0.1/",
        "http://example.com:port/",
        "http://１２７.０.０.１/",  # noqa: RUF001 - a disguise
        "http://example.com/" + "a" * 9_000,
    ],
)
async def test_what_is_no_web_address_is_refused(to: Path, url: str) -> None:
    """Before anything is looked up."""
    with pytest.raises(InvalidUrl):
        await fetch(url, to, rules=FetchRules())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://localhost./",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://017700000001/",
        "http://0/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
async def test_this_machine_and_its_neighbours_cannot_be_reached(to: Path, url: str) -> None:
    """However their addresses are written."""
    with pytest.raises(AddressRefused) as refused:
        await fetch(url, to, rules=FetchRules())

    assert refused.value.code == "URL_ADDRESS_REFUSED"
    assert not refused.value.passing


async def test_other_ports_are_refused(to: Path) -> None:
    """A link is not a way to talk to a database."""
    with pytest.raises(PortRefused) as refused:
        await fetch("http://example.com:27017/", to, rules=FetchRules())

    assert refused.value.params == {"port": 27017}


async def test_a_name_that_leads_home_is_refused(to: Path) -> None:
    """What counts is the address behind the name."""
    with pytest.raises(AddressRefused) as refused:
        await fetch("http://x.example/", to, rules=FetchRules(), resolve=leads_to_loopback)

    assert refused.value.params == {"host": "x.example"}
    assert "127.0.0.1" not in str(refused.value)


async def test_one_private_address_among_public_ones_is_refused(to: Path) -> None:
    """Else it would be reached whenever the public one does not answer."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["203.1.2.3", "10.0.0.1"]

    with pytest.raises(AddressRefused):
        await fetch("http://x.example/", to, rules=FetchRules(), resolve=resolve)


async def test_a_name_is_looked_up_once(host: Host, rules: FetchRules, to: Path) -> None:
    """A name server that answers otherwise the second time is not asked a second time."""
    asked = []

    async def rebinding(name: str, port: int) -> Sequence[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    host.answers["/"] = ok(FILE)
    await fetch(host.url("/", "x.example"), to, rules=rules, resolve=rebinding)

    assert asked == ["x.example"]
    assert to.read_bytes() == FILE


async def test_a_name_is_checked_again_at_each_hop(host: Host, rules: FetchRules, to: Path) -> None:
    """A host that was public for the first hop may be private for the second."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def rebinding(name: str, port: int) -> Sequence[str]:
        return next(answers)

    host.answers["/"] = onward("/again")
    with pytest.raises(AddressRefused):
        await fetch(host.url("/", "x.example"), to, rules=rules, resolve=rebinding)

    assert len(host.asked) == 1


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("http://10.0.0.1/", AddressRefused),
        ("http://[::ffff:169.254.169.254]/", AddressRefused),
        ("http://2130706433/", AddressRefused),
        ("file:///etc/passwd", InvalidUrl),
        ("http://ada:secret@example.com/", InvalidUrl),
        ("http://127.0.0.1:27017/", PortRefused),
    ],
)
async def test_a_redirect_leads_nowhere_that_a_link_may_not(
    host: Host, rules: FetchRules, to: Path, location: str, error: type[FetchError]
) -> None:
    """Each hop is checked like the first."""
    host.answers["/"] = onward(location)

    with pytest.raises(error):
        await fetch(host.url("/"), to, rules=rules)


async def test_redirects_are_followed(host: Host, rules: FetchRules, to: Path) -> None:
    """Relative ones, too; the last address names the file."""
    host.answers["/a"] = onward("/b", 301)
    host.answers["/b"] = onward(host.url("/c/cat.jpg"), 308)
    host.answers["/c/cat.jpg"] = ok(FILE)

    assert (await fetch(host.url("/a"), to, rules=rules)).name == "cat.jpg"


async def test_redirects_come_to_an_end(host: Host, rules: FetchRules, to: Path) -> None:
    """Five are followed, and the sixth is not."""
    host.answers["/"] = onward("/")
    with pytest.raises(TooManyRedirects):
        await fetch(host.url("/"), to, rules=rules)

    assert len(host.asked) == 6


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, BadStatus),
        (206, BadStatus),
        (302, BadStatus),
        (429, StatusUnavailable),
        (503, StatusUnavailable),
    ],
)
async def test_another_answer_is_not_the_file(
    host: Host, rules: FetchRules, to: Path, status: int, error: type[FetchError]
) -> None:
    """The status is told, and whether to ask again makes sense."""
    host.answers["/"] = f"HTTP/1.1 {status} So\r\nContent-Length: 2\r\n\r\nno".encode()
    with pytest.raises(error) as refused:
        await fetch(host.url("/"), to, rules=rules)

    assert refused.value.params == {"status": status}
    assert refused.value.passing is (error is StatusUnavailable)
    assert not to.exists()


async def test_an_announced_size_over_the_limit_is_refused(
    host: Host, rules: FetchRules, to: Path
) -> None:
    """Before its bytes are waited for."""
    host.answers["/"] = ok(b"", length=10**12)

    with pytest.raises(FetchedTooLarge):
        await fetch(host.url("/"), to, rules=rules)


async def test_a_size_that_was_never_announced_is_capped(
    host: Host, rules: FetchRules, to: Path
) -> None:
    """The limit counts the bytes that come, and nothing of them stays."""

    async def endless(writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1000\r\n" + bytes(4096) + b"\r\n")
            await writer.drain()

    host.answers["/"] = endless
    with pytest.raises(FetchedTooLarge) as refused:
        await fetch(host.url("/"), to, rules=rules)

    assert refused.value.params == {"limit": 100_000}
    assert not to.exists()


async def test_a_file_of_many_pieces_is_whole(host: Host, rules: FetchRules, to: Path) -> None:
    """Also when it is written in more than one go."""
    body = bytes(range(256)) * 10_000
    host.answers["/"] = ok(body)
    fetched = await fetch(host.url("/"), to, rules=replace(rules, max_bytes=len(body)))

    assert fetched.bytes == len(body)
    assert to.read_bytes() == body


async def test_a_file_that_breaks_off_is_not_taken(host: Host, rules: FetchRules, to: Path) -> None:
    """Half a picture is none."""
    host.answers["/"] = ok(FILE, length=1_000)
    with pytest.raises(Unreachable) as refused:
        await fetch(host.url("/"), to, rules=rules)

    assert refused.value.passing
    assert not to.exists()


async def test_a_compressed_file_is_refused(host: Host, rules: FetchRules, to: Path) -> None:
    """We asked for none, and a bomb would hide in it."""
    host.answers["/"] = ok(gzip.compress(bytes(10_000_000)), "Content-Encoding: gzip")
    with pytest.raises(ContentEncoded) as refused:
        await fetch(host.url("/"), to, rules=rules)

    assert refused.value.params == {"encoding": "gzip"}


async def test_a_silent_host_is_left(host: Host, rules: FetchRules, to: Path) -> None:
    """Nobody waits longer than the idle time."""
    gone = asyncio.Event()

    async def silent(writer: Writer) -> None:
        await gone.wait()

    host.answers["/"] = silent
    with pytest.raises(FetchTimedOut) as refused:
        await fetch(host.url("/"), to, rules=replace(rules, idle_seconds=0.2))
    gone.set()

    assert refused.value.passing


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"])
async def test_a_dripping_host_is_left(
    host: Host, rules: FetchRules, to: Path, head: bytes
) -> None:
    """A byte now and then, in the head or in the file, does not hold us beyond the total time."""

    async def drip(writer: Writer) -> None:
        writer.write(head or b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(200):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    host.answers["/"] = drip
    with pytest.raises(FetchTimedOut) as refused:
        await fetch(host.url("/"), to, rules=replace(rules, total_seconds=0.5))

    assert "0.5 s" in str(refused.value)
    assert not to.exists()


async def test_a_resolver_that_hangs_is_left(rules: FetchRules, to: Path) -> None:
    """The total time counts the look-up, too."""

    async def hanging(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    with pytest.raises(FetchTimedOut):
        await fetch(
            "http://x.example/", to, rules=replace(rules, total_seconds=0.2), resolve=hanging
        )


@pytest.mark.parametrize("found", [[], None])
async def test_a_host_that_nobody_knows_is_told(to: Path, found: list[str] | None) -> None:
    """As such, not as an accident."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        if found is None:
            raise OSError
        return found

    with pytest.raises(HostUnknown):
        await fetch("http://x.example/", to, rules=FetchRules(), resolve=resolve)


async def test_an_answer_that_is_no_address_is_refused(to: Path) -> None:
    """What cannot be checked is not connected to."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["/run/docker.sock"]

    with pytest.raises(AddressRefused):
        await fetch("http://x.example/", to, rules=FetchRules(), resolve=resolve)


async def test_nobody_at_home_is_told(host: Host, rules: FetchRules, to: Path) -> None:
    """A port where nobody listens is not there; the next address of the name may be."""

    async def resolve(name: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    ours = replace(rules, allowed=networks(["127.0.0.0/8"]))
    host.answers["/"] = ok(FILE)
    await fetch(host.url("/", "x.example"), to, rules=ours, resolve=resolve)
    assert to.read_bytes() == FILE

    with pytest.raises(Unreachable):
        await fetch(host.url("/", "127.0.0.3"), to, rules=ours)


@pytest.mark.parametrize(
    "said", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b""]
)
async def test_what_is_no_answer_is_told(
    host: Host, rules: FetchRules, to: Path, said: bytes
) -> None:
    """A host that does not speak HTTP is as good as none."""
    host.answers["/"] = said

    with pytest.raises(Unreachable):
        await fetch(host.url("/"), to, rules=rules)


async def test_proxies_of_the_environment_are_ignored(
    host: Host, rules: FetchRules, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would look the name up itself, and past our checks."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    host.answers["/"] = ok(FILE)

    assert (await fetch(host.url("/"), to, rules=rules)).bytes == len(FILE)


async def test_a_plain_host_does_not_pass_for_a_safe_one(
    host: Host, rules: FetchRules, to: Path
) -> None:
    """https without a certificate is no connection."""
    host.answers["/"] = ok(FILE)

    with pytest.raises(Unreachable):
        await fetch(host.url("/").replace("http:", "https:"), to, rules=rules)
