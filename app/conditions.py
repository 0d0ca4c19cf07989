"""Conditions of a request, as HTTP has them."""


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the header `If-None-Match` names this entity tag, weak or strong, or any."""
    if if_none_match is None:
        return False
    named = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in named or etag in named
