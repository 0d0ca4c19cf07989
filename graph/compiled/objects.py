"""Selections of plain objects, compiled into functions.

A function takes an object and gives its answer, or raises: then nothing was told to anybody, and
graphql-core does it all again in its own way. So reading a field twice must do no harm.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    is_leaf_type,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails
from graphql.type import TypeNameMetaFieldDef
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from graph.compiled.lazy import InRow, Lazy, OfRow, Part, Parts, Read
from graph.compiled.leaves import Complete, Unexpected, leaf
from graph.compiled.plainness import all_read, attribute_of, classes_of, directed, is_bare

Reads = Mapping[str, Read]
Collect = Callable[[GraphQLObjectType, list[FieldDetails]], CollectedFields]
LAZY = ["raw = o.raw", "beside = o.beside"]
# Fragments can make a short text ask for millions of fields, of objects that may not be there.
MOST_FIELDS = 2_000


class Step(NamedTuple):
    """One field of an answer; `run` gives its value of the object, None where it is not plain."""

    name: str
    details: list[FieldDetails]
    run: Complete | None


class Reading(NamedTuple):
    """Lines of Python that read fields, the things that they name, and what to answer then."""

    lines: list[str]
    names: Mapping[str, Any]
    answer: str = ""


class Compiler:
    """Compiles the selections of one operation; `collect` finds the fields of a selection."""

    def __init__(self, schema: GraphQLSchema, collect: Collect) -> None:
        self._schema, self._collect = schema, collect
        self._left = MOST_FIELDS

    def steps(self, of: GraphQLObjectType, fields: Mapping[str, list[FieldDetails]]) -> list[Step]:
        """The fields of an answer, in their order."""
        return [Step(name, at, self._step(of, at)) for name, at in fields.items()]

    def _step(self, of: GraphQLObjectType, details: list[FieldDetails]) -> Complete | None:
        classes = classes_of(of)
        reads = _reads(classes)
        reading = self._reading(of, details, "0", reads)
        if reading is None:
            return None
        # Other objects than the type's own may stand here: only lazy ones are read in our way.
        guard = _guard(of, classes) + LAZY if reads else []
        names = {**_numbered(classes), **reading.names}
        return _function([*guard, *reading.lines], "v0", names)

    def _object(self, of: GraphQLObjectType, details: list[FieldDetails]) -> Complete | None:
        """The function of a whole object; None where a field of it is not plain."""
        classes, collected = classes_of(of), self._collect(of, details)
        if not classes:
            return None
        reads = _reads(classes)
        found = self._fields(of, collected, reads)
        if found is None:
            return None
        lines = _guard(of, classes) + (LAZY if reads else [])
        names = {**_numbered(classes), **found.names}
        run = _function([*lines, *found.lines], found.answer, names)
        return _packed(run, classes[0]) if reads else run

    def _rows(self, of: GraphQLOutputType, details: list[FieldDetails], kind: type[Lazy]) -> Any:
        """The function of a row and what is beside it, for a lazy object that is never made."""
        of = of.of_type if isinstance(of, GraphQLNonNull) else of
        if not isinstance(of, GraphQLObjectType) or classes_of(of) != (kind,):
            return None
        collected = self._collect(of, details)
        if not all_read(self._schema, of, collected, kind.READS):
            return None
        found = self._fields(of, collected, kind.READS)
        return found and _function(found.lines, found.answer, found.names, takes="raw, beside")

    def _fields(
        self, of: GraphQLObjectType, collected: CollectedFields, reads: Reads
    ) -> Reading | None:
        if collected.new_defer_usages:
            return None
        lines: list[str] = []
        names: dict[str, Any] = {}
        self._left -= len(collected.grouped_field_set)
        if self._left < 0:
            return None
        for n, (name, at) in enumerate(collected.grouped_field_set.items()):
            reading = self._reading(of, at, str(n), reads)
            if reading is None:
                return None
            lines += reading.lines
            names |= {f"k{n}": name, **reading.names}
        answer = ", ".join(f"k{n}: v{n}" for n in range(len(collected.grouped_field_set)))
        return Reading(lines, names, f"{{{answer}}}")

    def _reading(
        self, of: GraphQLObjectType, details: list[FieldDetails], n: str, reads: Reads
    ) -> Reading | None:
        field = self._schema.get_field(of, details[0].node.name.value)
        if field is TypeNameMetaFieldDef and not directed(details):
            return Reading([f"v{n} = t{n}"], {f"t{n}": of.name})
        attribute = attribute_of(field) if field and is_bare(details) else None
        if field is None or attribute is None:
            return None
        read = reads.get(attribute)
        if isinstance(read, Part) and (part := self._part(field.type, details, read, n)):
            return part
        value = self._value(field.type, details, f"v{n}", f"f{n}")
        if value is None:
            return None
        if read is None:
            return Reading([f"v{n} = o.{attribute}", *value.lines], value.names)
        source = _source(read, n)
        return Reading([*source.lines, *value.lines], {**source.names, **value.names})

    def _part(
        self, of: GraphQLOutputType, details: list[FieldDetails], read: Part, n: str
    ) -> Reading | None:
        """A lazy object, or a list of them, answered straight from the row that it is in."""
        required = isinstance(of, GraphQLNonNull)
        kind = of.of_type if isinstance(of, GraphQLNonNull) else of
        within = kind.of_type if isinstance(kind, GraphQLList) else kind
        rows = self._rows(within, details, read.kind)
        if rows is None or isinstance(kind, GraphQLList) != isinstance(read, Parts):
            return None
        names = {f"p{n}": read.name, f"f{n}": rows, f"b{n}": read.given}
        if isinstance(read, Parts):
            each = f"[f{n}(row, b) for row in raw.get(p{n}) or ()]"
            return Reading([f"b = b{n}(beside)", f"v{n} = {each}"], names)
        missing = "raise Unexpected" if required else f"v{n} = None"
        lines = [
            f"v{n} = raw.get(p{n})",
            f"if v{n}: v{n} = f{n}(v{n}, b{n}(beside))",
            f"else: {missing}",
        ]
        return Reading(lines, names)

    def _value(
        self, of: GraphQLOutputType, details: list[FieldDetails], v: str, f: str
    ) -> Reading | None:
        """How the value in `v` is completed, by a function named `f`."""
        required = isinstance(of, GraphQLNonNull)
        kind = of.of_type if isinstance(of, GraphQLNonNull) else of
        if is_leaf_type(kind):
            passes, complete = leaf(kind)
        elif found := self._deep(kind, details):
            passes, complete = "False", found
        else:
            return None
        test = passes.format(v=v)
        test = f"not ({test})" if required else f"{v} is not None and not ({test})"
        return Reading([f"if {test}: {v} = {f}({v})"], {f: complete})

    def _deep(self, kind: GraphQLOutputType, details: list[FieldDetails]) -> Complete | None:
        if isinstance(kind, GraphQLObjectType):
            return self._object(kind, details)
        return self._list(kind, details) if isinstance(kind, GraphQLList) else None

    def _list(
        self, kind: GraphQLList[GraphQLOutputType], details: list[FieldDetails]
    ) -> Complete | None:
        value = self._value(kind.of_type, details, "o", "f")
        item = value and _function(value.lines, "o", value.names)
        if item is None:
            return None

        def complete(values: Any) -> list[Any]:
            if values.__class__ is not list:
                raise Unexpected
            return [item(value) for value in values]

        return complete


def _source(read: Read, n: str) -> Reading:
    """How a field of a lazy object is read; what stands plainly in the row, without a call."""
    if isinstance(read, InRow):
        lines = [f"p = raw.get(p{n})", f"v{n} = p.get(r{n}) if p is not None else None"]
        return Reading(lines, {f"p{n}": read.part, f"r{n}": read.name})
    if type(read) is OfRow:
        return Reading([f"v{n} = raw.get(r{n})"], {f"r{n}": read.name})
    return Reading([f"v{n} = r{n}(raw, beside)"], {f"r{n}": read})


def _packed(run: Complete, kind: type[Lazy]) -> Complete:
    """As `run`, but for objects over packed rows, whose answers may be known already."""

    def complete(one: Any) -> Any:
        if one.__class__ is kind and one.packing is not None:
            return one.packing.json(run, one, one.packed)
        return run(one)

    return complete


def _numbered(classes: tuple[type, ...]) -> dict[str, Any]:
    return {f"c{n}": one for n, one in enumerate(classes)}


def _reads(classes: tuple[type, ...]) -> Reads:
    """How fields are made of a row, where all objects of the type are lazy ones of one class."""
    [kind] = classes if len(classes) == 1 else [object]
    return kind.READS if issubclass(kind, Lazy) else {}


def _function(
    lines: list[str], answer: str, names: Mapping[str, Any], takes: str = "o"
) -> Callable[..., Any]:
    """The function with these lines, of an object `o` unless it `takes` something else.

    All that comes from outside, such as aliases, is in `names`: the text itself is made of numbers
    and of the names of our own attributes.
    """
    body = "\n ".join([*lines, f"return {answer}"])
    scope: dict[str, Any] = {"Unexpected": Unexpected, **names}
    exec(f"def run({takes}):\n {body}", scope)  # noqa: S102  as dataclasses are made
    run: Callable[..., Any] = scope["run"]
    return run


def _guard(of: GraphQLObjectType, classes: tuple[type, ...]) -> list[str]:
    """Lines that raise for everything but plain objects of the type's own classes."""
    test = " and ".join(f"o.__class__ is not c{n}" for n in range(len(classes)))
    lines = [f"if {test}: raise Unexpected"]
    if of.is_type_of is not None:
        lines.append(f"if {TYPE_CAST_ATTRIBUTE!r} in o.__dict__: raise Unexpected")
    return lines
