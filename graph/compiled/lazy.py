"""Objects over a raw row, whose fields are made when somebody asks for them."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

Read = Callable[[Any, Any], Any]


class Lazy:
    """Holds a row and what its fields need beside it; `READS` makes a field of both.

    The compiled executor calls READS itself; everybody else gets the same as an attribute.
    """

    READS: ClassVar[Mapping[str, Read]] = {}

    @classmethod
    def over(cls, raw: Any, beside: Any) -> Self:
        """The object of a row; nothing is made of it yet."""
        made = cls.__new__(cls)
        made.__dict__["raw"] = raw
        made.__dict__["beside"] = beside
        return made

    def __getattr__(self, name: str) -> Any:
        read = type(self).READS.get(name)
        if read is None:
            raise AttributeError(f"{type(self).__name__} has no {name!r}.")
        found = self.__dict__[name] = read(self.__dict__["raw"], self.__dict__["beside"])
        return found


class OfRow:
    """Reads what the row has under a name; None where it has nothing.

    It knows that name, so that compiled code can spare the call.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, raw: Any, beside: Any) -> Any:
        """The value for this row."""
        return raw.get(self.name)


class InRow(OfRow):
    """Reads what an object within the row has; None where either is missing."""

    __slots__ = ("part",)

    def __init__(self, part: str, name: str) -> None:
        super().__init__(name)
        self.part = part

    def __call__(self, raw: Any, beside: Any) -> Any:
        """The value for this row."""
        within = raw.get(self.part)
        return within.get(self.name) if within is not None else None


class Part(OfRow):
    """Reads an object within the row as a lazy one of `kind`; None where it is missing or empty.

    `beside` names what of the things beside the row the part needs; all of them where it is None.
    """

    __slots__ = ("beside", "kind")

    def __init__(self, kind: type[Lazy], name: str, beside: str | None = None) -> None:
        super().__init__(name)
        self.kind, self.beside = kind, beside

    def __call__(self, raw: Any, beside: Any) -> Any:
        """The object for this row."""
        within = raw.get(self.name)
        return self.kind.over(within, self.given(beside)) if within else None

    def given(self, beside: Any) -> Any:
        """What the part gets beside its own row."""
        return getattr(beside, self.beside) if self.beside else beside


class Parts(Part):
    """Reads a list of objects within the row as lazy ones; an empty list where it is missing."""

    def __call__(self, raw: Any, beside: Any) -> Any:
        """The objects for this row."""
        given = self.given(beside)
        return [self.kind.over(within, given) for within in raw.get(self.name) or ()]
