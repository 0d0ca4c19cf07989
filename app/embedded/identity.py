"""What an embedded store keeps about itself from one start to the next."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from app.embedded import ports
from app.embedded.errors import PortTaken

SERVICES = ("s3", "master", "volume", "filer", "admin")


@dataclass(frozen=True, slots=True)
class Identity:
    """The keys of a data folder, and the port of each service in it."""

    access_key: str
    secret_key: str = field(repr=False)
    ports: dict[str, int]

    @classmethod
    def of(cls, file: Path, s3_port: int | None) -> Self:
        """The identity kept in `file`, made at the first call; ports that are taken change.

        `s3_port` insists on that port: raises PortTaken when it is not free.
        """
        kept = json.loads(file.read_text()) if file.exists() else {}
        identity = cls(
            access_key=kept.get("access_key") or secrets.token_hex(10),
            secret_key=kept.get("secret_key") or secrets.token_urlsafe(30),
            ports=_free_ports(kept.get("ports", {}), s3_port),
        )
        identity._keep(file)
        return identity

    @classmethod
    def kept(cls, file: Path) -> Self | None:
        """The identity kept in `file`, as it is; None where there is none."""
        try:
            return cls(**json.loads(file.read_text()))
        except FileNotFoundError:
            return None

    def _keep(self, file: Path) -> None:
        """Write it where only we can read it, whole or not at all."""
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            json.dump(asdict(self), out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)


def _free_ports(kept: Mapping[str, int], s3_port: int | None) -> dict[str, int]:
    if s3_port is not None and not ports.is_free(s3_port):
        raise PortTaken(s3_port)
    wished = {**kept, **({"s3": s3_port} if s3_port is not None else {})}
    chosen: dict[str, int] = {}
    for service in SERVICES:
        wish = wished.get(service)
        usable = wish is not None and wish not in chosen.values() and ports.is_free(wish)
        others = {*chosen.values(), *wished.values()}
        chosen[service] = wish if wish is not None and usable else ports.pick(others)
    return chosen
