"""What can be found by its words: one class per kind of thing, in the `search` module of the app that keeps it.

A finder is handed the reader's own Actor and asks the same questions as the pages do: it cannot find what they would
not show. Nobody asks which finder it is.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from initiatives.kernel.access import Actor
from initiatives.kernel.words import Piece, excerpt, marked, with_words, words_of

# Of one kind at most so many are found; whoever has more says it in more words.
MOST = 50


@dataclass(frozen=True)
class Hit:
    """One thing found: its title and a stretch of its text, marked, what stands beside it, its page's path."""

    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    note: str
    path: str

    @property
    def name(self) -> str:
        """The title as plain text."""
        return "".join(piece.text for piece in self.title)

    @property
    def text(self) -> str:
        """The stretch of its text as plain text."""
        return "".join(piece.text for piece in self.excerpt)


@dataclass(frozen=True)
class Found:
    """What was found of one kind, the nearest first; `more` where there is more than MOST."""

    key: str
    label: str
    icon: str
    condition: str
    hits: tuple[Hit, ...]
    more: bool


class Finder(ABC):
    """A kind of thing that can be found. The first of `fields` is its title, and weighs most."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    condition: ClassVar[str] = ""
    order: ClassVar[int]
    fields: ClassVar[tuple[str, ...]]

    @abstractmethod
    def rows(self, actor: Actor) -> "QuerySet[Any]":
        """Return what the actor may read, with the fields as attributes."""

    @abstractmethod
    def path(self, actor: Actor, row: Any) -> str:
        """Return the path of the page that shows it."""

    def title(self, row: Any) -> str:
        """Return what it is called."""
        return str(getattr(row, self.fields[0]))

    def note(self, row: Any) -> str:
        """Return what stands beside it."""
        return ""

    def found(self, actor: Actor, text: str) -> Found | None:
        """Return what was found by the words of the text, None for nothing. One query, and those of `rows`."""
        listed = list(with_words(self.rows(actor), text, *self.fields)[: MOST + 1])
        if not listed:
            return None
        hits = tuple(self._hit(actor, row, words_of(text)) for row in listed[:MOST])
        return Found(self.key, str(self.label), self.icon, self.condition, hits, len(listed) > MOST)

    def _hit(self, actor: Actor, row: Any, words: Sequence[str]) -> Hit:
        texts = [str(getattr(row, name) or "") for name in self.fields[1:]]
        return Hit(
            marked(self.title(row), words), excerpt(texts, words), self.note(row), self.path(actor, row)
        )


FINDERS: dict[str, Finder] = {}
_Kind = TypeVar("_Kind", bound=type[Finder])


def finder(kind: _Kind) -> _Kind:
    """Class decorator: register a finder under its key."""
    if kind.key in FINDERS:
        raise ValueError(f"two finders are called {kind.key}")
    FINDERS[kind.key] = kind()
    return kind


def find(actor: Actor, text: str, kind: str = "") -> list[Found]:
    """Return what the actor may find by words (the beginning of each is enough), by kind, in their order.

    With `kind` of that kind alone. Days beside what is found are those of the initiative's clock, whoever asks.
    """
    ordered = sorted(FINDERS.values(), key=lambda one: (one.order, one.key))
    wanted = [one for one in ordered if not kind or one.key == kind]
    with timezone.override(ZoneInfo(actor.initiative.timezone)):
        return [found for one in wanted if (found := one.found(actor, text)) is not None]
