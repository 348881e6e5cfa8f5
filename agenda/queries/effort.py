"""How old the effort is and in which phase: what may fairly be expected of its figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from agenda.queries.phases import PhaseSaid, phase_stays, phases_from
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement.queries import IsEarly, patience
from measurement.words import Level

# The five phases (agenda.queries.phases): results are worked for from the fourth on.
IMPLEMENTATION = 4


@dataclass(frozen=True)
class Effort:
    """The effort on a day, in the phase at this `position` (0 where nobody has said); `phases` are all of them.

    `began_on` is when it entered its first phase; None where its beginning is not told: an effort whose first told
    phase is a later one began before that, nobody knows when.
    """

    today: date
    position: int = 0
    began_on: date | None = None
    phases: tuple[PhaseSaid, ...] = ()

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
        return 0 < self.position < IMPLEMENTATION

    def is_too_early(self, level: str) -> bool:
        """Whether it is too early to judge figures of this level by their targets.

        In the first year all of them; before strategies are at work, those of the whole population.
        """
        return self.is_beginning or (self.is_organising and level == Level.COMMUNITY)

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
    found = _age(actor, on or clock.today(actor.initiative.timezone))
    return replace(found, phases=tuple(phases_from(actor, found.position)))


@patience
def young(actor: Actor, day: date) -> IsEarly:
    """Say for which levels judging comes too early on a day. One query."""
    return _age(actor, day).is_too_early


def _age(actor: Actor, day: date) -> Effort:
    stays = [stay for stay in phase_stays(actor) if stay.entered_on <= day]
    if not stays:
        return Effort(day)
    first = stays[-1]
    began = first.entered_on if first.phase.position < IMPLEMENTATION else None
    return Effort(day, stays[0].phase.position, began)
