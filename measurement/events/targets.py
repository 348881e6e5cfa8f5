"""The facts of what is wanted: targets, forecasts, sessions to turn a curve."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event
from measurement.events.telling import day as _day


@dataclass(frozen=True)
class _TargetFact(Fact):
    code: str = ""
    name: str = ""
    about: str = ""
    value: str = ""
    date: str = ""
    number: int = 1
    reason: str = ""

    def _said(self, sentence: str) -> str:
        whose = f"{self.name}, {self.about}" if self.about else self.name
        words = {"name": whose, "value": self.value, "day": _day(self.date)}
        return f"{sentence % words}: {self.reason}"


@event("measurement.target_set")
@dataclass(frozen=True)
class TargetSet(_TargetFact):
    def headline(self) -> str:
        if self.number > 1:
            return self._said(_("The target of “%(name)s” was changed to %(value)s by %(day)s"))
        return self._said(_("The target of “%(name)s” was set to %(value)s by %(day)s"))


@event("measurement.target_withdrawn")
@dataclass(frozen=True)
class TargetWithdrawn(_TargetFact):
    def headline(self) -> str:
        return self._said(_("The target of “%(name)s”, %(value)s by %(day)s, was withdrawn"))


@event("measurement.forecast_made")
@dataclass(frozen=True)
class ForecastMade(Fact):
    code: str = ""
    name: str = ""
    method: str = ""

    def headline(self) -> str:
        return _("A forecast of “%(name)s” was frozen") % {"name": self.name}


@event("measurement.turning_started")
@dataclass(frozen=True)
class TurningStarted(Fact):
    code: str = ""
    name: str = ""
    day: str = ""

    def headline(self) -> str:
        return _("A session to turn the curve of “%(name)s” was begun, %(day)s") % {
            "name": self.name,
            "day": _day(self.day),
        }


@event("measurement.turning_told")
@dataclass(frozen=True)
class TurningTold(Fact):
    code: str = ""
    name: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The session to turn the curve of “%(name)s” was written down further") % {"name": self.name}


@event("measurement.turning_closed")
@dataclass(frozen=True)
class TurningClosed(Fact):
    code: str = ""
    name: str = ""
    day: str = ""

    def headline(self) -> str:
        return _("The session to turn the curve of “%(name)s”, %(day)s, was closed") % {
            "name": self.name,
            "day": _day(self.day),
        }
