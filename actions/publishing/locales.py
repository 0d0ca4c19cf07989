"""Which of several texts a reader of a locale is given."""

from collections.abc import Mapping


def fitting(texts: Mapping[str, str], default: str | None, locale: str | None) -> str | None:
    """The text in `locale`, else in its language, else `default`, else any; None for none.

    Locales are as in BCP 47, whatever their capitals; "zh-Hant-TW" is content with "zh-Hant",
    with "zh", and with any other "zh". Of several that are as good the first by name is taken.
    """
    by_tag = {tag.lower(): texts[tag] for tag in sorted(texts, reverse=True)}
    parts = (locale or "").lower().replace("_", "-").split("-")
    exact = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    same = [tag for tag in sorted(by_tag) if tag.split("-")[0] == parts[0]]
    in_language = [by_tag[tag] for tag in (*exact, *same) if tag in by_tag]
    any_at_all = [by_tag[tag] for tag in sorted(by_tag)]
    return next(iter([*in_language, *([default] if default else []), *any_at_all]), None)
