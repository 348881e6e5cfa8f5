"""The meeting pack: agenda, what to read before, the figures, a sheet for each decision; after it the minutes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from communications.models import AgendaItem
from communications.queries import asked_there, attendance, invited, items, reads_minutes, taken_down
from communications.queries import decisions as deciding
from communications.queries.packs import audience_of, figures_behind, questions_of
from communications.queries.suppliers import MOVES
from communications.views.base import OneMeeting
from communications.views.decisions import evidence_told, with_looks
from communications.words.meetings import PRESENT, TOOK_PLACE, MeetingState
from initiatives.kernel.access import Capability
from measurement.multiples import axis_of, multiples
from measurement.queries import Standing, period_name

OVER = (MeetingState.HELD, MeetingState.APPROVED)


class Pack(OneMeeting):
    """Everything for one meeting, to print or to hand on."""

    capability = Capability.VIEW
    template_name = "communications/pack.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        self.find(public_id)
        points = items(self.actor, self.found)
        ahead = self.found.state not in OVER
        if ahead:
            self.illustrate(points)
        context = {
            "row": self.found,
            "points": points,
            "sheets": self.sheets(points) if ahead else [],
            "seats": invited(self.actor, self.found),
            "minutes": self.found.state in TOOK_PLACE and reads_minutes(self.actor, self.found),
            "breadcrumbs": self.crumbs_of((_("Meeting pack"), "")),
            **self.taken(),
        }
        return self.page(context)

    def taken(self) -> dict[str, Any]:
        """Return what was taken down, for those who may read it."""
        return {
            "tasks": list(taken_down(self.actor, self.found)),
            "asks": list(asked_there(self.actor, self.found)),
            "present": [one for one in attendance(self.actor, self.found) if one.presence in PRESENT],
        }

    def illustrate(self, points: list[AgendaItem]) -> None:
        """Give each point its `figures`: the indicators that it is about, drawn."""
        behind = figures_behind(self.actor, self.found, points)
        for point in points:
            row: Any = point
            row.figures = [self.figure(one) for one in behind[point.pk]]
            # Every line of the point about new figures stands below its drawing.
            row.drawn_whole = point.source == MOVES and len(row.figures) >= len(point.brief.splitlines())

    def figure(self, standing: Standing) -> dict[str, Any]:
        """Return where an indicator stands: the sentence, the drawing, the periods at its ends."""
        course = {point.period: point.value for point in standing.spark if point is not None}
        axis = axis_of([course])
        path = dict(zip(axis[-len(standing.spark) :], standing.spark_path, strict=False))
        [drawing] = multiples([course], path, axis)
        fiscal = self.actor.initiative.fiscal_year_start
        return {
            "standing": standing,
            "drawing": drawing if len(axis) > 1 else None,
            "first": period_name(axis[0], fiscal) if axis else "",
            "last": period_name(axis[-1], fiscal) if axis else "",
        }

    def sheets(self, points: list[AgendaItem]) -> list[dict[str, Any]]:
        """Return a sheet for each question that a point puts before the group, in the agenda's order."""
        reader = audience_of(self.actor)
        return [
            {
                "row": row,
                "options": [self.option(row.said, one) for one in row.said.weighed],
                "evidence": [evidence_told(reader, one) for one in deciding.evidence(reader, row)],
            }
            for row in with_looks(questions_of(self.actor, points))
        ]

    def option(self, said: Any, one: dict[str, Any]) -> dict[str, Any]:
        """Return an option with what is said of it by each criterion, in their order, empty where nothing is."""
        marks = [one["marks"].get(name, "") for name in said.criteria]
        return {**one, "marks": marks, "proposed": one["key"] == said.proposed}
