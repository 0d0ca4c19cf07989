"""An entry of the audit as plain values, for programs elsewhere."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from documents.audit_exports import AuditFormat
from documents.pages import Raw

COLUMNS = (
    "id",
    "at",
    "action",
    "subject_kind",
    "subject_id",
    "user_id",
    "session_id",
    "api_key_id",
    "rule",
    "before",
    "after",
)
WHO = ("user_id", "session_id", "api_key_id", "rule")


def plain(value: Any) -> Any:
    """A kept value as JSON has it: ids as text, times in ISO 8601."""
    match value:
        case Mapping():
            return {str(name): plain(one) for name, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case datetime():
            return value.astimezone(UTC).isoformat()
        case str() | bool() | int() | float() | None:
            return value
    return str(value)


def told(raw: Raw) -> dict[str, Any]:
    """A raw entry by COLUMNS."""
    actor = raw["actor"]
    kept = {
        "id": raw["_id"],
        **{name: raw[name] for name in ("at", "action", "subject_kind", "subject_id")},
        **{name: actor.get(name) for name in WHO},
        "before": raw["before"],
        "after": raw["after"],
    }
    return {name: plain(value) for name, value in kept.items()}


def head(format: AuditFormat) -> str:
    """What stands before all entries."""
    return _csv([COLUMNS]) if format is AuditFormat.CSV else ""


def lines(rows: Sequence[Raw], format: AuditFormat) -> str:
    """Some entries as they are written, each in a line of its own."""
    if format is AuditFormat.CSV:
        return _csv([[_cell(value) for value in told(raw).values()] for raw in rows])
    return "".join(f"{_json(told(raw))}\n" for raw in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()
