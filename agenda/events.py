"""The facts that the common agenda announces."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.words import AgendaState, Outcome, Position, Screen, StrategyState, Verdict
from initiatives.outbox import Fact, event


def _day(text: str) -> str:
    """A day, kept as 2026-11-30, as the reader's language writes it."""
    return date_format(date.fromisoformat(text)) if text else ""


# --- versions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _AgendaFact(Fact):
    title: str = ""
    number: int = 1

    def _said(self, line: str, **more: object) -> str:
        return line % {"title": self.title, "number": self.number, **more}


@event("agenda.begun")
@dataclass(frozen=True)
class AgendaBegun(_AgendaFact):
    def headline(self) -> str:
        return self._said(_("Version %(number)s of the common agenda was begun"))


@event("agenda.changed")
@dataclass(frozen=True)
class AgendaChanged(_AgendaFact):
    """The text or what belongs to it was changed; told once an hour for one person at most."""

    def headline(self) -> str:
        return self._said(_("Version %(number)s of the common agenda was worked on"))


@event("agenda.moved")
@dataclass(frozen=True)
class AgendaMoved(_AgendaFact):
    state: str = AgendaState.DRAFTING
    reason: str = ""

    def headline(self) -> str:
        lines = {
            AgendaState.DRAFTING: _("Version %(number)s of the common agenda went back to the draft"),
            AgendaState.IN_CONSULTATION: _("Version %(number)s of the common agenda went into consultation"),
            AgendaState.PROPOSED: _("Version %(number)s of the common agenda was proposed to the partners"),
            AgendaState.ADOPTED: _("Version %(number)s of the common agenda was confirmed"),
            AgendaState.UNDER_REVIEW: _("Version %(number)s of the common agenda came under review"),
            AgendaState.SUPERSEDED: _("Version %(number)s of the common agenda was superseded"),
        }
        line = self._said(lines[AgendaState(self.state)])
        return f"{line}: {self.reason}" if self.reason else line


@event("agenda.adopted")
@dataclass(frozen=True)
class AgendaAdopted(_AgendaFact):
    adopted: int = 0
    asked: int = 0

    def headline(self) -> str:
        line = _(
            "Version %(number)s of the common agenda was adopted: %(adopted)s of %(asked)s partners are for it"
        )
        return self._said(line, adopted=self.adopted, asked=self.asked)


@event("agenda.rule_changed")
@dataclass(frozen=True)
class RuleChanged(Fact):
    rule: str = ""
    quorum: int = 50

    def headline(self) -> str:
        return _("The rule by which an agenda is adopted was changed")


@event("agenda.commented")
@dataclass(frozen=True)
class Commented(_AgendaFact):
    text: str = ""

    def headline(self) -> str:
        return self._said(
            _("Version %(number)s of the common agenda was commented: %(text)s"), text=self.text
        )


@event("agenda.comment_settled")
@dataclass(frozen=True)
class CommentSettled(_AgendaFact):
    text: str = ""
    resolved: bool = True

    def headline(self) -> str:
        line = (
            _("A comment on version %(number)s was settled: %(text)s")
            if self.resolved
            else _("A comment on version %(number)s was opened again: %(text)s")
        )
        return self._said(line, text=self.text)


@event("agenda.consulted")
@dataclass(frozen=True)
class Consulted(_AgendaFact):
    audience: str = ""

    def headline(self) -> str:
        return self._said(_("%(audience)s: a consultation on version %(number)s"), audience=self.audience)


@event("agenda.theme_answered")
@dataclass(frozen=True)
class ThemeAnswered(_AgendaFact):
    theme: str = ""
    response: str = ""

    def headline(self) -> str:
        return self._said(
            _("You said: %(theme)s. What we changed: %(response)s"), theme=self.theme, response=self.response
        )


# --- positions ---------------------------------------------------------------------------------------------


@event("agenda.asked")
@dataclass(frozen=True)
class PositionAsked(_AgendaFact):
    partner: str = ""

    def headline(self) -> str:
        return self._said(_("%(partner)s was asked to adopt version %(number)s"), partner=self.partner)


@event("agenda.ratified")
@dataclass(frozen=True)
class Ratified(_AgendaFact):
    partner: str = ""
    position: str = Position.ADOPTS
    on_behalf: bool = False

    def headline(self) -> str:
        lines = {
            Position.ADOPTS: _("%(partner)s adopted version %(number)s"),
            Position.RESERVATION: _("%(partner)s adopted version %(number)s with a reservation"),
            Position.DECLINES: _("%(partner)s declined version %(number)s"),
        }
        line = self._said(lines[Position(self.position)], partner=self.partner)
        return line + " " + _("(recorded by the backbone)") if self.on_behalf else line


@event("agenda.position_contested")
@dataclass(frozen=True)
class PositionContested(_AgendaFact):
    partner: str = ""
    reason: str = ""

    def headline(self) -> str:
        line = _(
            "%(partner)s contests the position on version %(number)s that was recorded for it: %(reason)s"
        )
        return self._said(line, partner=self.partner, reason=self.reason)


