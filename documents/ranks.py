"""Places in a hand-made order: texts that sort as the order goes, with room between any two.

A rank is twelve hexadecimal digits of a whole number and then those of a fraction, without closing
zeros. Whole numbers come from counters, so what is put at an end waits for nobody. What goes next
to a neighbour gets a fraction beside it, nearer than any whole number, whoever holds that.
"""

DIGITS = 12
MIDDLE = 16**DIGITS // 2


def numbered(number: int) -> str:
    """The rank of a whole number, negative ones included."""
    return f"{MIDDLE + number:0{DIGITS}x}"


def unit(rank: str) -> tuple[str, str]:
    """The whole number at or below a rank, and the next one."""
    whole = int(rank[:DIGITS], 16)
    return f"{whole:0{DIGITS}x}", f"{whole + 1:0{DIGITS}x}"


def after(rank: str, following: str | None, count: int) -> list[str]:
    """`count` ranks right after `rank`, before the one that is `following` it now, if any."""
    ceiling = unit(rank)[1]
    return spread(rank, min(following or ceiling, ceiling), count)


def before(rank: str, previous: str | None, count: int) -> list[str]:
    """`count` ranks right before `rank`, after the one that is `previous` to it now, if any."""
    floor = numbered(int(rank, 16) - MIDDLE - 1) if len(rank) == DIGITS else unit(rank)[0]
    return spread(max(previous or floor, floor), rank, count)


def spread(low: str, high: str, count: int) -> list[str]:
    """`count` ranks at even distances between two of one unit, none of them a whole number."""
    digits = max(len(low), len(high))
    while _number(high, digits) - _number(low, digits) <= count:
        digits += 1
    start, room = _number(low, digits), _number(high, digits) - _number(low, digits)
    places = (start + room * step // (count + 1) for step in range(1, count + 1))
    return [f"{place:0{digits}x}".rstrip("0") for place in places]


def _number(rank: str, digits: int) -> int:
    return int(rank.ljust(digits, "0"), 16)
