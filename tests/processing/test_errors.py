"""Errors that travel: out of a child, through a queue, into an answer."""

import json
import pickle

import pytest

from processing.errors import (
    LEAVES,
    FileTooLarge,
    ProcessingCrashed,
    ProcessingError,
    TooManyPixels,
    UnsupportedFormat,
    retold,
)

SAMPLES: list[ProcessingError] = [
    TooManyPixels(limit=100, actual=144),
    FileTooLarge(limit=1, actual=2),
    UnsupportedFormat(found="text"),
    ProcessingCrashed(reason="its process was ended by signal 9"),
]


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: error.code)
def test_errors_survive_json(error: ProcessingError) -> None:
    """Code, facts and sentence are the same on the other side."""
    code, params = json.loads(json.dumps(error.told()))
    again = retold(code, params)

    assert (type(again), again.params, str(again)) == (type(error), error.params, str(error))


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: error.code)
def test_errors_survive_pickle(error: ProcessingError) -> None:
    """A queue that pickles exceptions gives back the same one."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)

    assert (type(again), again.params, str(again)) == (type(error), error.params, str(error))


def test_every_leaf_can_be_retold() -> None:
    """No error exists that could not come back out of a child."""
    assert set(LEAVES.values()) == set(ProcessingError.__subclasses__())


def test_a_message_names_field_limit_and_way_out() -> None:
    """A person learns what is too much, how much is allowed, and what to do."""
    message = str(TooManyPixels(limit=100_000_000, actual=144_000_000))

    assert message == (
        "The picture has 144,000,000 pixels; the limit is 100,000,000."
        " Please scale it down and upload it again."
    )


def test_only_what_may_pass_is_worth_a_retry() -> None:
    """A busy machine may have time later; a file that is too large stays too large."""
    assert {leaf.code for leaf in LEAVES.values() if leaf.passing} == {"CRASHED", "TIMED_OUT"}
