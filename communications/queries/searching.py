"""Finding words in texts: whatever their case, their accents and their endings."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

# No language's own rules: an initiative writes in several, and the beginning of a word is enough.
CONFIG = "simple"
MOST_WORDS = 12


class Unaccent(Func):
    """The text without accents."""

    function = "UNACCENT"
    output_field = TextField()


class Quoted(Func):
    """The text as one word of a query."""

    function = "QUOTE_LITERAL"
    output_field = TextField()


def with_words(rows: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    """Return the rows in whose fields every word of the text begins some word, the nearest first.

    A word in the first field weighs most. None is found for a text without a letter or digit.
    """
    words = re.findall(r"[^\W_]+", text)[:MOST_WORDS]
    if not words:
        return rows.none()
    wanted = reduce(and_, (_begins(word) for word in words))
    said = SearchVector(Unaccent(F(fields[0])), config=CONFIG, weight="A")
    if fields[1:]:
        said += SearchVector(*(Unaccent(F(name)) for name in fields[1:]), config=CONFIG, weight="D")
    rows = rows.annotate(said=said).filter(said=wanted)
    return rows.order_by(SearchRank(F("said"), wanted).desc(), "-id")


def _begins(word: str) -> SearchQuery:
    beginning = Concat(Quoted(Unaccent(Value(word))), Value(":*"))
    return SearchQuery(beginning, config=CONFIG, search_type="raw")