# --- goals and strategies ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _NamedFact(Fact):
    name: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"name": self.name, **more}


@event("agenda.goal_set")
@dataclass(frozen=True)
class GoalSet(_NamedFact):
    def headline(self) -> str:
        return self._said(_("The goal “%(name)s” was set"))


@event("agenda.goal_changed")
@dataclass(frozen=True)
class GoalChanged(_NamedFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("The goal “%(name)s” was changed"))


@event("agenda.goal_retired")
@dataclass(frozen=True)
class GoalRetired(_NamedFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("The goal “%(name)s” was retired: %(reason)s"), reason=self.reason)


@event("agenda.strategy_added")
@dataclass(frozen=True)
class StrategyAdded(_NamedFact):
    def headline(self) -> str:
        return self._said(_("The strategy “%(name)s” was added"))


@event("agenda.strategy_changed")
@dataclass(frozen=True)
class StrategyChanged(_NamedFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("The strategy “%(name)s” was changed"))


@event("agenda.strategy_moved")
@dataclass(frozen=True)
class StrategyMoved(_NamedFact):
    state: str = StrategyState.IDEA
    reason: str = ""

    def headline(self) -> str:
        line = self._said(
            _("The strategy “%(name)s” is now: %(state)s"), state=str(StrategyState(self.state).label).lower()
        )
        return f"{line}. {self.reason}" if self.reason else line


@event("agenda.strategy_placed")
@dataclass(frozen=True)
class StrategyPlaced(_NamedFact):
    goals: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def headline(self) -> str:
        if not self.goals:
            return self._said(_("The strategy “%(name)s” serves no goal any more"))
        return self._said(_("The strategy “%(name)s” now serves: %(goals)s"), goals="; ".join(self.goals))


@event("agenda.test_begun")
@dataclass(frozen=True)
class TestBegun(_NamedFact):
    __test__ = False
    aim: str = ""

    def headline(self) -> str:
        return self._said(_("“%(name)s”: a test cycle was begun: %(aim)s"), aim=self.aim)


@event("agenda.test_closed")
@dataclass(frozen=True)
class TestClosed(_NamedFact):
    __test__ = False
    aim: str = ""
    verdict: str = Verdict.ADOPT
    result: str = ""

    def headline(self) -> str:
        words = {"aim": self.aim, "verdict": str(Verdict(self.verdict).label).lower()}
        return self._said(_("“%(name)s”: a test cycle ended: %(aim)s; we %(verdict)s"), **words)


# --- commitments, phases, assessments ----------------------------------------------------------------------


@dataclass(frozen=True)
class _CommitmentFact(Fact):
    partner: str = ""
    promise: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"partner": self.partner, "promise": self.promise, **more}


@event("agenda.committed")
@dataclass(frozen=True)
class Committed(_CommitmentFact):
    def headline(self) -> str:
        return self._said(_("%(partner)s committed itself: %(promise)s"))


@event("agenda.commitment_changed")
@dataclass(frozen=True)
class CommitmentChanged(_CommitmentFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("A commitment of %(partner)s was changed: %(promise)s"))


@event("agenda.commitment_renewed")
@dataclass(frozen=True)
class CommitmentRenewed(_CommitmentFact):
    until: str = ""

    def headline(self) -> str:
        line = _("%(partner)s renewed its commitment until %(day)s: %(promise)s")
        return self._said(line, day=_day(self.until) or "–")


@event("agenda.commitment_ended")
@dataclass(frozen=True)
class CommitmentEnded(_CommitmentFact):
    reason: str = ""

    def headline(self) -> str:
        return self._said(_("A commitment of %(partner)s ended early: %(reason)s"), reason=self.reason)


@event("agenda.phase_entered")
@dataclass(frozen=True)
class PhaseEntered(_NamedFact):
    back: bool = False

    def headline(self) -> str:
        if self.back:
            return self._said(_("The effort went back to the phase “%(name)s”"))
        return self._said(_("The effort entered the phase “%(name)s”"))


@event("agenda.phase_changed")
@dataclass(frozen=True)
class PhaseChanged(_NamedFact):
    def headline(self) -> str:
        return self._said(_("The phase “%(name)s” was worded anew"))


@event("agenda.assessment_opened")
@dataclass(frozen=True)
class AssessmentOpened(Fact):
    screen: str = Screen.SUITABILITY

    def headline(self) -> str:
        return _("An assessment was opened: %(screen)s") % {"screen": Screen(self.screen).label}


@event("agenda.assessment_answered")
@dataclass(frozen=True)
class AssessmentAnswered(Fact):
    screen: str = Screen.SUITABILITY

    def headline(self) -> str:
        return _("An assessment was answered: %(screen)s") % {"screen": Screen(self.screen).label}


@event("agenda.assessment_closed")
@dataclass(frozen=True)
class AssessmentClosed(Fact):
    screen: str = Screen.SUITABILITY
    outcome: str = Outcome.SUITED

    def headline(self) -> str:
        return _("An assessment ended: %(screen)s %(outcome)s") % {
            "screen": Screen(self.screen).label,
            "outcome": Outcome(self.outcome).label,
        }
