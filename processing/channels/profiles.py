"""A channel's rules: what is asked, how grave it is, who says so, and since when we know."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from processing.channels.measures import MEASURES, Kind, Measure

# Those of documents.products; a test holds the two together.
ROLES = ("MAIN", "ADDITIONAL", "LIFESTYLE", "SWATCH", "DETAIL")
MOST_RULES = 50

Role = Literal["MAIN", "ADDITIONAL", "LIFESTYLE", "SWATCH", "DETAIL"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


def _shown(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("it must be one line that can be shown, without blanks around it")
    return text


Text = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_shown)]


class Rule(BaseModel):
    """One thing that a channel asks; exactly one of the comparisons is given.

    `roles` are the product roles that it is asked of: of every picture where there are none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Id
    measure: str
    unmet: Literal["FAIL", "WARN"]
    least: Number | None = Field(None, alias="min")
    most: Number | None = Field(None, alias="max")
    any_of: tuple[str, ...] = Field((), strict=False, max_length=20)
    yes: bool | None = Field(None, alias="is")
    roles: tuple[Role, ...] = Field((), strict=False, max_length=len(ROLES))
    advice: Text
    source: Text
    checked_on: date
    note: Text | None = None

    @property
    def measured(self) -> Measure:
        """What is measured."""
        return MEASURES[self.measure]

    @model_validator(mode="after")
    def _comparable(self) -> Self:
        if self.measure not in MEASURES:
            raise ValueError(f"measure {self.measure!r} is not one of: {', '.join(MEASURES)}")
        if self._compared() != {self.measured.kind}:
            raise ValueError(f"measure {self.measure} is compared by {HOW[self.measured.kind]}")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("min is larger than max, so no picture could meet it")
        if unknown := sorted(set(self.any_of) - set(self.measured.choices)):
            choices = ", ".join(self.measured.choices)
            raise ValueError(f"any_of has {unknown[0]!r}, which is not one of: {choices}")
        return self

    def _compared(self) -> set[Kind]:
        said = {
            Kind.NUMBER: self.least is not None or self.most is not None,
            Kind.CHOICE: bool(self.any_of),
            Kind.YES_NO: self.yes is not None,
        }
        return {kind for kind, given in said.items() if given}


HOW = {
    Kind.NUMBER: "min, max or both, and nothing else",
    Kind.CHOICE: "any_of, and nothing else",
    Kind.YES_NO: "is = true or is = false, and nothing else",
}


class Profile(BaseModel):
    """The rules of one channel, under the name of its file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Id
    name: Text
    about: Text
    rules: tuple[Rule, ...] = Field(strict=False, min_length=1, max_length=MOST_RULES)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"rule {twice[0]} is there twice")
        return self
