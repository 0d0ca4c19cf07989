"""Objects over a raw row, whose fields are made when somebody asks for them."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

from graph.compiled.packing import Packing

Read = Callable[[Any, Any], Any]


class Lazy:
    """Holds a row and what its fields need beside it; `READS` makes a field of both.

    The compiled executor calls READS itself; everybody else gets the same as an attribute.
    """

    READS: ClassVar[Mapping[str, Read]] = {}
    # Of an object over a packed row.
    packing: ClassVar[Packing | None] = None
    packed: ClassVar[bytes] = b""

    @classmethod
    def over(cls, raw: Any, beside: Any) -> Self:
        """The object of a row; nothing is made of it yet."""
        made = cls.__new__(cls)
        made.__dict__["raw"] = raw
        made.__dict__["beside"] = beside
        return made

    @classmethod
    def over_packed(cls, packed: bytes, beside: Any, packing: Packing) -> Self:
        """The object of a row that is unpacked when somebody wants to see into it."""
        made = cls.__new__(cls)
        made.__dict__.update(packed=packed, beside=beside, packing=packing)
        return made

    def __getattr__(self, name: str) -> Any:
        own, read = self.__dict__, type(self).READS.get(name)
        if read is not None:
            found = own[name] = read(self.raw, own["beside"])
        elif name == "raw" and self.packing is not None:
            found = own[name] = self.packing.unpack(self.packed)
        else:
            raise AttributeError(f"{type(self).__name__} has no {name!r}.")
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
