"""The facts of what partners share: agreements, what they say of their figures, their own reports."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.outbox import Fact, event
from measurement.events.telling import day as _day


@dataclass(frozen=True)
class _AgreementFact(Fact):
    title: str = ""
    number: int = 1


@event("measurement.notice_written")
@dataclass(frozen=True)
class NoticeWritten(Fact):
    """A partner is written to: so many of its figures will show it by name."""

    partner: str = ""
    count: int = 0

    def headline(self) -> str:
        return ngettext(
            "%(partner)s was told of %(count)s figure that will show it by name",
            "%(partner)s was told of %(count)s figures that will show it by name",
            self.count,
        ) % {"partner": self.partner, "count": self.count}


@event("measurement.agreement_drafted")
@dataclass(frozen=True)
class AgreementDrafted(_AgreementFact):
    def headline(self) -> str:
        return _("The data-sharing agreement “%s” was drafted") % self.title


@event("measurement.agreement_changed")
@dataclass(frozen=True)
class AgreementChanged(_AgreementFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The draft of the data-sharing agreement “%s” was changed") % self.title


@event("measurement.agreement_activated")
@dataclass(frozen=True)
class AgreementActivated(_AgreementFact):
    starts_on: str = ""
    ends_on: str = ""

    def headline(self) -> str:
        return _("The data-sharing agreement “%(title)s” holds from %(day)s") % {
            "title": self.title,
            "day": _day(self.starts_on),
        }


@event("measurement.agreement_renewed")
@dataclass(frozen=True)
class AgreementRenewed(_AgreementFact):
    def headline(self) -> str:
        return _("A renewal of the data-sharing agreement “%s” was drafted") % self.title


@event("measurement.agreement_terminated")
@dataclass(frozen=True)
class AgreementTerminated(_AgreementFact):
    last_day: str = ""
    reason: str = ""

    def headline(self) -> str:
        return _("The data-sharing agreement “%(title)s” was terminated as of %(day)s: %(reason)s") % {
            "title": self.title,
            "day": _day(self.last_day),
            "reason": self.reason,
        }


@event("measurement.agreement_discarded")
@dataclass(frozen=True)
class AgreementDiscarded(_AgreementFact):
    def headline(self) -> str:
        return _("The draft of the data-sharing agreement “%s” was given up") % self.title


@event("measurement.agreement_filed")
@dataclass(frozen=True)
class AgreementFiled(_AgreementFact):
    file: str = ""

    def headline(self) -> str:
        return _("A file was put to the data-sharing agreement “%(title)s”: %(file)s") % {
            "title": self.title,
            "file": self.file,
        }


@event("measurement.naming_begun")
@dataclass(frozen=True)
class NamingBegun(Fact):
    code: str = ""
    name: str = ""
    to: str = ""
    shown_from: str = ""

    def headline(self) -> str:
        return _("“%(name)s” will show partners by name from %(day)s") % {
            "name": self.name,
            "day": _day(self.shown_from),
        }


@event("measurement.figure_noted")
@dataclass(frozen=True)
class FigureNoted(Fact):
    code: str = ""
    name: str = ""
    partner: str = ""
    period: str = ""
    agreed: bool = False

    def headline(self) -> str:
        words = {"partner": self.partner, "name": self.name}
        if self.agreed:
            return _("%(partner)s agreed that its figure for “%(name)s” is shown") % words
        return _("%(partner)s wrote a note to its figure for “%(name)s”") % words


@dataclass(frozen=True)
class _LayoutFact(Fact):
    name: str = ""


@event("measurement.layout_made")
@dataclass(frozen=True)
class LayoutMade(_LayoutFact):
    def headline(self) -> str:
        return _("A report layout was made: %s") % self.name


@event("measurement.layout_changed")
@dataclass(frozen=True)
class LayoutChanged(_LayoutFact):
    shared: bool = False

    def headline(self) -> str:
        return _("A report layout was changed: %s") % self.name


@event("measurement.layout_deleted")
@dataclass(frozen=True)
class LayoutDeleted(_LayoutFact):
    def headline(self) -> str:
        return _("A report layout was deleted: %s") % self.name
