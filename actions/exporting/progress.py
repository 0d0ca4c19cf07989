"""What an export has written so far, told now and then."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.metadata.table import image_id
from documents.export_skips import ExportSkip
from documents.exports import Export, Tally
from documents.jobs import Job
from feeds.items import Product, Skip, Written

TELL_SECONDS = 0.25
# So many skips are kept at once.
MOST_WAITING = 500


@dataclass
class Progress:
    """Counts what is written and left out, and tells it at most four times a second."""

    export: Export
    job: Job
    expected: int
    tally: Tally
    read: int = 0
    # Of the product that was counted last.
    code: str | None = None
    _skips: list[ExportSkip] = field(default_factory=list)
    _told: float = field(default_factory=time.monotonic)

    async def take(
        self, product: Product, written: Written, rows: int, refused: Sequence[Skip] = ()
    ) -> None:
        """Count a product, for which `rows` were read, some of them `refused` before.

        Raises ExportStopped, LeaseLost.
        """
        self.read += rows
        self.tally.pictures += written.pictures
        if written.pictures and product.code not in {None, self.code}:
            self.tally.products, self.code = self.tally.products + 1, product.code
        for skip in (*refused, *written.skipped):
            self._leave_out(product, skip)
        if len(self._skips) >= MOST_WAITING:
            await self.keep_skips()
        if time.monotonic() - self._told > TELL_SECONDS:
            await self.tell()

    async def tell(self) -> None:
        """Say how far it is. Raises ExportStopped, LeaseLost."""
        self._told = time.monotonic()
        await self.export.note({"tally": self.tally.model_dump()})
        await self.job.show(self.share)

    @property
    def share(self) -> float:
        """How much of it is read, from 0 to 0.95."""
        return min(0.95, self.read / max(self.expected, 1))

    async def keep_skips(self) -> None:
        """Keep what was left out so far."""
        await ExportSkip.add(self._skips)
        self._skips.clear()

    def _leave_out(self, product: Product, skip: Skip) -> None:
        reason = skip.reason.value
        self.tally.skipped[reason] = self.tally.skipped.get(reason, 0) + 1
        id = image_id(skip.picture.id)
        assert id is not None, "Pictures are named as the API names them."
        self._skips.append(
            ExportSkip(
                export_id=self.export.id,
                number=self.tally.left_out,
                image_id=id,
                product_code=product.code,
                reason=reason,
                facts=dict(skip.facts),
            )
        )
