"""The secret that signs access tokens, where none is configured."""

import os
import secrets
from pathlib import Path

from app.embedded.folder import private


def kept_in(data: Path) -> str:
    """The data folder's own secret, made at the first start; only its owner may read it."""
    path = private(data) / "secret.key"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
