"""Asking an endpoint about a picture: over HTTP, with all that may go wrong."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from describing.bounds import MOST_BYTES
from describing.clock import now
from describing.describer import Describer, pause
from describing.errors import (
    AnswerTooLong,
    AnswerUnusable,
    DescribingError,
    ModelAccessDenied,
    ModelBusy,
    ModelQuotaSpent,
    ModelRefused,
    ModelRejected,
    ModelTimedOut,
    ModelUnavailable,
)
from describing.questions import Answer, Endpoint, Picture, Question, Shape
from tests.describing import model as says
from tests.describing.model import KEY, Model, Reply, modelling

PICTURE = Picture(b"\xff\xd8 a picture", "image/jpeg")
TEXT = Question("Describe it.", PICTURE, Shape.TEXT, longest=20)
WORDS = Question("Give keywords.", PICTURE, Shape.KEYWORDS, longest=10, most=3)


@pytest.fixture(scope="module")
async def shared() -> AsyncIterator[Model]:
    """An endpoint for all of these tests."""
    async with modelling() as ours:
        yield ours


@pytest.fixture
def model(shared: Model) -> Model:
    """A model that answers, and has not been asked yet."""
    shared.asked.clear()
    shared.headers.clear()
    shared.says(says.text("A red chair."))
    return shared


async def asked(model: Model, question: Question = TEXT, seconds: float = 5) -> Answer:
    """The answer to one question."""
    async with Describer(model.endpoint(seconds=seconds)) as describer:
        return await describer.ask(question)


async def test_a_picture_is_described(model: Model) -> None:
    """The picture goes as a data URL, with our key, the schema and a bound on the cost."""
    answer = await asked(model)
    [request] = model.asked
    [instruction, _] = request["messages"][1]["content"]

    assert answer == Answer("A red chair.", (), "seer-1-2026", 900, 30)
    assert (request["model"], model.headers[0]["authorization"]) == ("seer-1", f"Bearer {KEY}")
    assert model.picture() == PICTURE.data
    assert instruction["text"] == "Describe it."
    assert request["max_completion_tokens"] == 4096
    assert request["response_format"]["json_schema"]["schema"]["required"] == ["text"]


async def test_keywords_come_as_a_list(model: Model) -> None:
    """Without doubles and blanks around them."""
    model.says(says.keywords(" red ", "chair", "red"))

    assert (await asked(model, WORDS)).keywords == ("red", "chair")


async def test_the_environment_is_none_of_its_business(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what it is handed counts; variables that its client would read do not."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-planted")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "planted")
    await asked(model)

    assert model.headers[0]["authorization"] == f"Bearer {KEY}"
    assert not any("planted" in value for value in model.headers[0].values())


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (says.failing(401), ModelAccessDenied),
        (says.failing(403), ModelAccessDenied),
        (says.failing(429), ModelBusy),
        (says.failing(429, "insufficient_quota"), ModelQuotaSpent),
        (says.failing(500), ModelUnavailable),
        (says.failing(503), ModelUnavailable),
        (says.failing(400), ModelRejected),
        (says.failing(404), ModelRejected),
        (says.replying("", 302, location="http://127.0.0.1:9/"), ModelRejected),
        (says.replying("<html>", content_type="text/html"), AnswerUnusable),
        (says.replying("{"), AnswerUnusable),
        (says.replying("[]"), AnswerUnusable),
        (says.replying("null"), AnswerUnusable),
        (says.replying('{"choices": [null]}'), AnswerUnusable),
        (says.replying('{"choices": [{"message": {"content": 7}}]}'), AnswerUnusable),
        (says.saying(None), AnswerUnusable),
        (says.saying("A red chair."), AnswerUnusable),
        (says.saying("[" * 100_000), AnswerUnusable),
        (says.saying('{"text": 7}'), AnswerUnusable),
        (says.saying('{"text": " "}'), AnswerUnusable),
        (says.saying('{"text": "a", "more": 1}'), AnswerUnusable),
        (says.saying('{"keywords": ["a"]}'), AnswerUnusable),
        (says.saying('{"text": "a"}', finish_reason="length"), AnswerUnusable),
        (says.text("x" * 21), AnswerTooLong),
        (says.saying(None, refusal="I cannot."), ModelRefused),
        (says.saying(None, finish_reason="content_filter"), ModelRefused),
    ],
)
async def test_what_goes_wrong_has_a_name(
    model: Model, reply: Reply, expected: type[DescribingError]
) -> None:
    """It is asked once, and no message repeats what the endpoint said."""
    model.says(reply)
    with pytest.raises(expected) as caught:
        await asked(model)

    assert len(model.asked) == 1
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"keywords": "red"}, AnswerUnusable),
        ({"keywords": []}, AnswerUnusable),
        ({"keywords": [["red"]]}, AnswerUnusable),
        ({"keywords": ["a", "b", "c", "d"]}, AnswerTooLong),
        ({"keywords": ["x" * 11]}, AnswerTooLong),
    ],
)
async def test_keywords_are_checked_one_by_one(
    model: Model, said: object, expected: type[DescribingError]
) -> None:
    """One that cannot be kept makes the answer useless."""
    model.says(says.saying(json.dumps(said)))
    with pytest.raises(expected):
        await asked(model, WORDS)


async def test_an_endpoint_that_hangs_is_left(model: Model) -> None:
    """After its time, counted from the beginning."""
    model.says(model.hanging(says.text("Late.")))
    with pytest.raises(ModelTimedOut):
        await asked(model, seconds=0.2)


@pytest.mark.parametrize(
    "reply",
    [
        says.pouring(b" " * 65_536),
        says.pouring(b"x" * 65_536, 500),
        says.replying(" " * 2 * MOST_BYTES),
        says.replying("any", content_encoding="gzip"),
    ],
)
async def test_an_answer_has_an_end(model: Model, reply: Reply) -> None:
    """What goes on for ever, is too large or could become so is left, long before its time."""
    model.says(reply)
    with pytest.raises(AnswerUnusable) as caught:
        await asked(model, seconds=60)

    assert caught.value.code == "ANSWER_UNUSABLE"
    assert model.headers[0]["accept-encoding"] == "identity"


async def test_a_long_answer_within_the_bound_is_read(model: Model) -> None:
    """Blanks before and behind it do no harm."""
    whole = json.dumps(says.body('{"text": "A red chair."}'))
    model.says(says.replying(whole + " " * (MOST_BYTES - len(whole))))

    assert (await asked(model)).text == "A red chair."


async def test_an_endpoint_that_is_not_there_is_named() -> None:
    """Nobody listens on that port."""
    endpoint = Endpoint(model="seer-1", base_url="http://127.0.0.1:9/v1")
    async with Describer(endpoint) as describer:
        with pytest.raises(ModelUnavailable):
            await describer.ask(TEXT)


async def test_unusual_counts_are_not_believed(model: Model) -> None:
    """What an answer has cost is told only where it can be."""
    odd = says.body('{"text": "a"}') | {"usage": {"prompt_tokens": -1}, "model": None}
    model.says(says.replying(json.dumps(odd)))
    answer = await asked(model)

    assert (answer.tokens_in, answer.tokens_out, answer.model) == (0, 0, "seer-1")


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("1e9", 3600.0), ("nan", None), ("-3", None), ("soon", None)],
)
def test_retry_after_is_read(told: str, seconds: float | None) -> None:
    """A number of seconds, at most an hour."""
    assert pause({"retry-after": told}) == seconds


def test_retry_after_may_be_a_date() -> None:
    """As HTTP allows."""
    told = format_datetime(now() + timedelta(seconds=90), usegmt=True)
    seconds = pause({"retry-after": told})

    assert seconds is not None
    assert 80 < seconds <= 90
