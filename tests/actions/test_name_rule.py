"""Reading code and position from file names."""

import time

import pytest

from actions.importing.name_rule import BadNameRule, NameRule, ReadName


@pytest.mark.parametrize(
    ("pattern", "name", "read"),
    [
        ("{code}_{position}", "SKU-123_2.jpg", ReadName("SKU-123", 2)),
        ("{code}_{position}", "A_B_07.tar.jpg", None),
        ("{code}_{position}", "A_B_07.jpg", ReadName("A_B", 7)),
        ("{code}_{position}", "SKU-123.jpg", None),
        ("{code}_{position}", "SKU_12345.jpg", None),
        ("{code}_{position}", "_2.jpg", None),
        ("{code}_{position}", "SKU-123_2", ReadName("SKU-123", 2)),
        ("{code}[_{position}]", "SKU-123.jpg", ReadName("SKU-123", None)),
        ("{code}[_{position}]", "SKU-123_2.jpg", ReadName("SKU-123", 2)),
        ("{code}", "SKU 1.jpg", ReadName("SKU 1", None)),
        ("{position}. ({code})", "3. (a.b).png", ReadName("a.b", 3)),
        ("p.{code}-{position}", "pxA-1.jpg", None),
    ],
)
def test_a_name_is_read_by_the_rule(pattern: str, name: str, read: ReadName | None) -> None:
    """What does not follow the rule says nothing."""
    assert NameRule(pattern).read(name) == read


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "1 to 100"),
        ("x" * 101, "1 to 100"),
        ("{position}", "needs {code}"),
        ("[{code}]", "needs {code}"),
        ("{code}_{code}", "needs {code}"),
        ("{code}{position}", "stand between"),
        ("{code}_{sku}", "no field {sku}"),
        ("{code}_{}", "no field {}"),
        ("{code}_}", "braces"),
        ("{code}/{position}", "folders"),
        ("{code}[_{position}", "one pair"),
        ("{code}]_[{position}", "one pair"),
        ("{code}[a][b]", "one pair"),
    ],
)
def test_a_wrong_rule_is_told(pattern: str, reason: str) -> None:
    """With the reason, before any file is read by it."""
    with pytest.raises(BadNameRule) as refused:
        NameRule(pattern)

    assert reason in str(refused.value)


def test_a_hostile_name_costs_nothing() -> None:
    """A rule is no regular expression of its author: no name makes it try for ever."""
    begun = time.perf_counter()
    NameRule("{code}_{position}_x").read("_1" * 100_000)

    assert time.perf_counter() - begun < 1
