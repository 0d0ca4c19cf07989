"""Names and email addresses as people type them."""

import re
import unicodedata

from actions.errors import InvalidEmail, InvalidName

LONGEST_NAME = 100
# The longest address that mail can be sent to (RFC 5321, erratum 1690).
LONGEST_EMAIL = 254

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
# Some scripts, and many emoji, need these two to be written right.
JOINERS = "\u200c\u200d"
UNSHOWN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def name(text: str) -> str:
    """The name, trimmed and composed. Raises InvalidName."""
    cleaned = unicodedata.normalize("NFC", text.strip())
    if not 1 <= len(cleaned) <= LONGEST_NAME or not _can_be_shown(cleaned):
        raise InvalidName(LONGEST_NAME)
    return cleaned


def email(text: str) -> str:
    """The address, trimmed, in lower case and composed. Raises InvalidEmail."""
    cleaned = unicodedata.normalize("NFC", text.strip().lower())
    if len(cleaned) > LONGEST_EMAIL or not EMAIL.fullmatch(cleaned) or not cleaned.isprintable():
        raise InvalidEmail
    return cleaned


def shown(text: str, longest: int) -> str:
    """What can be shown of a text, and no more of it than that."""
    return "".join(sign for sign in text[:longest] if _can_be_shown(sign))


def _can_be_shown(text: str) -> bool:
    return all(sign in JOINERS or unicodedata.category(sign) not in UNSHOWN for sign in text)
