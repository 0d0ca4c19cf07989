"""Keep a copy of an Ecogram catalogue in a folder: what a shop sees as JSON, and its files.

    python mirror_catalog.py http://localhost:8000 copy --key eco_... [--every 10]

The folder has `images/<id>.json` for each picture, `files/<id>/...` for its public files, and
`state.json`, from which the next run goes on. Everything may be stopped at any moment and started
again. Needs Python 3.11 and nothing else.
"""

import argparse
import base64
import hashlib
import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = 100
SECONDS = 60
FIELDS = """
  id productCode productName role sortKey title description altText decorative
  altTexts { locale text } credit copyrightNotice licenseUrl digitalSourceType
  width height dominantColor thumbHash focalPoint { x y } readiness { channel state }
  renditions { preset url width height bytes contentType } sequence updatedAt
"""
SNAPSHOT = f"""query Snapshot($after: String, $first: Int!) {{
  catalogSnapshot(first: $first, after: $after) {{
    nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} cursor
  }}
}}"""
CHANGES = f"""query Changes($after: String, $first: Int!) {{
  changes(after: $after, first: $first) {{
    nodes {{ sequence kind imageId image {{ {FIELDS} }} }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
Json = dict[str, Any]


class Refused(Exception):
    """The API answered with an error; `code` is what programs go by."""

    def __init__(self, error: Json) -> None:
        super().__init__(error["message"])
        self.code = error.get("extensions", {}).get("code")


@dataclass(frozen=True)
class Api:
    """The GraphQL endpoint, asked by GET, so that caches between us may answer."""

    address: str
    key: str | None = None

    def ask(self, query: str, **variables: Any) -> Json:
        """The data of an answer. Raises Refused, and OSError where nobody answers."""
        told = {"query": query, "variables": json.dumps(variables)}
        url = f"{self.address}/graphql?{urllib.parse.urlencode(told)}"
        headers = {"accept": "application/json"} | ({"x-api-key": self.key} if self.key else {})
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=SECONDS
        ) as answer:
            body: Json = json.load(answer)
        if body.get("errors"):
            raise Refused(body["errors"][0])
        return dict(body["data"])


class Mirror:
    """A folder that is brought in step with a catalogue."""

    def __init__(self, api: Api, folder: Path) -> None:
        self.api, self.folder = api, folder
        self.images, self.files = folder / "images", folder / "files"
        self.state = folder / "state.json"

    def run(self) -> int:
        """Go on from where the last run ended, to where the catalogue is; tells what was applied.

        Files that went meanwhile are left out: the feed tells of them in a moment.
        """
        for part in (self.images, self.files):
            part.mkdir(parents=True, exist_ok=True)
        if (cursor := self._cursor()) is None:
            return self._anew()
        try:
            return self._follow(cursor)
        except Refused as refused:
            if refused.code != "CURSOR_EXPIRED":
                raise
            # We were away for too long: what we have may lack changes that nobody can tell us.
            self.state.unlink()
            return self._anew()

    def _anew(self) -> int:
        """Take the whole catalogue, then remove what is not in it, then follow its changes."""
        there: set[str] = set()
        after, more = None, True
        while more:
            page = self.api.ask(SNAPSHOT, after=after, first=PAGE)["catalogSnapshot"]
            for image in page["nodes"]:
                self._store(image)
                there.add(_name(image["id"]))
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        for name in {path.stem for path in self.images.glob("*.json")} - there:
            self._remove(name)
        self._keep(page["cursor"])
        return len(there) + self._follow(page["cursor"])

    def _follow(self, cursor: str) -> int:
        applied, more = 0, True
        while more:
            page = self.api.ask(CHANGES, after=cursor, first=PAGE)["changes"]
            for change in page["nodes"]:
                if change["image"] is None:
                    self._remove(_name(change["imageId"]))
                else:
                    self._store(change["image"])
            applied += len(page["nodes"])
            if page["nodes"]:
                # Only now: whoever stops before it applies the page again, which does no harm.
                cursor = page["pageInfo"]["endCursor"]
                self._keep(cursor)
            more = page["pageInfo"]["hasNextPage"]
        return applied

    def _store(self, image: Json) -> None:
        """Files first, so that whoever finds a picture finds its files too; then old files go."""
        name = _name(image["id"])
        folder = self.files / name
        folder.mkdir(exist_ok=True)
        wanted = {_file_name(one): one for one in image["renditions"]}
        for file_name, rendition in wanted.items():
            path = folder / file_name
            # What is behind an address never changes.
            if not path.exists() or path.stat().st_size != rendition["bytes"]:
                self._fetch(rendition["url"], path)
        _write(self.images / f"{name}.json", json.dumps(image, indent=2, ensure_ascii=False))
        for path in folder.iterdir():
            if path.name not in wanted:
                path.unlink()

    def _fetch(self, url: str, path: Path) -> None:
        address = urllib.parse.urljoin(self.api.address, urllib.parse.quote(url, safe=":/%"))
        part = path.with_name(f"{path.name}.part")
        try:
            with (
                urllib.request.urlopen(address, timeout=SECONDS) as answer,
                part.open("wb") as file,
            ):
                shutil.copyfileobj(answer, file)
        except urllib.error.HTTPError as error:
            with error:
                if error.code not in {404, 410}:
                    raise
            return
        part.replace(path)

    def _remove(self, name: str) -> None:
        (self.images / f"{name}.json").unlink(missing_ok=True)
        shutil.rmtree(self.files / name, ignore_errors=True)

    def _cursor(self) -> str | None:
        if not self.state.exists():
            return None
        return str(json.loads(self.state.read_text())["cursor"])

    def _keep(self, cursor: str) -> None:
        _write(self.state, json.dumps({"cursor": cursor}))


def _name(id: str) -> str:
    """An id as the name of a file: ids have letters of both cases, which some disks mix up."""
    return base64.b16encode(id.encode()).decode().lower()


def _file_name(rendition: Json) -> str:
    """Another address, another file: so it is never taken for one that was made before."""
    mark = hashlib.sha256(rendition["url"].encode()).hexdigest()[:8]
    ending = rendition["contentType"].rpartition("/")[2]
    return f"{rendition['preset'].lower()}-{mark}.{ending}"


def _write(path: Path, text: str) -> None:
    """Put the whole text there, or nothing."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Mirror once, or again and again; 1 where the API refuses or cannot be reached."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address", help="such as http://localhost:8000")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", default=os.environ.get("ECOGRAM_KEY"), help="or ECOGRAM_KEY")
    parser.add_argument("--every", type=float, help="seconds between two looks; once by default")
    told = parser.parse_args(arguments)
    mirror = Mirror(Api(told.address.rstrip("/"), told.key), told.folder)
    while True:
        try:
            print(f"{mirror.run()} applied.", flush=True)
        except (Refused, OSError) as error:
            print(f"Not in step: {error}", file=sys.stderr, flush=True)
            if told.every is None:
                return 1
        if told.every is None:
            return 0
        time.sleep(told.every)


if __name__ == "__main__":
    sys.exit(main())
