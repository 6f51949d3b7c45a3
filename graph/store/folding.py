"""Words as people search for them: accents, case and punctuation do not count.

Every store indexes and asks for these words, so that they find the same.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
_WORD = re.compile(r"[^\W_]+")


def folded_words(text: str) -> tuple[str, ...]:
    """The words of ``text``, in order, without accents and in lower case: "Café 's-Gravenhage" gives
    cafe, s, gravenhage."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(sign for sign in taken_apart if not unicodedata.combining(sign))
    return tuple(_WORD.findall(bare.translate(_LETTERS)))


def folded(text: str) -> str:
    """The folded words with one space between them."""
    return " ".join(folded_words(text))


def search_order(name: str, identifier: str, text: str) -> tuple[bool, bool, int, str, str]:
    """Sort key that puts the best answer to ``text`` first: the name itself, then names that begin with
    it, then the shortest; equal ones by name and id."""
    asked, found = folded(text), folded(name)
    return (found != asked, not found.startswith(asked), len(found), found, identifier)
