"""What the facts of activities have in common."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from initiatives.outbox import Fact


def day_of(text: str) -> str:
    """A day, kept as 2026-11-30, as the reader's language writes it."""
    return date_format(date.fromisoformat(text)) if text else "–"


@dataclass(frozen=True)
class ActivityFact(Fact):
    title: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"title": self.title, **more}


# --- activities --------------------------------------------------------------------------------------------
