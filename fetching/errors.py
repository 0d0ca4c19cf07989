"""What can go wrong when a file is fetched from another place.

No message tells which addresses a name led to: a caller could map our network with that.
"""

from typing import ClassVar


class FetchError(Exception):
    """A file was not fetched; `code` and `params` are for clients, `str()` for people."""

    code: ClassVar[str] = "FETCH_FAILED"
    # Whether the same address may well answer when it is simply asked again.
    passing: ClassVar[bool] = False

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.params: dict[str, str | int] = params


class InvalidUrl(FetchError):
    """The text is not an http or https address, or it carries credentials."""

    code = "INVALID_URL"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The address cannot be fetched: {reason}.", reason=reason)


class AddressRefused(FetchError):
    """The host is, or leads to, an address that is not for the public."""

    code = "URL_ADDRESS_REFUSED"

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} does not lead to a public address.", host=host)


class PortRefused(FetchError):
    """The address names a port that files are not fetched from."""

    code = "URL_PORT_REFUSED"

    def __init__(self, port: int) -> None:
        super().__init__(f"Files are not fetched from port {port}.", port=port)


class HostUnknown(FetchError):
    """No name server knows the host, or none answers."""

    code = "URL_HOST_UNKNOWN"
    passing = True

    def __init__(self, host: str) -> None:
        super().__init__(f"No address was found for {host}.", host=host)


class Unreachable(FetchError):
    """There is no connection to the host, or it broke off before the end of the file."""

    code = "URL_UNREACHABLE"
    passing = True

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} did not send the whole file.", host=host)


class FetchTimedOut(FetchError):
    """The host was silent for too long, or the file took longer than its time."""

    code = "URL_TIMED_OUT"
    passing = True

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The file did not come within {seconds:g} s.", seconds=int(seconds))


class BadStatus(FetchError):
    """The host answered with something else than the file."""

    code = "URL_BAD_STATUS"

    def __init__(self, status: int) -> None:
        super().__init__(f"The host answered with status {status}, not the file.", status=status)


class StatusUnavailable(BadStatus):
    """The host said that it cannot answer now."""

    passing = True


class TooManyRedirects(FetchError):
    """The host sent us on and on."""

    code = "URL_TOO_MANY_REDIRECTS"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The address leads on more than {limit} times.", limit=limit)


class ContentEncoded(FetchError):
    """The host compressed the file, though it was asked not to."""

    code = "URL_CONTENT_ENCODED"

    def __init__(self, encoding: str) -> None:
        super().__init__(
            f"The host sent the file as {encoding}; files are taken unencoded.", encoding=encoding
        )


class FetchedTooLarge(FetchError):
    """The file has, or claims to have, more bytes than the limit."""

    code = "FILE_TOO_LARGE"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The file has more bytes than the limit of {limit:,}.", limit=limit)
