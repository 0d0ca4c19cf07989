"""Whatever is done to pictures, by however many at once, a shop that follows has the catalogue."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from beanie import PydanticObjectId

from actions.access import OPERATOR
from actions.arranging import placement, products
from actions.arranging.placement import Placement
from actions.arranging.placing import Place, RowEnd
from actions.arriving.incoming import Incoming, UploadRules
from actions.batches import ErrorPolicy
from actions.deleting import deletion, trash
from actions.deleting.retention import Retention
from actions.delivery import by_change_stream
from actions.errors import ActionError
from actions.metadata import editing
from actions.metadata.editing import Edit
from actions.pictures import replacing
from actions.reviewing import decisions
from documents.errors import DocumentsError
from documents.images import Image
from documents.jobs import Job
from documents.products import Product, ProductRole
from documents.reviews import ReviewReason
from jobs.run import run
from jobs.tools import Tools
from processing.errors import ProcessingError
from tests import photos
from tests.actions.shops import Shop, catalogue, in_step, told
from tests.jobs.pictures import ready

pytestmark = pytest.mark.usefixtures("database")
CODES = ("A", "B")
POLICY = ErrorPolicy.CONTINUE
SMALL = photos.jpeg(24, 16)
PICTURES, STEPS, WRITERS, SHOPS = 5, 14, 3, 3


class People:
    """What people do, at random; whatever is refused was not possible at that moment."""

    def __init__(self, random: Random, tools: Tools, ids: list[PydanticObjectId]) -> None:
        self.random, self.tools, self.ids = random, tools, ids

    @property
    def some(self) -> list[PydanticObjectId]:
        """One picture or a few."""
        return self.random.sample(self.ids, self.random.randint(1, 3))

    async def act(self) -> None:
        """One thing, or try to."""
        acts: list[Callable[[], Awaitable[object]]] = [
            *(self.approve,) * 4,
            self.withdraw,
            *(self.edit,) * 3,
            *(self.place,) * 2,
            *(self.reorder,) * 2,
            self.delete,
            self.restore,
            self.replace,
            self.rename,
        ]
        with suppress(ActionError, DocumentsError, ProcessingError):
            await self.random.choice(acts)()

    async def approve(self) -> None:
        """Submit again what was taken back, approve what can be, and make it public."""
        ids = self.some
        await decisions.resubmit(OPERATOR, ids, policy=POLICY)
        await decisions.approve(OPERATOR, ids, policy=POLICY, deliver=by_change_stream)
        await self.work()

    async def withdraw(self) -> None:
        """Take one back."""
        await decisions.withdraw(
            OPERATOR,
            [self.random.choice(self.ids)],
            reason=ReviewReason.RIGHTS,
            note=None,
            policy=POLICY,
            bucket=self.tools.bucket,
        )

    async def edit(self) -> None:
        """What shops see, or what they do not."""
        field = self.random.choice(["title", "alt_text", "credit", "source"])
        text = f"{field} {self.random.randint(1, 9)}"
        await editing.update(OPERATOR, [Edit(id, {field: text}) for id in self.some], policy=POLICY)

    async def place(self) -> None:
        """Onto one of the products, perhaps from the other."""
        role = self.random.choice([None, ProductRole.MAIN, ProductRole.DETAIL])
        placements = [Placement(id, role) for id in self.some]
        await placement.place(OPERATOR, self.random.choice(CODES), placements, policy=POLICY)

    async def reorder(self) -> None:
        """To one of the ends."""
        to = Place(end=self.random.choice(list(RowEnd)))
        await placement.reorder(OPERATOR, self.random.choice(CODES), self.some, to, policy=POLICY)

    async def delete(self) -> None:
        """Into the trash."""
        await deletion.delete(OPERATOR, [self.random.choice(self.ids)], bucket=self.tools.bucket)

    async def restore(self) -> None:
        """All out of the trash."""
        await trash.restore(OPERATOR, self.ids, policy=POLICY, deliver=by_change_stream)
        await self.work()

    async def replace(self) -> None:
        """Another file: it has to be approved again."""
        image = await Image.present(self.random.choice(self.ids))
        await replacing.replace(
            OPERATOR,
            image.id,
            Incoming(BytesIO(SMALL), "b.jpg"),
            image.version,
            bucket=self.tools.bucket,
            rules=UploadRules(max_bytes=10_000),
            retention=Retention(),
            deliver=by_change_stream,
        )
        await self.work()

    async def rename(self) -> None:
        """One of the products."""
        product = await Product.find_one({"code": self.random.choice(CODES)})
        assert product is not None, "Nobody deletes products here."
        name = f"Shoe {self.random.randint(1, 9)}"
        await products.update(OPERATOR, product.id, {"name": name}, product.version)

    async def work(self) -> None:
        """Do what the queue asks for, beside the other workers."""
        while job := await Job.claim(f"{id(self)}"):
            await run(job, self.tools)


async def shop(random: Random, done: asyncio.Event) -> Shop:
    """Follows, stops, begins anew in the middle, and goes on until nobody changes anything."""
    ours = Shop(random)
    if random.random() < 0.7:
        await ours.start()
    while not done.is_set():
        for _ in range(random.randint(0, 3)):
            await ours.go_on()
        if random.random() < 0.05:
            await ours.start()
        await asyncio.sleep(random.random() / 20)
    await ours.catch_up()
    return ours


async def test_with_real_files_and_workers_copies_end_equal(tools: Tools) -> None:
    """Three who change pictures and three shops that follow, begin anew and stop at random."""
    random = Random(1)
    for code in CODES:
        await products.create(OPERATOR, code, None)
    ids = [(await ready(tools, SMALL)).id for _ in range(PICTURES)]
    people = People(random, tools, ids)
    await placement.place(OPERATOR, "A", [Placement(id) for id in ids[1:]], policy=POLICY)
    await decisions.approve(OPERATOR, ids, policy=POLICY, deliver=by_change_stream)
    await people.work()
    done = asyncio.Event()
    shops = [asyncio.create_task(shop(Random(random.random()), done)) for _ in range(SHOPS)]

    async def write(own: Random) -> None:
        people = People(own, tools, ids)
        for _ in range(STEPS):
            await people.act()

    await asyncio.gather(*(write(Random(random.random())) for _ in range(WRITERS)))
    done.set()
    copies = [one.copy for one in await asyncio.gather(*shops)]

    truth = await catalogue()
    assert copies == [truth] * SHOPS
    await in_step()
    assert len(await told()) > len(ids)
