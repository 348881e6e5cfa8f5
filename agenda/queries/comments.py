"""What is said about a version, at the paragraph it is said about."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch

from agenda.models import Comment, CommonAgenda
from agenda.queries.versions import Section
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A paragraph that was reworded is still the same one while so much of it is left.
STILL_THE_SAME = 0.6


def comments(actor: Actor, version: CommonAgenda | None = None) -> QuerySet[Comment]:
    """Return the comments that open a conversation, in the order of writing, each with `answered`: its replies."""
    require(actor, Capability.VIEW)
    rows = Comment.objects.filter(answers=None).select_related("agenda", "author__partner", "resolved_by")
    rows = rows.prefetch_related(
        Prefetch(
            "replies",
            Comment.objects.select_related("author__partner").order_by("written_at", "id"),
            to_attr="answered",
        )
    )
    return rows if version is None else rows.filter(agenda=version)


def comment(actor: Actor, public_id: UUID) -> Comment:
    """Return a comment that opens a conversation. Raises NotFound."""
    found = comments(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Noted:
    """A paragraph with the comments on it."""

    number: int
    text: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class NotedSection:
    """A section's paragraphs with their comments; `adrift` are comments on wording that is no longer there."""

    section: Section
    paragraphs: tuple[Noted, ...]
    adrift: tuple[Comment, ...]


def noted(section: Section, said: list[Comment]) -> NotedSection:
    """Put comments at the paragraphs of a section that they are about, by the wording they quote."""
    paragraphs = section.paragraphs
    at: dict[int, list[Comment]] = {}
    adrift = []
    for row in said:
        place = place_of(row.quote, paragraphs)
        if place is None:
            adrift.append(row)
        else:
            at.setdefault(place, []).append(row)
    return NotedSection(
        section,
        tuple(Noted(number, text, tuple(at.get(number, ()))) for number, text in enumerate(paragraphs)),
        tuple(adrift),
    )


def place_of(quote: str, paragraphs: list[str]) -> int | None:
    """Return which paragraph a quote stands in now: the same wording, else the most alike that is alike enough."""
    if not quote:
        return None
    if quote in paragraphs:
        return paragraphs.index(quote)
    alike = [
        (difflib.SequenceMatcher(None, quote, text, autojunk=False).ratio(), -number)
        for number, text in enumerate(paragraphs)
    ]
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] >= STILL_THE_SAME else None
