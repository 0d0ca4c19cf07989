"""What of an input was sent: not sent differs from null."""

from collections.abc import Iterable


def sent(input: object, fields: Iterable[str]) -> dict[str, object]:
    """The values of those `fields`, each a Maybe, that were sent."""
    found = {field: getattr(input, field) for field in fields}
    return {field: some.value for field, some in found.items() if some is not None}
