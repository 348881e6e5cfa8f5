"""The facts that are announced of stand-ins: about whom, the subject says; no name stays in the stream."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _StandInFact(Fact):
    """The subject is who stands in."""

    starts_on: str = ""
    ends_on: str = ""

    def _said(self, line: str) -> str:
        return line % {"first": _day(self.starts_on), "last": _day(self.ends_on)}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text)) if text else "–"


@event("backbone.stand_in_set")
@dataclass(frozen=True)
class StandInSet(_StandInFact):
    def headline(self) -> str:
        return self._said(_("Stands in for a colleague from %(first)s to %(last)s"))


@event("backbone.stand_in_ended")
@dataclass(frozen=True)
class StandInEnded(_StandInFact):
    def headline(self) -> str:
        return self._said(
            _("Stands in no longer for the colleague who was to be away from %(first)s to %(last)s")
        )
