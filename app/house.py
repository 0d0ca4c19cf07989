"""Putting the house together for whoever answers clients."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from actions.accounts.rules import AccountRules
from actions.accounts.tokens import Signing
from actions.arriving.incoming import UploadRules
from actions.limiting.budgets import Budgets, CostRules
from actions.persisting.documents import NamedDocuments
from actions.persisting.trusted import Trusted, trusted
from actions.progress import Hub
from actions.publishing.freshness import Freshness
from app.approving import approval_rules
from app.asking import analysis_rules
from app.channels import channel_rules
from app.connections import import_rules, opened, retention, thresholds
from app.delivery import delivering
from app.health import Check
from app.presets import presets
from app.settings import MIB, Settings
from app.telling import published_url, turns, webhook_rules
from documents.hearing import LIBRARY, PEOPLE
from graph.compiled.packing import Fragments
from graph.context import House
from jobs.counting import keep_counted
from jobs.judging import keep_judged
from jobs.sweeping import sweep
from jobs.telling import tell


@dataclass(frozen=True, slots=True)
class Furnished:
    """The house, and how to ask each of its parts whether it is there."""

    house: House
    checks: Mapping[str, Check]


@asynccontextmanager
async def furnished(settings: Settings) -> AsyncIterator[Furnished]:
    """The house for settings without gaps; all of it is open while the block runs."""
    hub, freshness = Hub(), Freshness()
    library, people = Freshness(read=LIBRARY), Freshness(read=PEOPLE)
    kept = settings.kept_mib * MIB
    async with opened(settings) as connections, delivering(settings) as delivery:
        # Workers behind a broker only do what they are sent; so we sweep and tell for them.
        tasks = [hub.run(), freshness.run(), library.run(), people.run()]
        if settings.broker_url:
            tasks += [
                sweep(connections.bucket, retention(settings)),
                keep_counted(),
                keep_judged(channel_rules(settings)),
                tell(turns(settings, connections.bucket)),
            ]
        running = [asyncio.create_task(task) for task in tasks]
        house = House(
            bucket=connections.bucket,
            links=connections.links,
            upload_links=connections.upload_links,
            hub=hub,
            deliver=delivery.deliver,
            accounts=account_rules(settings),
            uploads=UploadRules(max_bytes=settings.max_upload_bytes),
            retention=retention(settings),
            imports=import_rules(settings),
            analysis=analysis_rules(settings),
            approval=approval_rules(settings),
            presets=presets(settings.presets),
            channels=channel_rules(settings),
            thresholds=thresholds(settings),
            public_catalog=settings.public_catalog,
            catalog_seconds=settings.catalog_seconds,
            freshness=freshness,
            library=library,
            people=people,
            kept_bytes=kept // 2,
            fragments=Fragments(kept // 2) if kept else None,
            budgets=budgets(settings),
            documents=named_documents(settings),
            introspection=settings.introspection,
            published_url=partial(published_url, settings),
            webhooks=webhook_rules(settings),
            pushes=settings.shopify_domain is not None,
        )
        checks: dict[str, Check] = {
            "database": lambda: connections.mongo.admin.command("ping"),
            "store": connections.bucket.ping,
            "queue": delivery.ping,
        }
        try:
            yield Furnished(house, checks)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


def budgets(settings: Settings) -> Budgets:
    """What the settings say of what clients may spend."""
    return Budgets(
        CostRules(
            budget=settings.cost_budget, rate=settings.cost_rate, request=settings.cost_request
        )
    )


def named_documents(settings: Settings) -> NamedDocuments:
    """What the settings say of documents that clients only name."""
    manifest = settings.trusted_documents
    return NamedDocuments(
        trusted=trusted(manifest) if manifest else Trusted(),
        only_trusted=settings.only_trusted,
        automatic=settings.persisted_queries,
    )


def account_rules(settings: Settings) -> AccountRules:
    """What the settings say of accounts."""
    assert settings.secret_key is not None, "Nobody but `provided` makes settings without gaps."
    secrets = settings.secret_key.get_secret_value().split(",")
    return AccountRules(
        signing=Signing(tuple(secrets)),
        registration=settings.registration,
        default_role=settings.default_role,
        only_https=settings.address.startswith("https://"),
    )
