"""Words as people look for them: without accents and endings, in English and in Portuguese.

A word is kept in up to three forms: as it stands, by its English and by its Portuguese stem. Nobody
says in which language a picture is described, and a word that is looked for has the same forms.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer import stemmer

# What is longer is cut.
LONGEST = 64
WORD = re.compile(r"[^\W_]+")
# What Portuguese plurals were in the singular, accents aside; the stemmer knows only the regular.
SINGULARS = tuple(
    (re.compile(ending), singular)
    for ending, singular in (
        (r"(?<=.)(?:oe|ae|ao)s$", "ao"),
        (r"(?<=..)([aeou])is$", r"\1l"),
        (r"(?<=...)is$", "il"),
        (r"(?<=..)ns$", "m"),
        (r"(?<=..)([rsz])es$", r"\1"),
    )
)
# Words that are in everything, and so find nothing.
ENGLISH = "a an and at by for from in is of on or the to with"
PORTUGUESE = "as ao aos com da das de do dos e em na nas no nos o os ou para por um uma"
EMPTY = frozenset(f"{ENGLISH} {PORTUGUESE}".split(" "))


def folded(text: str) -> str:
    """The text without capitals and accents, with single blanks."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).split())


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """The forms of a folded word, each once, the word itself first."""
    if word.isdecimal():
        return (word,)
    english = stemmer("english").stemWord(word)
    portuguese = stemmer("portuguese").stemWord(_singular(word))
    return tuple(dict.fromkeys((word, english, portuguese)))


def terms(text: str) -> Iterator[tuple[str, list[str]]]:
    """What stands between blanks, put together from its words, and those words; all folded.

    So "ABC-12" is abc12, of abc and 12: it is found with and without the dash.
    """
    for one in folded(text).split():
        words = [word[:LONGEST] for word in WORD.findall(one)]
        if words:
            yield "".join(words)[:LONGEST], words


def words_of(text: str) -> Iterator[str]:
    """Every form of every word and term of a text; some of them several times."""
    for whole, words in terms(text):
        for word in dict.fromkeys((*words, whole)):
            yield from forms(word)


def _singular(word: str) -> str:
    for ending, singular in SINGULARS:
        shorter, done = ending.subn(singular, word)
        if done:
            return shorter
    return word
