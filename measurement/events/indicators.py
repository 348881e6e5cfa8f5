"""Facts about indicators, dimensions and who reports."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event
from measurement.events.fields import fields_told
from measurement.events.telling import day as _day


@event("measurement.dimension_defined")
@dataclass(frozen=True)
class DimensionDefined(Fact):
    name: str = ""

    def headline(self) -> str:
        return _("The dimension “%(name)s” was defined") % {"name": self.name}


@event("measurement.indicator_defined")
@dataclass(frozen=True)
class IndicatorDefined(Fact):
    code: str = ""
    name: str = ""

    def headline(self) -> str:
        return _("The indicator “%(name)s” was defined") % {"name": self.name}


@event("measurement.indicator_changed")
@dataclass(frozen=True)
class IndicatorChanged(Fact):
    code: str = ""
    name: str = ""
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The indicator “%(name)s” was changed: %(fields)s") % {
            "name": self.name,
            "fields": fields_told(self.fields),
        }


@event("measurement.definition_changed")
@dataclass(frozen=True)
class DefinitionChanged(Fact):
    code: str = ""
    name: str = ""
    number: int = 1
    valid_from: str = ""
    note: str = ""

    def headline(self) -> str:
        return _("“%(name)s” has a new definition from %(day)s: %(note)s") % {
            "name": self.name,
            "day": _day(self.valid_from),
            "note": self.note,
        }


@event("measurement.assignment_made")
@dataclass(frozen=True)
class AssignmentMade(Fact):
    partner: str = ""
    indicator: str = ""
    starts_on: str = ""

    def headline(self) -> str:
        return _("%(partner)s reports “%(indicator)s” from %(day)s") % {
            "partner": self.partner,
            "indicator": self.indicator,
            "day": _day(self.starts_on),
        }


@event("measurement.assignment_ended")
@dataclass(frozen=True)
class AssignmentEnded(Fact):
    partner: str = ""
    indicator: str = ""
    ends_on: str = ""

    def headline(self) -> str:
        return _("%(partner)s reports “%(indicator)s” until %(day)s") % {
            "partner": self.partner,
            "indicator": self.indicator,
            "day": _day(self.ends_on),
        }
