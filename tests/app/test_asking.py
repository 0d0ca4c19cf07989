"""The model, as the settings name it."""

from dataclasses import replace

import pytest

from actions.analysing.rules import AnalysisRules
from app.asking import analysis_rules, asking
from app.settings import Settings
from describing.questions import Picture, Question, Shape
from tests.describing.model import KEY, modelling


@pytest.mark.parametrize(
    ("settings", "on"),
    [
        (Settings(), False),
        (Settings(openai_api_key="k"), False),
        (Settings(openai_model="m"), False),
        (Settings(openai_model="m", openai_api_key="k"), True),
        (Settings(openai_model="m", openai_base_url="http://127.0.0.1:9/v1"), True),
    ],
)
async def test_a_model_needs_a_name_and_a_way_there(settings: Settings, on: bool) -> None:
    """Its client is opened only then."""
    async with asking(settings) as ask:
        assert (ask is not None, analysis_rules(settings)) == (on, AnalysisRules(on=on))


def test_the_settings_say_how_often_and_how_far() -> None:
    """The budget, and whether anything is accepted by itself."""
    settings = Settings(openai_daily_calls=5, openai_accept=True)

    assert analysis_rules(settings) == replace(AnalysisRules(), daily_calls=5, accept=True)


async def test_the_model_of_the_settings_is_asked() -> None:
    """At the endpoint, with the key, by name."""
    question = Question("Describe it.", Picture(b"x", "image/jpeg"), Shape.TEXT, 100)
    async with modelling() as model:
        settings = Settings(
            openai_model="seer-1", openai_base_url=model.address + "/", openai_api_key=KEY
        )
        async with asking(settings) as ask:
            assert ask is not None
            answer = await ask(question)

    assert answer.text == "A red chair."
    assert model.headers[0]["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(settings)
