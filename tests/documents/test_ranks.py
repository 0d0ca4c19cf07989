"""Places in a hand-made order."""

from hypothesis import given
from hypothesis import strategies as st

from documents.ranks import after, before, numbered, spread, unit

# What people do: at which place of the row, on which side, how many at once.
moves = st.lists(
    st.tuples(st.integers(0, 10_000), st.booleans(), st.integers(1, 5)), min_size=1, max_size=60
)


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_numbers_sort_as_numbers(numbers: list[int]) -> None:
    """Whole ranks, negative ones included, are in the order of their numbers."""
    assert sorted(map(numbered, numbers)) == [numbered(number) for number in sorted(numbers)]


@given(moves)
def test_there_is_always_room(moves: list[tuple[int, bool, int]]) -> None:
    """However often something goes next to something, the row is as a list would be."""
    row = [numbered(0), numbered(1), numbered(7)]
    for where, behind, count in moves:
        at = where % len(row)
        if behind:
            new = after(row[at], row[at + 1] if at + 1 < len(row) else None, count)
            row[at + 1 : at + 1] = new
        else:
            new = before(row[at], row[at - 1] if at else None, count)
            row[at:at] = new

    assert row == sorted(set(row))


@given(moves)
def test_no_neighbour_takes_a_whole_number(moves: list[tuple[int, bool, int]]) -> None:
    """Whoever got a number from a counter, now or later, finds it free."""
    row = [numbered(3)]
    for where, behind, count in moves:
        rank = row[where % len(row)]
        made = after(rank, None, count) if behind else before(rank, None, count)
        row += made

        assert all(len(one) > len(numbered(0)) and not one.endswith("0") for one in made)


def test_next_to_is_nearer_than_any_number() -> None:
    """What goes right after an image stays there, even if a later number is in use unseen."""
    [between] = after(numbered(5), numbered(9), 1)
    [other] = before(numbered(9), numbered(5), 1)

    assert numbered(5) < between < numbered(6)
    assert numbered(8) < other < numbered(9)


def test_a_crowd_is_spread_evenly() -> None:
    """A thousand at one place get short ranks in order."""
    low, high = unit(numbered(4) + "8")
    crowd = spread(low, high, 1000)

    assert (low, high) == (numbered(4), numbered(5))
    assert crowd == sorted(set(crowd))
    assert all(low < one < high for one in crowd)
    assert max(map(len, crowd)) <= 15
