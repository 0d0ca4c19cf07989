"""Following work live, also for those who are slow to read."""

from beanie import PydanticObjectId

from actions.progress import MOST_WAITING, Hub


async def test_who_lags_behind_is_told_to_look_again() -> None:
    """A full mailbox lets go of the oldest, and says so once the rest is read."""
    raws = [{"image_id": PydanticObjectId(), "number": n} for n in range(MOST_WAITING + 2)]
    with Hub().open(lambda _: True) as mailbox:
        for raw in raws:
            mailbox.put(raw)
        taken = [await mailbox.take() for _ in range(MOST_WAITING + 1)]
        mailbox.put(raws[0])

        assert taken == [*raws[2:], None]
        assert await mailbox.take() == raws[0]
