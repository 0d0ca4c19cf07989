"""Accepting or dropping what models suggest: only then is it part of a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.errors import Refused
from actions.images import EditConflict
from actions.metadata.editing import record
from actions.metadata.states import present
from actions.metadata.values import InvalidValue, camel, kept
from actions.texts import TextMissing, TextTooLong, TooManyKeywords
from documents.analyses import AnalysisKind
from documents.audit import AuditEntry
from documents.errors import VersionConflict
from documents.images import Image
from documents.metadata_revisions import RevisionKind
from documents.pages import Raw
from documents.suggestions import Suggestion, SuggestionState
from documents.transactions import Session, together

# Of one image in one answer.
MOST_SHOWN = 50
# Ecogram itself: an actor without any ids.
ITSELF = Viewer()


class FieldMissing(Refused):
    """A CUSTOM answer could be for any field."""

    code = "FIELD_MISSING"
    path = ("field",)

    def __init__(self) -> None:
        super().__init__("A CUSTOM suggestion is for no field yet: say in `field` which it is for.")


class FieldGiven(Refused):
    """What is not CUSTOM is for one field only."""

    code = "INVALID_VALUE"
    path = ("field",)

    def __init__(self, kind: AnalysisKind) -> None:
        super().__init__(
            f"The suggestion is for {kind} already: send `field` for CUSTOM ones only."
        )
        self.params = {"field": "field", "kind": kind.value}


class SuggestionOutdated(Refused):
    """The picture has another file than the one that the model has seen."""

    code = "SUGGESTION_OUTDATED"

    def __init__(self) -> None:
        super().__init__(
            "The picture's file was replaced since: drop this, and have it analysed again."
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person makes of a suggestion: None leaves it as it is. `field` is for CUSTOM ones."""

    text: str | None = None
    keywords: Sequence[str] | None = None
    field: str | None = None


async def accept(
    viewer: Viewer | None, id: PydanticObjectId, wording: Wording, expected_version: int
) -> tuple[Suggestion, Image]:
    """Write what a model suggests, or what a person makes of it, on the version that was seen.

    Unchanged it counts as the model's (AI), in other words as the person's (EDITED). Raises
    NoSuchDocument, CannotMove, EditConflict, SuggestionOutdated, FieldMissing, FieldGiven,
    TextMissing, TextTooLong, TooManyKeywords, InvalidValue.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)

    async def write(session: Session) -> None:
        suggestion = await Suggestion.present(id, session)
        image = await Image.present(suggestion.image_id, session)
        if image.version != expected_version:
            raise EditConflict(VersionConflict(expected_version, image.version), image)
        if image.original.number != suggestion.file_number:
            raise SuggestionOutdated
        await _write(viewer, suggestion, image, wording, session)

    await together(write)
    suggestion = await Suggestion.present(id)
    return suggestion, await Image.present(suggestion.image_id)


async def accepted_by_itself(suggestion: Suggestion, image: Image, session: Session) -> bool:
    """Write a suggestion that nobody has read, where nobody has said anything yet.

    What was there is left alone, and so is what does not fit: the suggestion stays OPEN.
    """
    if suggestion.kind is AnalysisKind.CUSTOM:
        return False
    if _is_said(_name(suggestion, None), suggestion.locale, image):
        return False
    try:
        await _write(ITSELF, suggestion, image, Wording(), session)
    except InvalidValue:
        return False
    return True


def _is_said(name: str, locale: str | None, image: Image) -> bool:
    said = present(image).get(name)
    return locale in (said or {}) if name == "alt_texts" else bool(said)


async def drop(viewer: Viewer | None, id: PydanticObjectId) -> Suggestion:
    """Let a suggestion be. Raises NoSuchDocument, CannotMove."""
    viewer = require(viewer, Permission.EDIT_IMAGES)

    async def write(session: Session) -> None:
        suggestion = await Suggestion.present(id, session)
        await Image.present(suggestion.image_id, session)
        await suggestion.decide(SuggestionState.DROPPED, viewer.actor(), session)
        entry = _entry(viewer, suggestion, "suggestion.dropped")
        await AuditEntry.add([entry], session)

    await together(write)
    return await Suggestion.present(id)


async def load_suggestions(
    viewer: Viewer | None, asked: Sequence[tuple[PydanticObjectId, SuggestionState | None]]
) -> list[list[Raw]]:
    """The newest MOST_SHOWN suggestions of each image, in a state or in any; one query."""
    require(viewer, Permission.READ_LIBRARY)
    return await Suggestion.of_images([(id, state, MOST_SHOWN) for id, state in asked])


async def _write(
    viewer: Viewer, suggestion: Suggestion, image: Image, wording: Wording, session: Session
) -> None:
    name = _name(suggestion, wording.field)
    said: object = suggestion.keywords if name == "keywords" else suggestion.text
    new = _new(suggestion, name, wording)
    written = _kept(name, new, suggestion.locale, image)
    as_it_was = _kept(name, said, suggestion.locale, image) == written
    more = {} if not as_it_was else _by_model(name, suggestion.locale, written)
    told = {"field": name, "edited": not as_it_was}
    await suggestion.decide(SuggestionState.ACCEPTED, viewer.actor(), session, told)
    await record(
        viewer,
        {image.id: image},
        {image.id: {**image.edits, **written}},
        kind=RevisionKind.SUGGESTION,
        session=session,
        more=more,
    )
    await AuditEntry.add([_entry(viewer, suggestion, "suggestion.accepted", told)], session)


def _name(suggestion: Suggestion, field: str | None) -> str:
    """The field of the metadata that a suggestion is for."""
    if suggestion.kind is AnalysisKind.CUSTOM:
        if field is None:
            raise FieldMissing
        name = field
    elif field is not None:
        raise FieldGiven(suggestion.kind)
    else:
        name = suggestion.kind.value.lower()
    return "alt_texts" if name == "alt_text" and suggestion.locale else name


def _new(suggestion: Suggestion, name: str, wording: Wording) -> object:
    """What is to be written. Raises TextMissing, for a text that says nothing is no suggestion."""
    if name == "keywords":
        new = suggestion.keywords if wording.keywords is None else list(wording.keywords)
        if not any(word.strip() for word in new):
            raise _at(TextMissing("keywords"), "keywords")
        return new
    text = suggestion.text if wording.text is None else wording.text
    if not (text or "").strip():
        raise _at(TextMissing("text"), "text")
    return text


def _kept(name: str, value: object, locale: str | None, image: Image) -> dict[str, Any]:
    """The value as an edit; an alternative text joins those in other languages."""
    try:
        if name != "alt_texts":
            return kept({name: value})
        others = {**(image.edits.get("alt_texts") or {}), str(locale): value}
        texts = [{"locale": tag, "text": text} for tag, text in others.items()]
        return kept({name: texts})
    except (TextTooLong, TooManyKeywords) as error:
        raise _at(error, "keywords" if name == "keywords" else "text") from error


def _at(error: Any, field: str) -> Any:
    error.path = (camel(field),)
    return error


def _by_model(name: str, locale: str | None, written: Mapping[str, Any]) -> dict[str, Any]:
    """What of the edits is a model's from now on, by the name of the image's part."""
    if name == "alt_texts":
        return {f"ai_texts.alt_texts.{locale}": written[name][locale]}
    return {f"ai_texts.{name}": written[name]}


def _entry(
    viewer: Viewer, suggestion: Suggestion, action: str, told: Mapping[str, Any] | None = None
) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=action,
        subject_kind="image",
        subject_id=suggestion.image_id,
        after={"suggestion": suggestion.id, "kind": suggestion.kind, **(told or {})},
    )
