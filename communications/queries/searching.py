"""Finding words in texts: whatever their case, their accents and their endings."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, QuerySet, TextField

# No language's own rules: an initiative writes in several, and the beginning of a word is enough.
CONFIG = "simple"
MOST_WORDS = 12
ACCENTS = "[\u0300-\u036f]"


class Folded(Func):
    """The text without accents, as `folded` does it."""

    template = f"REGEXP_REPLACE(NORMALIZE(%(expressions)s, NFD), '{ACCENTS}', '', 'g')"
    output_field = TextField()


def folded(text: str) -> str:
    """Return the text without accents."""
    return re.sub(ACCENTS, "", unicodedata.normalize("NFD", text))


def with_words(rows: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    """Return the rows in whose fields every word of the text begins some word, the nearest first.

    A word in the first field weighs most. None is found for a text without a letter or digit.
    """
    words = re.findall(r"[^\W_]+", folded(text))[:MOST_WORDS]
    if not words:
        return rows.none()
    wanted = SearchQuery(" & ".join(f"'{word}':*" for word in words), config=CONFIG, search_type="raw")
    said: Any = SearchVector(Folded(F(fields[0])), config=CONFIG, weight="A")
    if fields[1:]:
        said += SearchVector(*(Folded(F(name)) for name in fields[1:]), config=CONFIG, weight="D")
    rows = rows.annotate(said=said).filter(said=wanted)
    return rows.order_by(SearchRank(F("said"), wanted).desc(), "-id")
