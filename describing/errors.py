"""What can go wrong when a model is asked about a picture.

No message repeats what the endpoint said: that may hold the key, or a part of the picture.
"""

from typing import ClassVar


class DescribingError(Exception):
    """There is no answer that could be used; `code` is for programs, `str()` for people."""

    code: ClassVar[str] = "MODEL_FAILED"
    # Whether the same question may well be answered when it is simply asked again.
    passing: ClassVar[bool] = False


class ModelBusy(DescribingError):
    """The endpoint takes no more for now; `after` is how many seconds it wants to be left alone."""

    code = "MODEL_BUSY"
    passing = True

    def __init__(self, after: float | None) -> None:
        super().__init__("The model takes no more requests for now.")
        self.after = after


class ModelUnavailable(DescribingError):
    """The endpoint cannot be reached, or says that it has broken down."""

    code = "MODEL_UNAVAILABLE"
    passing = True

    def __init__(self, status: int | None = None) -> None:
        how = "could not be reached" if status is None else f"answered with status {status}"
        super().__init__(f"The model's endpoint {how}: see ECOGRAM_OPENAI_BASE_URL.")


class ModelTimedOut(DescribingError):
    """The whole answer was not there in time."""

    code = "MODEL_TIMED_OUT"
    passing = True

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The model did not answer within {seconds:g} s: see ECOGRAM_OPENAI_*.")


class ModelAccessDenied(DescribingError):
    """The endpoint does not take the key."""

    code = "MODEL_ACCESS_DENIED"

    def __init__(self) -> None:
        super().__init__("The model's endpoint refused our key: see ECOGRAM_OPENAI_API_KEY.")


class ModelQuotaSpent(DescribingError):
    """What was paid for at the endpoint is used up; waiting does not help."""

    code = "MODEL_QUOTA_SPENT"

    def __init__(self) -> None:
        super().__init__("The account at the model's endpoint has no quota left: add to it.")


class ModelRejected(DescribingError):
    """The endpoint takes no such request: a model it has not, or one that sees no pictures."""

    code = "MODEL_REJECTED"

    def __init__(self, status: int) -> None:
        super().__init__(
            f"The model's endpoint answered with status {status}: see that ECOGRAM_OPENAI_MODEL "
            "is a model that it has, and that it takes pictures and a JSON schema."
        )


class ModelRefused(DescribingError):
    """The model declines to describe this picture."""

    code = "MODEL_REFUSED"

    def __init__(self) -> None:
        super().__init__("The model declined to describe this picture.")


class AnswerUnusable(DescribingError):
    """The answer is not what was asked for: no JSON, another shape, cut off, or empty."""

    code = "ANSWER_UNUSABLE"
    passing = True

    def __init__(self, reason: str) -> None:
        super().__init__(f"The model's answer cannot be used: {reason}.")


class AnswerTooLong(DescribingError):
    """The answer is longer than what it is for takes; nothing is cut off."""

    code = "ANSWER_TOO_LONG"
    passing = True

    def __init__(self, limit: int, actual: int) -> None:
        super().__init__(f"The model wrote {actual} where {limit} are the most.")
