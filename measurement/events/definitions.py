"""The facts of definitions: what is agreed, who said so, what is wanted and what is known beside the figures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event
from measurement.events.telling import day, period
from measurement.words import HeadBasis, Position, State


@dataclass(frozen=True)
class _AboutIndicator(Fact):
    code: str = ""
    name: str = ""


@event("measurement.definition_clarified")
@dataclass(frozen=True)
class DefinitionClarified(_AboutIndicator):
    number: int = 1
    note: str = ""

    def headline(self) -> str:
        return _("The definition of “%(name)s” is worded more clearly: %(note)s") % {
            "name": self.name,
            "note": self.note,
        }


@event("measurement.indicator_moved")
@dataclass(frozen=True)
class IndicatorMoved(_AboutIndicator):
    former: str = ""
    state: str = State.PROPOSED
    reason: str = ""
    overridden: int = 0

    def headline(self) -> str:
        words = {"name": self.name, "reason": self.reason}
        if self.state == State.AGREED and self.overridden:
            words["count"] = str(self.overridden)
            return _("“%(name)s” is agreed over %(count)s open objections: %(reason)s") % words
        told = {
            State.PROPOSED: _("“%(name)s” is proposed again"),
            State.CONSULTED: _("Partners are asked about “%(name)s”"),
            State.AGREED: _("“%(name)s” is agreed"),
            State.ACTIVE: _("“%(name)s” is collected from now on"),
            State.RETIRED: _("“%(name)s” is retired"),
        }[State(self.state)] % words
        return f"{told}: {self.reason}" if self.reason else told


@event("measurement.sign_off_asked")
@dataclass(frozen=True)
class SignOffAsked(_AboutIndicator):
    partners: tuple[str, ...] = ()
    answer_by: str = ""

    def headline(self) -> str:
        words = {"name": self.name, "partners": ", ".join(self.partners), "day": day(self.answer_by)}
        if self.answer_by:
            return _("Asked to sign off “%(name)s” by %(day)s: %(partners)s") % words
        return _("Asked to sign off “%(name)s”: %(partners)s") % words


@event("measurement.signed_off")
@dataclass(frozen=True)
class SignedOff(_AboutIndicator):
    partner: str = ""
    position: str = Position.AGREES
    comment: str = ""
    how_given: str = ""

    def headline(self) -> str:
        words = {"name": self.name, "partner": self.partner, "how": self.how_given}
        told = {
            Position.AGREES: _("%(partner)s agrees with “%(name)s”"),
            Position.AGREES_WITH_NOTE: _("%(partner)s agrees with “%(name)s”, with a note"),
            Position.OBJECTS: _("%(partner)s objects to “%(name)s”"),
        }[Position(self.position)] % words
        if self.how_given:
            told += " " + _("(entered on its behalf; given %(how)s)") % words
        return f"{told}: {self.comment}" if self.comment else told


@event("measurement.objection_answered")
@dataclass(frozen=True)
class ObjectionAnswered(_AboutIndicator):
    partner: str = ""
    answer: str = ""

    def headline(self) -> str:
        return _("The objection of %(partner)s to “%(name)s” is answered: %(answer)s") % {
            "partner": self.partner,
            "name": self.name,
            "answer": self.answer,
        }


@event("measurement.headline_given_up")
@dataclass(frozen=True)
class HeadlineGivenUp(_AboutIndicator):
    instead: str = ""

    def headline(self) -> str:
        return _("“%(name)s” is no headline indicator any more; “%(instead)s” takes its place") % {
            "name": self.name,
            "instead": self.instead,
        }


@event("measurement.dimension_changed")
@dataclass(frozen=True)
class DimensionChanged(Fact):
    name: str = ""
    added: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    def headline(self) -> str:
        told = _("The dimension “%(name)s” was changed") % {"name": self.name}
        if self.added:
            told += "; " + _("added: %s") % ", ".join(self.added)
        if self.retired:
            told += "; " + _("no longer offered: %s") % ", ".join(self.retired)
        return told


@dataclass(frozen=True)
class _AboutWanted(Fact):
    name: str = ""
    reason: str = ""


@event("measurement.indicator_wanted")
@dataclass(frozen=True)
class IndicatorWanted(_AboutWanted):
    def headline(self) -> str:
        return _("Wanted, but without data yet: “%s”") % self.name


@event("measurement.wanted_changed")
@dataclass(frozen=True)
class WantedChanged(_AboutWanted):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("The plan for “%s” was changed") % self.name


@event("measurement.wanted_dropped")
@dataclass(frozen=True)
class WantedDropped(_AboutWanted):
    def headline(self) -> str:
        return _("“%(name)s” is wanted no longer: %(reason)s") % {"name": self.name, "reason": self.reason}


@event("measurement.wanted_became")
@dataclass(frozen=True)
class WantedBecame(_AboutWanted):
    code: str = ""

    def headline(self) -> str:
        return _("The wanted “%s” became a proposed indicator") % self.name


@event("measurement.contribution_linked")
@dataclass(frozen=True)
class ContributionLinked(_AboutIndicator):
    measure: str = ""
    because: str = ""

    def headline(self) -> str:
        told = _("“%(measure)s” may contribute to “%(name)s”") % {"measure": self.measure, "name": self.name}
        return f"{told}: {self.because}" if self.because else told


@event("measurement.contribution_unlinked")
@dataclass(frozen=True)
class ContributionUnlinked(_AboutIndicator):
    measure: str = ""

    def headline(self) -> str:
        return _("“%(measure)s” is no longer shown beside “%(name)s”") % {
            "measure": self.measure,
            "name": self.name,
        }


@event("measurement.heads_known")
@dataclass(frozen=True)
class HeadsKnown(_AboutIndicator):
    period: str = ""
    basis: str = HeadBasis.COUNTED
    value: str = ""
    source: str = ""

    def headline(self) -> str:
        words = {
            "name": self.name,
            "period": period(self.period),
            "value": self.value,
            "source": self.source,
        }
        return {
            HeadBasis.POPULATION: _(
                "The population behind “%(name)s” in %(period)s is %(value)s (%(source)s)"
            ),
            HeadBasis.OVERLAP: _(
                "The overlap in “%(name)s” in %(period)s is put at %(value)s %% (%(source)s)"
            ),
            HeadBasis.COUNTED: _("Different people behind “%(name)s” in %(period)s: %(value)s (%(source)s)"),
        }[HeadBasis(self.basis)] % words


@event("measurement.figures_back_cast")
@dataclass(frozen=True)
class FiguresBackCast(_AboutIndicator):
    number: int = 1
    observations: int = 0
    source: str = ""

    def headline(self) -> str:
        return _("Earlier figures of “%(name)s” were restated under version %(number)s: %(source)s") % {
            "name": self.name,
            "number": self.number,
            "source": self.source,
        }
