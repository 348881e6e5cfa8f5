"""Facts about cycles and what was agreed on collecting."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.outbox import Fact, event
from measurement.events.fields import fields_told
from measurement.events.telling import day as _day
from measurement.events.telling import period as _period


@event("measurement.cycle_opened")
@dataclass(frozen=True)
class CycleOpened(Fact):
    period: str = ""
    due: str = ""
    practice: bool = False

    def headline(self) -> str:
        if self.practice:
            return _("A practice cycle for %(period)s was opened, due %(due)s") % {
                "period": _period(self.period),
                "due": _day(self.due),
            }
        return _("The cycle %(period)s was opened, due %(due)s") % {
            "period": _period(self.period),
            "due": _day(self.due),
        }


@event("measurement.cycles_planned")
@dataclass(frozen=True)
class CyclesPlanned(Fact):
    count: int = 0

    def headline(self) -> str:
        return ngettext("%(n)s cycle was planned ahead", "%(n)s cycles were planned ahead", self.count) % {
            "n": self.count
        }


@event("measurement.practice_discarded")
@dataclass(frozen=True)
class PracticeDiscarded(Fact):
    period: str = ""
    hand_ins: int = 0

    def headline(self) -> str:
        return _("The practice cycle for %(period)s was thrown away") % {"period": _period(self.period)}


@event("measurement.collection_rules_changed")
@dataclass(frozen=True)
class CollectionRulesChanged(Fact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("How figures are collected was changed: %(fields)s") % {"fields": fields_told(self.fields)}


@event("measurement.reporting_terms_changed")
@dataclass(frozen=True)
class ReportingTermsChanged(Fact):
    partner: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What was agreed with %(partner)s about its reporting was changed: %(fields)s") % {
            "partner": self.partner,
            "fields": fields_told(self.fields),
        }


@event("measurement.cycle_changed")
@dataclass(frozen=True)
class CycleChanged(Fact):
    period: str = ""
    due: str = ""

    def headline(self) -> str:
        return _("The dates of cycle %(period)s were changed; it is due %(due)s") % {
            "period": _period(self.period),
            "due": _day(self.due),
        }


@event("measurement.cycle_closed")
@dataclass(frozen=True)
class CycleClosed(Fact):
    period: str = ""

    def headline(self) -> str:
        return _("The cycle %(period)s was closed") % {"period": _period(self.period)}


@event("measurement.cycle_locked")
@dataclass(frozen=True)
class CycleLocked(Fact):
    period: str = ""

    def headline(self) -> str:
        return _("The cycle %(period)s was locked; its figures are final") % {"period": _period(self.period)}


@event("measurement.extension_granted")
@dataclass(frozen=True)
class ExtensionGranted(Fact):
    period: str = ""
    partner: str = ""
    until: str = ""
    reason: str = ""

    def headline(self) -> str:
        return _("%(partner)s may hand in %(period)s until %(until)s") % {
            "partner": self.partner,
            "period": _period(self.period),
            "until": _day(self.until),
        }
