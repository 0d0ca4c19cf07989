"""Every mutation leaves an entry in the audit, or is named here with the reason why not."""

import functools
import types
from collections.abc import Iterator
from typing import Any

import documents.audit
import documents.transactions
from documents.audit import AuditEntry
from graph.schema import MUTATIONS

OURS = ("actions.", "documents.", "graph.")
# What runs whatever is to happen together knows the audit, but says nothing in it.
PASSING = {documents.transactions.__name__, documents.audit.__name__}

# Mutations that change no object, each with what it does instead.
SILENT: dict[str, str] = {
    "create_archive_upload": "reserves room for a ZIP; importArchive, which takes it in, is told",
    "export_metadata_csv": "copies what its caller may read anyhow, for a day",
    "prepare_archive": "copies files that its caller may fetch one by one, for a day",
    "prepare_downloads": "copies files that its caller may fetch anyhow, for a day",
    "sign_upload_parts": "signs links for an upload that was begun; completeUploads is told",
}


def reached(start: types.FunctionType) -> set[object]:
    """All functions and classes of ours that a function may call, by the names in its code."""
    found: set[object] = set()
    waiting: list[types.FunctionType] = [start]
    while waiting:
        function = waiting.pop()
        for one in _named(function):
            if one in found:
                continue
            found.add(one)
            if isinstance(one, types.FunctionType) and one.__module__ not in PASSING:
                waiting.append(one)
    return found


def _named(function: types.FunctionType) -> Iterator[object]:
    """What the code of a function, and of those within it, names of ours."""
    names = set(_names(function.__code__))
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    for one in known:
        yield from _callable(one)
        if isinstance(one, types.ModuleType | type) and _is_ours(one):
            for name in names & set(vars(one)):
                yield from _callable(vars(one)[name])


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _callable(one: Any) -> Iterator[object]:
    one = getattr(one, "__func__", one)
    one = one.func if isinstance(one, functools.partial) else one
    if isinstance(one, types.FunctionType | type) and _is_ours(one):
        yield one


def _is_ours(one: Any) -> bool:
    name = one.__name__ if isinstance(one, types.ModuleType) else one.__module__
    return f"{name}.".startswith(OURS)


def resolver(field: Any) -> types.FunctionType:
    """What a mutation calls."""
    function = field.base_resolver.wrapped_func
    assert isinstance(function, types.FunctionType)
    return function


def test_every_mutation_leaves_an_entry() -> None:
    """All but those that are named, and none of these does."""
    silent = {
        field.base_resolver.name
        for field in MUTATIONS
        if AuditEntry not in reached(resolver(field))
    }

    assert sorted(silent) == sorted(SILENT)
    assert all(SILENT.values())
