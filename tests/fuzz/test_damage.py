"""Damaged files end as pictures or as typed errors, soon, and take nobody with them.

What is damaged how depends on SEED alone. `make fuzz` goes on from here with other seeds.
"""

from itertools import islice
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.cases import cases
from tests.fuzz.judge import Judge
from tests.fuzz.pictures import damaged_pictures, pictures
from tests.fuzz.seeds import SEEDS, seed

SEED = 20261121
FILES = 300

bounded = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", SEEDS)
async def test_each_seed_is_a_picture(judge: Judge, name: str) -> None:
    """Undamaged, all of them are taken in: else their damage would prove nothing."""
    before = judge.outcomes["a picture"]

    assert await judge.fault(seed(name)) is None
    assert judge.outcomes["a picture"] == before + 1


async def test_mutated_files_end_as_they_may(judge: Judge) -> None:
    """Bits, numbers, cuts, splices and doubled parts, over each kind of picture in turn."""
    faults = [
        f"seed {SEED}, file {number}, {case.name}: {fault}"
        for number, case in enumerate(islice(cases(Random(SEED)), FILES))
        if (fault := await judge.fault(case.data))
    ]

    assert faults == []
    assert judge.outcomes["FILE_CORRUPT"] > FILES // 10
    assert judge.outcomes["a picture"] > FILES // 10


@bounded
@given(data=pictures())
async def test_every_whole_picture_is_taken_in(judge: Judge, data: bytes) -> None:
    """Whatever its size, mode, orientation and compression."""
    before = judge.outcomes["a picture"]

    assert await judge.fault(data) is None
    assert judge.outcomes["a picture"] == before + 1


@bounded
@given(data=damaged_pictures())
async def test_generated_damage_ends_as_it_may(judge: Judge, data: bytes) -> None:
    """The same with damage; hypothesis makes what fails small."""
    assert await judge.fault(data) is None
