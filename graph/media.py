"""Media types: which of those that we can answer in a client wants."""

from collections.abc import Sequence

from strawberry.http.streaming import SSETransport

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"
HTML = "text/html"


class Events(SSETransport):
    """Server-sent events, for those who like them better than JSON.

    urql names them last in every request, where they mean: only if there is nothing else.
    """

    def accepts(self, accept: str) -> bool:
        """Whether to answer by events."""
        return preferred(accept, (JSON, GRAPHQL, EVENTS)) == EVENTS

    def encode_event(self, event: str, data: str | None = None) -> str:
        """Lines end by LF alone: urql takes nothing else for the end of an event.

        Nor does it take an empty value for none unless nothing at all follows the colon.
        """
        return (
            super().encode_event(event, data).replace("\r\n", "\n").replace("data: \n", "data:\n")
        )

    def encode_comment(self, comment: str) -> str:
        """As lines of events do."""
        return super().encode_comment(comment).replace("\r\n", "\n")


def preferred(accept: str, offered: Sequence[str]) -> str:
    """The one of `offered` that is wanted most; the first of them where nothing decides."""
    wanted = sorted(map(_weighed, accept.split(",")), key=lambda one: -one[1])
    return next((name for name, weight in wanted if name in offered and weight > 0), offered[0])


def _weighed(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [value[2:] for value in parameters if value.startswith("q=")]
    return name, _number(weights[0]) if weights else 1.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
