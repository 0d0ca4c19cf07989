"""GraphQL over HTTP, judged by the audits of the specification's own reference, graphql-http."""

from collections import Counter

import pytest

from tests.clients.conftest import Run


@pytest.fixture(scope="module")
def reasons(service: str, run: Run) -> dict[str, str | None]:
    """Why each audit failed, by its name; None for those that passed."""
    return run("audit.mjs", service)


@pytest.mark.parametrize("kind", ["MUST", "SHOULD", "MAY"])
def test_every_audit_passes(reasons: dict[str, str | None], kind: str) -> None:
    """What the specification demands, what it recommends, and what it allows, each by name."""
    failed = {name: reason for name, reason in reasons.items() if reason is not None}

    assert {name: why for name, why in failed.items() if name.startswith(kind)} == {}


def test_no_audit_is_missing(reasons: dict[str, str | None]) -> None:
    """The suite that we pass is the whole one: a version of it that asks less would show here."""
    kinds = Counter(name.split()[0] for name in reasons)

    assert kinds == {"MUST": 13, "SHOULD": 23, "MAY": 25}
