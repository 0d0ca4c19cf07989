"""When a delivery that failed is tried again."""

from datetime import timedelta

# After the first try, the second ... Eight tries in all, over a bit more than four hours.
PAUSES = (10, 60, 300, 900, 2_400, 4_500, 6_600)
MOST_ATTEMPTS = len(PAUSES) + 1
# Longer by at most this part of it, so that what failed together does not come back together.
JITTER = 0.2
LONGEST_ASKED = timedelta(hours=1)


def pause_after(attempts: int, chance: float) -> timedelta | None:
    """How long to wait after so many tries that failed; None after the last."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return timedelta(seconds=PAUSES[attempts - 1] * (1 + JITTER * chance))


def asked_for(retry_after: str | None) -> timedelta:
    """What a receiver asks for in its Retry-After, in seconds and at most an hour; else nothing."""
    if retry_after is None or not retry_after.isascii() or not retry_after.isdigit():
        return timedelta()
    return min(timedelta(seconds=int(retry_after[:6])), LONGEST_ASKED)
