"""synchronize: compare what is kept with what is stored."""

import strawberry

from actions.syncing import syncs
from actions.syncing.syncs import Asked
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.types.enums import SyncClass
from graph.types.synchronization import Synchronization


@strawberry.input(description="How to compare, and what to repair.")
class SynchronizeInput:
    """A dry run by default."""

    dry_run: bool = strawberry.field(
        default=True, description="Only report; nothing is changed. True by default."
    )
    repair: list[SyncClass] = strawberry.field(
        default_factory=list,
        description="The classes to repair; none by default. Needs dryRun to be false.",
    )
    deep: bool = strawberry.field(
        default=False,
        description=(
            "Also read every original and compare its SHA-256: as long as all of them take to "
            "download. False by default."
        ),
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of asking.")
class SynchronizePayload:
    """The comparison that was begun."""

    synchronization: Synchronization | None = strawberry.field(
        default=None, description="The comparison, under way; null where it was refused."
    )
    user_errors: list[UserError] = no_errors()


@mutation(SynchronizePayload)
async def synchronize(info: Info, input: SynchronizeInput) -> SynchronizePayload:
    """Compare all records with all objects of the store, both ways, by a job.

    What differs is looked at twice before it is reported, and once more before it is repaired;
    what is younger than the grace period is not judged. Nothing is repaired unless everything
    was compared. While one is under way, another is refused with SYNC_RUNNING. Needs the role
    ADMIN.
    """
    house = info.context.house
    begun = await syncs.ask(
        info.context.viewer,
        Asked(dry_run=input.dry_run, repair=input.repair, deep=input.deep),
        rules=house.retention.sync,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return SynchronizePayload(synchronization=Synchronization.of(begun.raw()))
