"""The four dashboards: each filled by itself for its audience, from what the staff chose to show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from agenda.queries import standing_goals
from backbone.queries.contributions import Contributions, contributions
from backbone.queries.gaps import GapCourse, gap_courses
from backbone.queries.portfolio import Held, held
from backbone.queries.scorecard import Line, Scorecard, scorecard
from backbone.queries.shown import Shown, shown
from backbone.words import Audience, audience_of
from initiatives.kernel.access import Actor, Capability, Role, onlooker, require

if TYPE_CHECKING:
    from agenda.models import Goal

MOST_GAPS = 2
# As whom the staff look at what is made for others: with the eyes of those for whom it is made. Partners see at least
# what funders see, and besides what is theirs.
EYES = {
    Audience.PARTNERS: Role.FUNDER,
    Audience.FUNDERS: Role.FUNDER,
    Audience.PUBLIC: Role.COMMUNITY,
}


@dataclass(frozen=True)
class Dashboard:
    """What one audience sees. `is_preview`: somebody of the staff looks with its eyes.

    `contributions` is told to funders, who ask whose means stand behind the figures, and `moved`: each indicator beside
    what it was on the day they name, such as that of their last board (empty without one).
    """

    audience: Audience
    shown: Shown
    card: Scorecard
    gaps: tuple[GapCourse, ...] = ()
    is_preview: bool = False
    contributions: Contributions = field(default_factory=Contributions)
    moved: tuple[Held, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The indicators in the order in which they were chosen."""
        found = {line.indicator.pk: line for line in self.card.lines}
        return [found[pk] for pk in self.shown.ids if pk in found]

    @property
    def told(self) -> list[Line]:
        """Those of which the reader is told something, in a plain sentence."""
        return [line for line in self.lines if line.standing.plain]

    @property
    def untold(self) -> list[Line]:
        """Those of which there is nothing to tell yet."""
        return [line for line in self.lines if not line.standing.plain]

    @property
    def leading(self) -> list[Line]:
        """The first indicators that have a way to a target, for the top of the page."""
        ways = [line for line in self.lines if line.standing.judged and line.standing.judged.share]
        return ways[:3]


def dashboard(actor: Actor, audience: Audience | None = None, *, since: date | None = None) -> Dashboard:
    """Return the dashboard of the actor's own audience, or for staff that of another, as it is seen there.

    Funders may ask what moved `since` a day; for the others it is not told. Raises Forbidden for another's to anybody
    below staff.
    """
    require(actor, Capability.VIEW)
    own = audience_of(actor.role)
    wanted = audience or own
    if wanted != own:
        require(actor, Capability.DEFINE)
    reader = actor if wanted == own else onlooker(actor.initiative, EYES[wanted])
    chosen = shown(reader, wanted)
    card = scorecard(reader, among=chosen.ids)
    gaps = gap_courses(reader, _gaps(standing_goals(reader), chosen.ids))
    if wanted != Audience.FUNDERS:
        return Dashboard(wanted, chosen, card, gaps, wanted != own)
    moved = held(reader, card, chosen.ids, since) if since else ()
    return Dashboard(wanted, chosen, card, gaps, wanted != own, contributions(reader), moved)


def _gaps(goals: Sequence[Goal], ids: Sequence[int]) -> list[object]:
    found = [gap for goal in goals for gap in goal.gaps if gap.indicator_id in ids]  # type: ignore[attr-defined]
    return found[:MOST_GAPS]
