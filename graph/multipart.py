"""Uploads as they stream in: to disk, each file capped, closed when the request is over."""

from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from cross_web import FormData, StarletteRequestAdapter
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

# `operations` and `map`, and nothing that would need more.
MOST_FIELDS = 10


class BadMultipart(Exception):
    """The body is no GraphQL multipart request; the message says what is amiss."""


class CappedParser(MultiPartParser):
    """Keeps at most one byte more of a file than it may have, so that its excess shows."""

    file_cap: int
    _kept: int = 0

    def on_part_begin(self) -> None:
        """Start to count anew."""
        super().on_part_begin()
        self._kept = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Drop what is beyond the cap."""
        if self._current_part.file is not None:
            end = min(end, start + max(0, self.file_cap + 1 - self._kept))
            self._kept += end - start
        if end > start:
            super().on_part_data(data, start, end)


class UploadAdapter(StarletteRequestAdapter):
    """Reads forms with our parser; the caller closes `form` after the answer."""

    def __init__(self, request: Request, *, max_bytes: int, max_files: int) -> None:
        super().__init__(request)
        self.max_bytes, self.max_files = max_bytes, max_files

    async def get_form_data(self) -> FormData:
        """The fields and files. Raises BadMultipart."""
        request = self._request
        async with aclosing(request.stream()) as stream:
            parser = CappedParser(
                request.headers, stream, max_files=self.max_files, max_fields=MOST_FIELDS
            )
            parser.file_cap = self.max_bytes
            try:
                form = await parser.parse()
            except MultiPartException as error:
                raise BadMultipart(error.message) from error
        request.state.form = form
        return FormData(files=form, form=form)


def filled(operations: Any, places: Any, files: Mapping[str, Any]) -> dict[str, Any]:
    """The operation, with each file put where the map says. Raises BadMultipart."""
    if not isinstance(operations, dict) or not isinstance(places, dict):
        raise BadMultipart("`operations` and `map` must be JSON objects: batches are not taken.")
    for name, paths in places.items():
        if not isinstance(paths, list) or isinstance(files.get(name), str | None):
            raise BadMultipart(f"The map names the file {name!r}, which is not among the parts.")
        for path in paths:
            _put(operations, str(path), files[name])
    return operations


def _put(operations: dict[str, Any], path: str, file: object) -> None:
    target: Any = operations
    *steps, last = path.split(".")
    try:
        for step in steps:
            target = target[_key(target, step)]
        if target[_key(target, last)] is not None:
            raise BadMultipart(f"{path} of the map must be null in `operations`.")
        target[_key(target, last)] = file
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadMultipart(f"{path} of the map is not in `operations`.") from error


def _key(target: object, step: str) -> int | str:
    return int(step) if isinstance(target, list) else step
