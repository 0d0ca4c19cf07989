"""Receive webhooks of Ecogram: check who sent them, take each once, and write it down.

    ECOGRAM_WEBHOOK_SECRET=whsec_... python receive_webhooks.py events.jsonl --port 9000

While a secret is rotated, name both, with a comma between them. Events arrive at least once and
now and then in another order, so each is known by its id. Needs Python 3.11 and nothing else; in
production put it behind your web server, with TLS.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

# What is older was recorded by somebody and is played again, or our clock is wrong.
TOLERANCE_SECONDS = 300
MOST_BYTES = 1024 * 1024


class NotGenuine(Exception):
    """Whoever sent this does not have the secret, or sent it long ago."""


def verified(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: float
) -> tuple[str, Any]:
    """The event's id and what it says. Raises NotGenuine.

    The signature is an HMAC-SHA256 of id, timestamp and raw body, joined by dots; several may
    be given, and one of them has to be right by one of our secrets.
    """
    id = headers.get("webhook-id", "")
    stamp, given = headers.get("webhook-timestamp", ""), headers.get("webhook-signature", "")
    if not stamp.isdecimal() or abs(now - int(stamp)) > TOLERANCE_SECONDS:
        raise NotGenuine("The timestamp is missing, or too far from now.")
    signed = b".".join([id.encode(), stamp.encode(), body])
    signatures = [one[3:] for one in given.split() if one.startswith("v1,")]
    right = [_signature(secret, signed) for secret in secrets]
    # Compared in a time that tells nobody how much of it was right.
    if not any(hmac.compare_digest(one.encode(), ours) for one in signatures for ours in right):
        raise NotGenuine("No signature is right.")
    return id, json.loads(body)


def _signature(secret: str, signed: bytes) -> bytes:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())


class Journal:
    """A file with one event a line, each of them once."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, Lock()
        lines = path.read_text().splitlines() if path.exists() else []
        self._known = {json.loads(line)["id"] for line in lines}

    def take(self, id: str, event: Any) -> bool:
        """Write an event down, on the disk when this returns; False if it was there already."""
        with self._lock:
            if id in self._known:
                return False
            with self.path.open("a") as file:
                file.write(json.dumps({"id": id, "event": event}) + "\n")
                file.flush()
                os.fsync(file.fileno())
            self._known.add(id)
            return True


class Receiver(ThreadingHTTPServer):
    """Takes deliveries; the sender tries again whatever is not answered by 2xx."""

    def __init__(self, address: tuple[str, int], journal: Journal, secrets: Sequence[str]) -> None:
        super().__init__(address, Delivery)
        self.journal, self.secrets = journal, secrets


class Delivery(BaseHTTPRequestHandler):
    """One delivery."""

    server: Receiver

    def do_POST(self) -> None:
        """204 for what is written down; 400 for what is no event of ours."""
        told = self.headers.get("content-length", "")
        if not told.isdecimal() or int(told) > MOST_BYTES:
            self._answer(413)
            return
        body = self.rfile.read(int(told))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            id, event = verified(headers, body, self.server.secrets, time.time())
        except (NotGenuine, ValueError) as error:
            self.log_error("Refused: %s", error)
            self._answer(400)
            return
        self.server.journal.take(id, event)
        self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()
        # What was not read would be taken for the next request.
        self.close_connection = status == 413


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("journal", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    told = parser.parse_args(arguments)
    secrets = [one for one in os.environ.get("ECOGRAM_WEBHOOK_SECRET", "").split(",") if one]
    if not secrets:
        parser.error("ECOGRAM_WEBHOOK_SECRET is not set.")
    with Receiver((told.host, told.port), Journal(told.journal), secrets) as receiver:
        print(f"Listening on http://{told.host}:{receiver.server_port}", flush=True)
        with suppress(KeyboardInterrupt):
            receiver.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
