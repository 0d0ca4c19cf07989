"""Reading a product's code and a picture's position from what a file is called."""

import re
from dataclasses import dataclass
from functools import cached_property

FIELD = re.compile(r"\{([^{}]*)\}")
# What a field may stand for. Positions of more digits are a camera's counting.
MEANS = {"code": "(?P<code>.+)", "position": "(?P<position>[0-9]{1,4})"}
LONGEST = 100


class BadNameRule(ValueError):
    """The rule cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class ReadName:
    """What a file's name says; `position` counts from 1, as people do."""

    code: str
    position: int | None


@dataclass(frozen=True)
class NameRule:
    """A pattern such as `{code}_{position}` for names without their ending.

    `{code}` is needed, `{position}` (1 to 4 digits) may be there; whatever else stands in it
    must be in the name as it is. What is in square brackets may be missing from the name, as
    in `{code}[_{position}]`; one pair at most. Raises BadNameRule.
    """

    pattern: str

    def __post_init__(self) -> None:
        assert self._forms

    def read(self, file_name: str) -> ReadName | None:
        """What a name says; None where it does not follow the rule."""
        stem = file_name.rpartition(".")[0] or file_name
        for form in self._forms:
            if found := form.fullmatch(stem):
                said = found.groupdict()
                position = said.get("position")
                return ReadName(said["code"].strip(), int(position) if position else None)
        return None

    @cached_property
    def _forms(self) -> list[re.Pattern[str]]:
        """The pattern with what may be missing, and without; the longer one is tried first."""
        if not self.pattern.strip() or len(self.pattern) > LONGEST:
            raise BadNameRule(f"a rule for names takes 1 to {LONGEST} characters")
        before, opened, rest = self.pattern.partition("[")
        inside, closed, after = rest.partition("]")
        if bool(opened) != bool(closed) or re.search(r"[\[\]]", before + inside + after):
            raise BadNameRule("square brackets come as one pair")
        texts = [before + inside + after, before + after] if opened else [before]
        return [_form(text) for text in texts]


def _form(text: str) -> re.Pattern[str]:
    fields = FIELD.findall(text)
    if unknown := [name for name in fields if name not in MEANS]:
        raise BadNameRule(f"there is no field {{{unknown[0]}}}, only {{code}} and {{position}}")
    if "code" not in fields or len(set(fields)) != len(fields):
        raise BadNameRule("it needs {code} once, and {position} once at most")
    if "}{" in text:
        raise BadNameRule("something must stand between {code} and {position}")
    pieces = FIELD.split(text)
    if any(set(piece) & set("{}/\\") for piece in pieces[::2]):
        raise BadNameRule("braces are for fields, and folders are no part of a name")
    return re.compile("".join(map(_meant, range(len(pieces)), pieces)), re.DOTALL)


def _meant(place: int, piece: str) -> str:
    """Every other piece of a split pattern is the name of a field."""
    return MEANS[piece] if place % 2 else re.escape(piece)
