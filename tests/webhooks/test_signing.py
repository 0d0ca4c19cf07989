"""Signatures are those of the standard, and what our documentation shows checks them."""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.webhooks.signing import headers, new_secret
from documents.clock import now

DOCS = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
BODY = '{"title":"Maçã"}'.encode()
NODE = shutil.which("node")


def shown(language: str) -> str:
    """The code of a language in the documentation."""
    [code] = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    return str(code)


def cases() -> list[tuple[dict[str, str], str, str, bool]]:
    """Headers, body and secret, and whether they belong together."""
    old, new, other = new_secret(), new_secret(), new_secret()
    both = headers("evt_1", now(), BODY, [new, old])
    late = headers("evt_1", now() - timedelta(minutes=6), BODY, [new])
    body = BODY.decode()
    return [
        (both, body, old, True),
        (both, body, new, True),
        (both, body, other, False),
        (both, body + " ", new, False),
        ({**both, "webhook-id": "evt_2"}, body, new, False),
        (late, body, new, False),
    ]


def test_a_signature_is_that_of_the_standard() -> None:
    """The example that its libraries are tested with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    made = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [secret])

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert made["webhook-timestamp"] == "1614265330"


def test_a_secret_has_as_many_bits_as_its_hash() -> None:
    """The standard takes 24 to 64 bytes; no two are alike."""
    secret = new_secret()

    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert secret != new_secret()


def test_the_documented_python_checks_signatures() -> None:
    """Word for word as it stands there."""
    names: dict[str, Any] = {}
    exec(shown("python"), names)  # noqa: S102  our own documentation
    genuine: Callable[..., bool] = names["genuine"]

    for said, body, secret, belongs in cases():
        assert genuine(said, body.encode(), secret) is belongs


@pytest.mark.skipif(NODE is None, reason="There is no Node.js here.")
def test_the_documented_javascript_checks_signatures(tmp_path: Path) -> None:
    """Word for word as it stands there."""
    assert NODE is not None
    asked = cases()
    script = tmp_path / "check.mjs"
    script.write_text(
        shown("javascript")
        + f"const asked = {json.dumps([one[:3] for one in asked])};\n"
        + "const told = asked.map(([h, b, s]) => genuine(h, Buffer.from(b), s));\n"
        + "console.log(JSON.stringify(told));\n"
    )
    told = subprocess.run([NODE, script], capture_output=True, check=True, timeout=60).stdout

    assert json.loads(told) == [belongs for *_, belongs in asked]
