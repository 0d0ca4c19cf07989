"""What was made of rows: kept by what it was made of, and never more than there is room for."""

from typing import Any

import orjson

from graph.compiled.packing import OVERHEAD_BYTES, Fragments, Packing


def keep(fragments: Fragments, row: bytes, made: str = "made") -> None:
    """Keep something of a row, as large as an entry's overhead."""
    fragments.keep(("run", None, row), made, OVERHEAD_BYTES - len(row))


def find(fragments: Fragments, row: bytes) -> Any:
    """What is kept of it."""
    return fragments.find(("run", None, row))


def test_what_is_asked_for_stays() -> None:
    """However much comes and goes beside it; the room is never exceeded."""
    fragments = Fragments(20 * OVERHEAD_BYTES)
    for number in range(100):
        keep(fragments, b"%03d" % number)
        if number:
            assert find(fragments, b"000") == "made"
        assert len(fragments) <= 10

    assert find(fragments, b"001") is None
    assert find(fragments, b"099") == "made"


def test_what_has_no_room_is_not_kept() -> None:
    """It is answered all the same."""
    fragments = Fragments(2 * OVERHEAD_BYTES)

    assert fragments.keep(("run", None, b"row"), "made", 10**6) == "made"
    assert len(fragments) == 0


def test_each_plan_period_and_row_has_its_own() -> None:
    """And each is made once."""
    made: list[Any] = []

    def run(one: Any) -> dict[str, Any]:
        made.append(one)
        return {"is": one}

    fragments = Fragments(10**6)
    packings = [Packing(fragments, lambda _: {}, period) for period in (1, 2)]
    for _ in range(3):
        found = [
            orjson.dumps(packing.json(run, f"{row.decode()}{packing.period}", row))
            for packing in packings
            for row in (b"a", b"b")
        ]

    assert made == ["a1", "b1", "a2", "b2"]
    assert found == [b'{"is":"a1"}', b'{"is":"b1"}', b'{"is":"a2"}', b'{"is":"b2"}']


def test_cursors_are_made_of_their_row() -> None:
    """Unpacked once each."""
    rows: list[bytes] = []

    def unpack(row: bytes) -> dict[str, Any]:
        rows.append(row)
        return {"at": row.decode(), "_id": 7}

    packing = Packing(Fragments(10**6), unpack)
    found = [packing.cursor("at", "{}/{}".format, b"x") for _ in range(2)]

    assert found == ["x/7", "x/7"]
    assert rows == [b"x"]
