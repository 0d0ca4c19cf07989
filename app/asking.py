"""The model that describes pictures, where one is configured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from actions.analysing.rules import AnalysisRules
from app.settings import Settings
from describing.questions import Ask, Endpoint


def analysis_rules(settings: Settings) -> AnalysisRules:
    """What the settings say of asking models."""
    reachable = settings.openai_api_key is not None or settings.openai_base_url is not None
    return AnalysisRules(
        on=settings.openai_model is not None and reachable,
        daily_calls=settings.openai_daily_calls,
        accept=settings.openai_accept,
    )


@asynccontextmanager
async def asking(settings: Settings) -> AsyncIterator[Ask | None]:
    """How to ask the model, while the block runs; None where none is configured."""
    if not analysis_rules(settings).on or settings.openai_model is None:
        yield None
        return
    # Its client takes half a second to load, which nobody waits for who does not want it.
    from describing.describer import Describer  # noqa: PLC0415

    key = settings.openai_api_key
    endpoint = Endpoint(
        model=settings.openai_model,
        base_url=settings.openai_base_url,
        key=key.get_secret_value() if key else None,
        seconds=settings.openai_seconds,
    )
    async with Describer(endpoint) as describer:
        yield describer.ask
