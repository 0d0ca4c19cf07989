"""What people may ask a model, and the words in which it is asked."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from actions.analysing.rules import AnalysisRules, require_model
from actions.batches import within
from actions.metadata.values import InvalidValue, locale
from actions.texts import LIMITS, MOST_KEYWORDS, TextMissing, TextTooLong, cleaned, required
from describing.questions import Picture, Question, Shape
from documents.analyses import AnalysisKind, AnalysisWish

MOST_WISHES = 4
# A model that may write as much as it likes writes too much.
USUAL_KEYWORDS = 20
TASKS: Mapping[AnalysisKind, str] = MappingProxyType(
    {
        AnalysisKind.ALT_TEXT: (
            "Write an alternative text for those who cannot see the picture: what matters in "
            f"it, in one or two sentences of at most {LIMITS['alt_text']} characters. Do not "
            "begin with 'picture of'."
        ),
        AnalysisKind.DESCRIPTION: (
            "Describe the picture for a catalogue in two to five sentences: the product, its "
            "material, colours and setting, as far as they can be seen."
        ),
        AnalysisKind.KEYWORDS: (
            f"Give 5 to {USUAL_KEYWORDS} keywords by which somebody would look for the picture, "
            f"each of at most {LIMITS['keyword']} characters, the most telling first."
        ),
        AnalysisKind.CUSTOM: "",
    }
)
FIELDS: Mapping[AnalysisKind, str] = MappingProxyType(
    {
        AnalysisKind.ALT_TEXT: "alt_text",
        AnalysisKind.DESCRIPTION: "description",
        AnalysisKind.KEYWORDS: "keyword",
        AnalysisKind.CUSTOM: "description",
    }
)


def wished(kind: AnalysisKind, prompt: str | None, tag: str | None) -> AnalysisWish:
    """A wish in clean words; a CUSTOM one needs a prompt, for others it says how.

    Raises TextTooLong, TextMissing, InvalidValue, each with the path of its field.
    """
    return AnalysisWish(kind=kind, prompt=_prompt(kind, prompt), locale=_locale(tag))


def all_wished(
    rules: AnalysisRules, asked: Sequence[tuple[AnalysisKind, str | None, str | None]]
) -> tuple[AnalysisWish, ...]:
    """What is wished along with an upload, as the field `analyze` of its input.

    Raises AnalysisNotConfigured where anything is, TooMany, and what `wished` does.
    """
    if asked:
        require_model(rules)
    within("analyze", asked, MOST_WISHES)
    wishes = []
    for place, one in enumerate(asked):
        try:
            wishes.append(wished(*one))
        except (TextTooLong, TextMissing, InvalidValue) as error:
            error.path = ("analyze", place, *error.path)
            raise
    return tuple(wishes)


def instruction(wish: AnalysisWish) -> str:
    """All that a model is told about what to write, beside what holds for every picture."""
    tongue = f"Write in the language {wish.locale}." if wish.locale else ""
    return "\n".join(part for part in (TASKS[wish.kind], tongue, wish.prompt) if part)


def question(wish: AnalysisWish, picture: Picture) -> Question:
    """The question that fulfils a wish."""
    words = wish.kind is AnalysisKind.KEYWORDS
    return Question(
        instruction=instruction(wish),
        picture=picture,
        shape=Shape.KEYWORDS if words else Shape.TEXT,
        longest=LIMITS[FIELDS[wish.kind]],
        most=MOST_KEYWORDS if words else 1,
    )


def _prompt(kind: AnalysisKind, prompt: str | None) -> str | None:
    try:
        custom = kind is AnalysisKind.CUSTOM
        return required("prompt", prompt) if custom else cleaned("prompt", prompt)
    except (TextTooLong, TextMissing) as error:
        error.path = ("prompt",)
        raise


def _locale(tag: str | None) -> str | None:
    try:
        return None if tag is None else locale(tag)
    except InvalidValue as error:
        raise InvalidValue("locale", 'a language such as "en" or "pt-BR"') from error
