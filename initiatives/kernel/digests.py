"""What a digest is made of: one class per section, in the `digest` module of the app that has something to say.

A section is handed the reader's own Actor at the moment of reading, and asks the same questions as the pages do: it
cannot tell what they would not show. Nobody asks which section it is.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from initiatives.kernel.access import Actor

MOST = 5


class Look(StrEnum):
    """How a section stands in the letter."""

    DUE = "due"
    FIGURES = "figures"
    LIST = "list"


@dataclass(frozen=True)
class Step:
    """What is done about a line out of the letter, without signing in: a word on the button, and where it leads."""

    label: str
    path: str


@dataclass(frozen=True)
class Line:
    """One thing told: what, a sentence on it, the path of the page that shows it, and its figure if it is one.

    `steps` are what can be done about it out of the letter, the likeliest first.
    """

    title: str
    note: str = ""
    path: str = ""
    figure: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section as one reader has it: never without lines. `more` counts what was left out."""

    key: str
    title: str
    look: Look
    lines: tuple[Line, ...]
    more: int = 0


class DigestSection(ABC):
    """A section of the digest. Subclasses say what they are called, how they look, and what they tell."""

    key: ClassVar[str]
    title: ClassVar[Any]
    look: ClassVar[Look] = Look.LIST
    order: ClassVar[int]

    @abstractmethod
    def lines(self, actor: Actor, since: datetime) -> Sequence[Line]:
        """Return what concerns this reader, the most pressing first: what is open now, and news since that moment."""

    def part(self, actor: Actor, since: datetime) -> Part | None:
        """Return the section as this reader has it, None when there is nothing to tell."""
        lines = tuple(self.lines(actor, since))
        if not lines:
            return None
        return Part(self.key, str(self.title), self.look, lines[:MOST], max(0, len(lines) - MOST))


SECTIONS: dict[str, DigestSection] = {}
_Kind = TypeVar("_Kind", bound=type[DigestSection])


def digest_section(kind: _Kind) -> _Kind:
    """Class decorator: register a section under its key."""
    if kind.key in SECTIONS:
        raise ValueError(f"two sections are called {kind.key}")
    SECTIONS[kind.key] = kind()
    return kind


def parts_for(actor: Actor, since: datetime, muted: Collection[str] = ()) -> list[Part]:
    """Return what a digest tells this reader, in the order of the letter; empty when there is nothing to tell.

    Sections about something `muted` (how their key begins) are left out.
    """
    ordered = sorted(SECTIONS.values(), key=lambda section: (section.order, section.key))
    wanted = [section for section in ordered if section.key.split(".")[0] not in muted]
    return [part for section in wanted if (part := section.part(actor, since)) is not None]
