"""What the doctor says of the walls around children that open pictures."""

import pytest

from app import doctor
from app.settings import Settings
from processing.confine import Walls
from processing.sandbox import Sandbox


@pytest.mark.parametrize(
    ("walls", "said"),
    [
        (Walls(calls=True, files=True), "ok ("),
        (Walls(calls=True, files=False), "Landlock"),
        (Walls(calls=False, files=False), "cut their network off"),
    ],
    ids=["both", "no fence", "none"],
)
async def test_weak_walls_are_told(
    monkeypatch: pytest.MonkeyPatch, walls: Walls, said: str
) -> None:
    """A system that cannot keep children in is named, with what to do about it."""

    async def told(_: Sandbox) -> Walls:
        return walls

    monkeypatch.setattr(Sandbox, "walls", told)
    answer = await doctor.CHECKS["sandbox"](Settings())

    assert said in answer
    assert answer.startswith("ok (" if walls.files else "WEAK: ")
