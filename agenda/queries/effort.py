"""How old the effort is and in which phase: what may fairly be expected of its figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from agenda.queries.phases import PhaseSaid, phase_stays, phases_from
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement.queries import Standing
from measurement.words import Level

# The five phases (agenda.queries.phases): results are worked for from the fourth on.
IMPLEMENTATION = 4
JUDGED = frozenset({"on_track", "slightly_behind", "off_track", "worse"})


@dataclass(frozen=True)
class Effort:
    """The effort on a day. `began_on` is when it entered its first phase; None where its beginning is not told.

    An effort whose first told phase is a later one began before that, nobody knows when.
    """

    phases: tuple[PhaseSaid, ...]
    today: date
    began_on: date | None = None

    @property
    def phase(self) -> PhaseSaid | None:
        """The phase it is in; None when nobody has said."""
        return next((phase for phase in self.phases if phase.current), None)

    @property
    def year(self) -> int | None:
        """In which year of its life it is, 1 for the first; None where its beginning is not told."""
        if self.began_on is None:
            return None
        birthday = (self.today.month, self.today.day) >= (self.began_on.month, self.began_on.day)
        return self.today.year - self.began_on.year + birthday

    @property
    def is_beginning(self) -> bool:
        """Whether it is in its first year."""
        return self.year == 1

    @property
    def is_organising(self) -> bool:
        """Whether its strategies are not at work yet."""
        return self.phase is not None and self.phase.position < IMPLEMENTATION

    def is_too_early(self, level: str) -> bool:
        """Whether it is too early to judge figures of this level by their targets.

        In the first year all of them; before strategies are at work, those of the whole population.
        """
        return self.is_beginning or (self.is_organising and level == Level.COMMUNITY)

    def fairly(self, state: str, level: str) -> str:
        """Return the state of a figure, too_early in place of a judgement that comes too early."""
        return "too_early" if state in JUDGED and self.is_too_early(level) else state

    def fair(self, standing: Standing) -> Standing:
        """Return where an indicator stands, neither its state nor what is said of it judging too early."""
        level, judged = standing.indicator.level, standing.judged
        return replace(
            standing,
            state=self.fairly(standing.state, level),
            judged=replace(judged, state=self.fairly(judged.state, level)) if judged else None,
        )

    @property
    def told(self) -> str:
        """What may be expected by now, in a sentence; empty where figures are judged by their targets alone."""
        if self.is_beginning:
            return _("The effort is in its first year: it is too early to judge what it set out to reach.")
        if self.is_organising and self.phase is not None:
            return _(
                "The effort is in the phase “%s”: it is too early to judge figures of the whole population."
            ) % (self.phase.name)
        return ""


def effort(actor: Actor, on: date | None = None) -> Effort:
    """Return how old the effort is and in which phase: today, or on a day. Two queries."""
    today = on or clock.today(actor.initiative.timezone)
    stays = [stay for stay in phase_stays(actor) if stay.entered_on <= today]
    told = tuple(phases_from(actor, stays[0].phase.position if stays else 0))
    began = stays[-1] if stays and stays[-1].phase.position < IMPLEMENTATION else None
    return Effort(told, today, began.entered_on if began else None)
