"""The facts that are announced of decisions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communications.words.decisions import DecisionState, Outcome, Position, ReviewVerdict
from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _DecisionFact(Fact):
    number: int = 0
    title: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"number": self.number, "title": self.title, **more}


@event("communications.decision_raised")
@dataclass(frozen=True)
class DecisionRaised(_DecisionFact):
    group: str = ""

    def headline(self) -> str:
        line = _("Decision %(number)s was raised before “%(group)s”: %(title)s")
        return self._said(line, group=self.group)


@event("communications.proposal_written")
@dataclass(frozen=True)
class ProposalWritten(_DecisionFact):
    wording: int = 1

    def headline(self) -> str:
        return self._said(_("Decision %(number)s was worded anew: %(title)s"))


@event("communications.decision_moved")
@dataclass(frozen=True)
class DecisionMoved(_DecisionFact):
    state: str = DecisionState.DISCUSSED
    reason: str = ""

    def headline(self) -> str:
        line = self._said(
            _("Decision %(number)s, “%(title)s”, is now: %(state)s"),
            state=str(DecisionState(self.state).label).lower(),
        )
        return f"{line}. {self.reason}" if self.reason else line


@event("communications.evidence_added")
@dataclass(frozen=True)
class EvidenceAdded(_DecisionFact):
    evidence: str = ""

    def headline(self) -> str:
        return self._said(_("Decision %(number)s rests on: %(evidence)s"), evidence=self.evidence)


@event("communications.evidence_withdrawn")
@dataclass(frozen=True)
class EvidenceWithdrawn(EvidenceAdded):
    def headline(self) -> str:
        return self._said(_("Decision %(number)s no longer rests on: %(evidence)s"), evidence=self.evidence)


@event("communications.interest_declared")
@dataclass(frozen=True)
class InterestDeclared(_DecisionFact):
    """`to` is the public id of whose interest it is."""

    to: str = ""
    recused: bool = False

    def headline(self) -> str:
        if self.recused:
            return self._said(_("Decision %(number)s: an interest was declared, without taking part"))
        return self._said(_("Decision %(number)s: an interest was declared"))


@event("communications.interest_withdrawn")
@dataclass(frozen=True)
class InterestWithdrawn(_DecisionFact):
    """`to` is the public id of whose interest it was."""

    to: str = ""

    def headline(self) -> str:
        return self._said(_("Decision %(number)s: an interest no longer stands"))


@event("communications.position_taken")
@dataclass(frozen=True)
class DecisionPositionTaken(_DecisionFact):
    """`to` is the public id of whose position it is."""

    to: str = ""
    position: str = Position.AGREE
    on_behalf: bool = False

    def headline(self) -> str:
        if self.on_behalf:
            line = _("Decision %(number)s: %(position)s (recorded on behalf)")
        else:
            line = _("Decision %(number)s: %(position)s")
        return self._said(line, position=str(Position(self.position).label).lower())


@event("communications.position_answered")
@dataclass(frozen=True)
class PositionAnswered(_DecisionFact):
    """`to` is the public id of whose position was answered."""

    to: str = ""

    def headline(self) -> str:
        return self._said(_("Decision %(number)s: a position was given an answer"))


@event("communications.decided")
@dataclass(frozen=True)
class Decided(_DecisionFact):
    outcome: str = Outcome.ADOPTED
    group: str = ""

    def headline(self) -> str:
        return self._said(
            _("“%(group)s” decided on “%(title)s” (%(number)s): %(outcome)s"),
            group=self.group,
            outcome=str(Outcome(self.outcome).label).lower(),
        )


@event("communications.decision_superseded")
@dataclass(frozen=True)
class DecisionSuperseded(_DecisionFact):
    by: int = 0

    def headline(self) -> str:
        return self._said(_("Decision %(number)s, “%(title)s”, gave way to decision %(by)s"), by=self.by)


@event("communications.effect_linked")
@dataclass(frozen=True)
class EffectLinked(_DecisionFact):
    thing: str = ""

    def headline(self) -> str:
        return self._said(_("Decision %(number)s bears on “%(thing)s”"), thing=self.thing)


@event("communications.effect_ended")
@dataclass(frozen=True)
class EffectEnded(EffectLinked):
    def headline(self) -> str:
        return self._said(_("Decision %(number)s no longer bears on “%(thing)s”"), thing=self.thing)


@event("communications.decision_reviewed")
@dataclass(frozen=True)
class DecisionReviewed(_DecisionFact):
    verdict: str = ReviewVerdict.KEEP

    def headline(self) -> str:
        return self._said(
            _("Decision %(number)s, “%(title)s”, was reviewed: %(verdict)s"),
            verdict=str(ReviewVerdict(self.verdict).label).lower(),
        )
