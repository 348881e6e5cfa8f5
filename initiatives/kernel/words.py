"""Finding words in texts: whatever their case, their accents and their endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, QuerySet, TextField

# No language's own rules: an initiative writes in several, and the beginning of a word is enough.
CONFIG = "simple"
MOST_WORDS = 12
WORD = r"[^\W_]+"
# So many letters of a text are shown before and after the first word found.
BEFORE, AROUND = 60, 180
ACCENTS = "[\u0300-\u036f]"


class Folded(Func):
    """The text without accents, as `folded` does it."""

    template = f"REGEXP_REPLACE(NORMALIZE(%(expressions)s, NFD), '{ACCENTS}', '', 'g')"
    output_field = TextField()


def folded(text: str) -> str:
    """Return the text without accents."""
    return re.sub(ACCENTS, "", unicodedata.normalize("NFD", text))


def words_of(text: str) -> list[str]:
    """Return the words that are looked for, without accents and capitals."""
    return re.findall(WORD, folded(text).lower())[:MOST_WORDS]


def with_words(rows: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    """Return the rows in whose fields every word of the text begins some word, the nearest first.

    A word in the first field weighs most. None is found for a text without a letter or digit.
    """
    words = words_of(text)
    if not words:
        return rows.none()
    wanted = SearchQuery(" & ".join(f"'{word}':*" for word in words), config=CONFIG, search_type="raw")
    said: Any = SearchVector(Folded(F(fields[0])), config=CONFIG, weight="A")
    if fields[1:]:
        said += SearchVector(*(Folded(F(name)) for name in fields[1:]), config=CONFIG, weight="D")
    rows = rows.annotate(searched=said).filter(searched=wanted)
    return rows.order_by(SearchRank(F("searched"), wanted).desc(), "-id")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `found` where it is what was looked for."""

    text: str
    found: bool = False


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return the text in pieces, those words marked that begin with one of the words (of `words_of`)."""
    pieces, at = [], 0
    for match in re.finditer(WORD, text):
        if not folded(match.group()).lower().startswith(tuple(words)):
            continue
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()]))
        pieces.append(Piece(match.group(), found=True))
        at = match.end()
    if text[at:]:
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def excerpt(texts: Iterable[str], words: Sequence[str]) -> tuple[Piece, ...]:
    """Return a stretch of the first text with one of the words around it, marked; nothing when none has one."""
    for text in texts:
        plain = " ".join(text.split())
        for match in re.finditer(WORD, plain):
            if not folded(match.group()).lower().startswith(tuple(words)):
                continue
            start = max(0, plain.rfind(" ", 0, max(match.start() - BEFORE, 0)) + 1)
            end = start + AROUND
            end = plain.rfind(" ", start, end) if end < len(plain) else len(plain)
            cut = plain[start : max(end, match.end())]
            head, tail = "…" if start else "", "…" if max(end, match.end()) < len(plain) else ""
            return marked(f"{head}{cut}{tail}", words)
    return ()
