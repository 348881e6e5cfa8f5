"""The last step of every series: what agreements and notice keep from the reader is taken out, notes are added."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.queries import partners
from measurement.disclosure import LEAST_PARTNERS
from measurement.kinds import round_half_up
from measurement.models import Indicator
from measurement.queries.catalogue import Sheet
from measurement.queries.protection import is_guarded
from measurement.queries.series.partners import may_see_partners
from measurement.queries.series.points import Point, Question, hidden_point
from measurement.queries.sharing import Sharing, Spot, naming, naming_for_staff, openness_for, sharing

COVERAGE_STEP = Decimal("0.05")


def as_shared(actor: Actor, sheet: Sheet, question: Question, points: Sequence[Point]) -> list[Point]:
    """Return the points as agreements let this actor see them, and nobody named before notice was given."""
    if question.by == "partner":
        return _named(actor, sheet, question, points)
    if actor.is_staff:
        return list(points)
    return summed_up(
        actor, sheet, points, sharing(actor, [sheet.indicator.pk]), dimensions_of(sheet, question)
    )


def dimensions_of(sheet: Sheet, question: Question) -> frozenset[int]:
    """Return the dimensions by which the question breaks figures down."""
    asked = {*(question.categories or {}), question.by}
    axes = sheet.axes.get(sheet.versions[-1].pk, ())
    return frozenset(axis.dimension.pk for axis in axes if axis.dimension.code in asked)


def summed_up(
    actor: Actor,
    sheet: Sheet,
    points: Sequence[Point],
    shared: Sharing,
    dimensions: frozenset[int] = frozenset(),
) -> list[Point]:
    """Return the points of one axis, those hidden that no agreement lets out, or that would give one partner away.

    Coverage is told as coarsely as `coarse_coverage` says where partners are not named to the actor.
    """
    if sheet.indicator.is_published or is_guarded(actor, sheet.indicator):
        points = [coarse_coverage(point) for point in points]
    if not shared.of(sheet.indicator.pk):
        return list(points)
    versions = {version.number: version.pk for version in sheet.versions}
    names = may_see_partners(actor, sheet.indicator)
    hidden = set()
    for point in points:
        spot = Spot(versions[point.version], point.period.start, point.period.end)
        if shared.hides(sheet.indicator.pk, spot, dimensions) or (
            names
            and 0 < point.reported < LEAST_PARTNERS
            and shared.unnamed(sheet.indicator.pk, spot, openness_for(actor))
        ):
            hidden.add(spot)
    return [
        _kept(point)
        if Spot(versions[point.version], point.period.start, point.period.end) in hidden
        else point
        for point in points
    ]


def coarse_coverage(point: Point) -> Point:
    """Return a point whose coverage does not tell what those who are missing gave the last time.

    Beside the total of that time an exact share of its volume would be the sum of theirs. Where fewer than three are
    missing it is a share of partners; else that of the volume, in steps of five per cent.
    """
    if point.coverage is None or point.coverage_basis != "volume" or not point.expected:
        return point
    missing = point.expected - point.reported
    if missing < LEAST_PARTNERS:
        return replace(point, coverage=Decimal(point.reported) / point.expected, coverage_basis="count")
    steps = round_half_up(point.coverage / COVERAGE_STEP, 0)
    return replace(point, coverage=min(steps * COVERAGE_STEP, 1 - COVERAGE_STEP))


def _kept(point: Point) -> Point:
    return replace(hidden_point(point, locked=False), note=_("Kept back by a data-sharing agreement"))


def _named(actor: Actor, sheet: Sheet, question: Question, points: Sequence[Point]) -> list[Point]:
    """The figures by partner: one's own always, others' where they may be named by now, each with its note."""
    if not points:
        return []
    ids = dict(partners(actor).values_list("code", "id"))
    least = openness_for(actor)
    told = naming_for_staff(sheet.indicator) if actor.is_staff else naming(sheet.indicator, least)
    shared = Sharing() if actor.is_staff else sharing(actor, [sheet.indicator.pk])
    versions = {version.number: version.pk for version in sheet.versions}
    dimensions = dimensions_of(sheet, question)
    moment = question.as_of or clock.now()
    unnamed: dict[Spot, Collection[int]] = {}
    found = []
    for point in points:
        pk, start, end = ids[point.group], point.period.start, point.period.end
        if not actor.is_staff and pk != actor.partner_id:
            spot = Spot(versions[point.version], start, end)
            if spot not in unnamed:
                unnamed[spot] = shared.unnamed(sheet.indicator.pk, spot, least)
            terms = shared.of(sheet.indicator.pk).get(pk)
            barred = pk in unnamed[spot] or (terms is not None and not terms.allows(dimensions))
            if barred or not told.is_due(pk, start, end, moment):
                continue
        note = told.notes.get((pk, start, end), "")
        found.append(replace(point, note=". ".join(filter(None, [point.note, note]))) if note else point)
    return found


class NamedHere:
    """Who may be named in one version and period by what agreements and notice say, and what they say beside it."""

    def __init__(self, actor: Actor, indicator: Indicator, spot: Spot, dimensions: frozenset[int]) -> None:
        least = openness_for(actor)
        self.is_staff, self.spot, self.now, self.dimensions = actor.is_staff, spot, clock.now(), dimensions
        shared = Sharing() if actor.is_staff else sharing(actor, [indicator.pk])
        self.naming = naming_for_staff(indicator) if actor.is_staff else naming(indicator, least)
        self.terms = shared.of(indicator.pk)
        self.unnamed = shared.unnamed(indicator.pk, spot, least)

    def may_be_named(self, partner_id: int) -> bool:
        """Whether the reader may see the figure by its partner's name."""
        if self.is_staff:
            return True
        terms = self.terms.get(partner_id)
        barred = partner_id in self.unnamed or (terms is not None and not terms.allows(self.dimensions))
        return not barred and self.naming.is_due(partner_id, self.spot.start, self.spot.end, self.now)

    def note(self, partner_id: int) -> str:
        """What the partner says beside its figure."""
        return self.naming.notes.get((partner_id, self.spot.start, self.spot.end), "")
