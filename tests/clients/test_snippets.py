"""The page for front-end developers shows code that the tests of this folder run."""

import re
from pathlib import Path

import pytest

from tests.clients.conftest import ROOT

PAGE = ROOT / "docs/clients.md"
LINK = re.compile(r"\]\((\.\./examples/[^)]+\.ts)\)")
BLOCK = re.compile(r"^```ts\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets() -> list[tuple[str, str]]:
    """Each with the file that was linked last before it."""
    text = PAGE.read_text()
    return [
        (LINK.findall(text[: block.start()])[-1], block.group(1)) for block in BLOCK.finditer(text)
    ]


@pytest.mark.parametrize(("path", "snippet"), snippets())
def test_a_snippet_is_in_the_file_that_it_names(path: str, snippet: str) -> None:
    """Word for word, so that whoever reads it can rely on its having run."""
    assert snippet in (PAGE.parent / path).read_text()


def test_every_link_leads_somewhere() -> None:
    """No example is named that is not there."""
    links = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text())

    assert [link for link in links if not (PAGE.parent / Path(link)).exists()] == []
