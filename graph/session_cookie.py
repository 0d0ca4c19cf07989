"""The cookie that keeps a refresh token out of reach of scripts."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from actions.accounts.sessions import SignedIn
from actions.errors import Refused
from documents.clock import now

NAME, PATH = "ecogram_refresh", "/graphql"
# What browsers, and only they, say of a page of our own, and of an address that was typed.
OURS = ("same-origin", "none")


class CookieUnavailable(Refused):
    """A cookie can neither be set nor believed in a request of this kind."""

    code = "COOKIE_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__(
            "A refresh token is kept in a cookie only by plain requests over HTTP, which pages of "
            "other origins cannot send: send one, or take the token in the answer."
        )


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """The cookie of one request, and of the response to it."""

    request: Request
    response: Response
    only_https: bool

    @property
    def token(self) -> str | None:
        """The refresh token that came; None if there was none, or nobody of ours sent it."""
        return self.request.cookies.get(NAME) if self.is_ours else None

    @property
    def is_ours(self) -> bool:
        """Whether no page of another origin is behind this.

        Such a page may be of the same site, which SameSite lets pass.
        """
        headers = self.request.headers
        if site := headers.get("sec-fetch-site"):
            return site in OURS
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == headers.get("host")

    def keep(self, signed_in: SignedIn) -> None:
        """Have the browser keep the token for as long as it lives. The last word counts."""
        left = signed_in.refresh_expires_at - now()
        self._set(signed_in.refresh_token, int(left.total_seconds()))

    def clear(self) -> None:
        """Have the browser forget the token."""
        self._set("", 0)

    def _set(self, value: str, seconds: int) -> None:
        del self.response.headers["set-cookie"]
        self.response.set_cookie(
            NAME,
            value,
            max_age=seconds,
            path=PATH,
            secure=self.only_https or self.request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
