"""Trusted documents: what front-ends were built with, read from a manifest when we start."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

APOLLO = "apollo-persisted-query-manifest"
APOLLO_VERSION = 1


class BadManifest(Exception):
    """A file is no manifest; the message is a sentence for the operator."""


def hash_of(text: str) -> str:
    """The SHA-256 of a document, as all clients write it."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Trusted:
    """Texts by their ids: whatever the build tool named them, and by the hash of the text."""

    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def text_of(self, id: str) -> str | None:
        """The text of that id; None where there is none."""
        return self.texts.get(id)

    def has(self, text: str) -> bool:
        """Whether exactly this text is in the manifest."""
        return hash_of(text) in self.texts


def trusted(path: Path) -> Trusted:
    """The manifest in a file: Apollo's, or a JSON object of texts by id. Raises BadManifest."""
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadManifest(f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadManifest(f"{path} is not JSON: {error}.") from error
    if not isinstance(manifest, dict):
        raise BadManifest(f"{path} holds no JSON object.")
    texts = _of_apollo(path, manifest) if "format" in manifest else _of_map(path, manifest)
    return Trusted({hash_of(text): text for text in texts.values()} | texts)


def _of_apollo(path: Path, manifest: Mapping[str, object]) -> dict[str, str]:
    if (manifest["format"], manifest.get("version")) != (APOLLO, APOLLO_VERSION):
        raise BadManifest(f"{path} is not an {APOLLO} of version {APOLLO_VERSION}.")
    match manifest.get("operations"):
        case list(operations):
            return dict(_operation(path, one) for one in operations)
    raise BadManifest(f"{path} has no list of operations.")


def _operation(path: Path, operation: object) -> tuple[str, str]:
    match operation:
        case {"id": str(id), "body": str(body)}:
            return id, body
    raise BadManifest(f"{path} has an operation without id or body.")


def _of_map(path: Path, manifest: Mapping[str, object]) -> dict[str, str]:
    texts = {id: text for id, text in manifest.items() if isinstance(text, str)}
    if len(texts) < len(manifest):
        raise BadManifest(f"{path} has a document that is no text.")
    return texts
