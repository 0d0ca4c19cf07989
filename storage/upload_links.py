"""Signed leave to send one object, of one size and type, to one key."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from storage.client import S3Location
from storage.credentials import Credentials
from storage.signing import (
    ALGORITHM,
    DaySigner,
    Signing,
    authority,
    base_url,
    encoded,
    lasting,
    signed_host,
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where to send bytes: by POST as a form with `fields` first, by PUT with `headers`."""

    url: str
    fields: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class UploadPresigner:
    """Signs uploads (AWS signature version 4): the store refuses another key, size or type.

    `credentials` is asked for each, for a role's keys change; what is signed with a role's
    token dies with the token. `clock` tells the seconds since 1970. Each method raises
    ValueError unless `seconds` is between 1 and 604,800 (7 days).
    """

    def __init__(
        self,
        location: S3Location,
        credentials: Callable[[], Credentials],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        base = base_url(location)
        self._origin, self._folder = f"{base.scheme}://{base.netloc}", base.path
        self._host, self._bucket = signed_host(base), location.bucket
        self._signing, self._clock = Signing(location, credentials), clock

    def post(self, key: str, *, content_type: str, size: int, seconds: int) -> Ticket:
        """Leave to send a form with exactly `size` bytes of `content_type`, as browsers do."""
        now = datetime.fromtimestamp(int(self._clock()), UTC)
        signer, moment = self._signer(f"{now:%Y%m%dT%H%M%SZ}")
        expiry = now + timedelta(seconds=lasting(seconds))
        conditions = [
            {"Content-Type": content_type},
            ["content-length-range", size, size],
            {"bucket": self._bucket},
            {"key": key},
        ]
        fields = {"Content-Type": content_type, "key": key}
        return Ticket(
            self._origin + self._folder, _form(signer, moment, expiry, fields, conditions)
        )

    def put(self, key: str, *, content_type: str, size: int, seconds: int) -> Ticket:
        """Leave to PUT exactly `size` bytes of `content_type`."""
        headers = {"Content-Length": str(size), "Content-Type": content_type}
        return self._put(key, [], headers, lasting(seconds))

    def part(self, key: str, multipart_id: str, number: int, *, size: int, seconds: int) -> Ticket:
        """Leave to PUT exactly `size` bytes as one part, the first being number 1."""
        said = [f"uploadId={encoded(multipart_id)}", f"partNumber={number}"]
        return self._put(key, said, {"Content-Length": str(size)}, lasting(seconds))

    def _put(self, key: str, said: list[str], headers: dict[str, str], seconds: int) -> Ticket:
        signer, moment = self._signer(time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._clock())))
        path = self._folder + quote(key, safe="/-._~")
        signed = {name.lower(): value for name, value in headers.items()} | {"host": self._host}
        names = ";".join(signed)
        query = [*said, *authority(signer, moment, seconds, names)]
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        sorted_query = "&".join(sorted(query))
        request = f"PUT\n{path}\n{sorted_query}\n{lines}\n{names}\nUNSIGNED-PAYLOAD"
        signature = signer.sign_request(moment, request)
        url = f"{self._origin}{path}?{'&'.join(query)}&X-Amz-Signature={signature}"
        return Ticket(url, headers=headers)

    def _signer(self, moment: str) -> tuple[DaySigner, str]:
        return self._signing.of(moment[:8]), moment


def _form(
    signer: DaySigner,
    moment: str,
    expiry: datetime,
    fields: Mapping[str, str],
    conditions: list[Any],
) -> dict[str, str]:
    token = signer.credentials.token
    said = {
        "x-amz-algorithm": ALGORITHM,
        "x-amz-credential": signer.credential,
        "x-amz-date": moment,
        **({"x-amz-security-token": token} if token else {}),
    }
    rules = {
        "expiration": f"{expiry:%Y-%m-%dT%H:%M:%SZ}",
        "conditions": [*conditions, *({name: value} for name, value in said.items())],
    }
    policy = base64.b64encode(json.dumps(rules).encode()).decode()
    return {**fields, **said, "policy": policy, "x-amz-signature": signer.sign(policy)}
