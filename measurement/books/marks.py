"""The hidden mark of a workbook: which hand-in it is, and what stood in it when it was made. Signed: nobody forges it
into another partner's, and nobody changes it unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.utils.translation import get_language

from measurement.books.plan import REASONS, Plan, field_of, said_of

SHEET = "concert"
SALT = "concert.books"
FORM = 1
CHUNK = 30_000


@dataclass(frozen=True)
class Mark:
    """What a workbook was made of.

    `request` is its ask; `versions` the definitions, by code; `labels` what stood beside the cells, by key; `said`
    what stood in them, by field; `reasons` the words of its drop-down, by status.
    """

    initiative: int
    request: str
    language: str
    versions: Mapping[str, int]
    labels: Mapping[str, str]
    said: Mapping[str, str]
    reasons: Mapping[str, str]


def mark_of(plan: Plan, reasons: Mapping[str, str]) -> Mark:
    """Return the mark of a workbook that is made of a plan."""
    ask = plan.sheet.request
    said = {
        field_of(line, part): text
        for line in plan.sheet.lines
        if line.stands is None
        for part, text in said_of(line).items()
        if text
    }
    return Mark(
        int(ask.initiative_id or 0),
        str(ask.public_id),
        get_language() or "",
        plan.versions,
        plan.labels,
        said,
        reasons,
    )


def sealed(mark: Mark) -> list[str]:
    """Return the signed mark in pieces that fit a cell each."""
    text = signing.dumps({"form": FORM, **asdict(mark)}, salt=SALT, compress=True)
    return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]


def read_mark(pieces: Iterable[str]) -> Mark | None:
    """Return the mark; None where there is none, it was not made here, or was changed."""
    text = "".join(pieces)
    if not text:
        return None
    try:
        found: dict[str, Any] = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if found.pop("form", None) != FORM:
        return None
    return Mark(**found)


def reason_words() -> dict[str, str]:
    """Return the words of the drop-down in the reader's language, by status."""
    return {str(status.value): str(status.label) for status in REASONS}
