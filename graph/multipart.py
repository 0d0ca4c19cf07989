"""Uploads as they stream in: to disk, each file capped, closed when the request is over."""

from contextlib import aclosing

from cross_web import FormData, StarletteRequestAdapter
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

# `operations` and `map`, and nothing that would need more.
MOST_FIELDS = 10


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
        """The fields and files. Raises ValueError for what is no multipart body."""
        request = self._request
        async with aclosing(request.stream()) as stream:
            parser = CappedParser(
                request.headers, stream, max_files=self.max_files, max_fields=MOST_FIELDS
            )
            parser.file_cap = self.max_bytes
            try:
                form = await parser.parse()
            except MultiPartException as error:
                raise ValueError(error.message) from error
        request.state.form = form
        return FormData(files=form, form=form)
