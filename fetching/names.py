"""What a fetched file is called."""

from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote

from httpx import URL

LONGEST = 255


def name_of(disposition: str | None, url: URL) -> str:
    """The name a Content-Disposition gives, or the last part of the path; else an empty text.

    Without folders and at most 255 characters. It is a stranger's text all the same.
    """
    given = _given(disposition) if disposition else ""
    return (given or _last(unquote(url.raw_path.decode().partition("?")[0])))[-LONGEST:]


def _given(disposition: str) -> str:
    message = Message()
    message["Content-Disposition"] = disposition
    given = [
        value
        for key, value in message.get_params([], header="Content-Disposition")
        if key.lower() == "filename"
    ]
    # The parser puts `filename*`, which can spell every name, after the plain one.
    return _last(collapse_rfc2231_value(given[-1])) if given else ""


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].strip()
