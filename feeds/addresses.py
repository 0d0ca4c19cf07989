"""Addresses as feeds take them."""

from urllib.parse import quote, urlsplit

LONGEST = 2_000
# Delimiters of RFC 3986, and what is escaped already; a comma would end an address in a list.
KEPT = ":/?#[]@!$&'()*+;=%-._~"


def written(url: str) -> str | None:
    """The address in ASCII alone; None where shops would not take it."""
    told = quote(url, safe=KEPT)
    parts = urlsplit(told)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(told) > LONGEST:
        return None
    return told
