"""What the roles that look inward are measured by: vision and strategy, aligned activities, shared measurement."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from django.utils.translation import gettext as _

from activities.queries.use import activities_linked, links_between_partners, pairs_at_work
from agenda.queries import agenda_in_force, stand
from agenda.queries.use import partners_committed, strategies_reviewed
from backbone.queries.roles.shapes import Ask, Evidence, Measure, counted
from communications.queries.use import attendance_since, decisions_citing_figures, decisions_with_effect
from initiatives.kernel.access import STAFF, Capability
from initiatives.queries.use import Counted, actions_overdue
from measurement.queries import standings
from measurement.queries.use import hand_ins_on_time, seconds_to_file

COLLECTING = Evidence("measurement:cycles", needs=Capability.RUN_CYCLES)
DECISIONS = Evidence("communications:decisions")
VOLUME = "volume"


# --- guide vision and strategy -----------------------------------------------------------------------------


def adopted(ask: Ask) -> Measure:
    """Partners for the agenda in force (with a reservation or without) / active partners."""
    version = agenda_in_force(ask.actor)
    stood = stand(ask.actor, version) if version is not None else None
    found = Counted(stood.adopted, stood.asked) if stood else Counted(0, 0)
    where = Evidence("agenda:positions", (str(version.number),)) if version else Evidence("agenda:home")
    return counted("adopted", found, _("partners that adopted the agenda in force"), ask.now, where)


def linked(ask: Ask) -> Measure:
    """Activities not over that serve a strategy / activities not over."""
    says = _("activities under way or planned that serve a strategy")
    return counted("linked", activities_linked(ask.actor), says, ask.now, Evidence("activities:home"))


def reviewed(ask: Ask) -> Measure:
    """Strategies at work that were reviewed in the last 12 months / strategies at work."""
    found = strategies_reviewed(ask.actor, ask.since)
    says = _("strategies at work that were reviewed")
    return counted("reviewed", found, says, ask.year, Evidence("agenda:strategies"))


# --- support aligned activities ----------------------------------------------------------------------------


def overdue(ask: Ask) -> Measure:
    """Open tasks whose day has passed / open tasks; those of the backbone's own people told beside it."""
    late = actions_overdue(ask.actor, ask.today)
    own = actions_overdue(ask.actor, ask.today, roles=STAFF)
    more = _("%d of them are the backbone's own") % own.n if late.n else ""
    tasks = Evidence("communications:tasks")
    return counted("overdue", late, _("open tasks that are overdue"), ask.now, tasks, more)


def committed(ask: Ask) -> Measure:
    """Active partners with a signed commitment that holds / active partners."""
    found = partners_committed(ask.actor, ask.today)
    says = _("partners with a commitment that holds")
    return counted("committed", found, says, ask.now, Evidence("agenda:commitments"))


def attendance(ask: Ask) -> Measure:
    """Members who were there / members whose attendance was noted, at meetings of the last 12 months."""
    found = attendance_since(ask.actor, ask.since)
    says = _("seats at meetings taken by those who hold them")
    return counted("attendance", found, says, ask.year, Evidence("communications:meetings"))


def between(ask: Ask) -> Measure:
    """Links between activities of two partners / links between activities."""
    found = links_between_partners(ask.actor)
    says = _("links between activities that join two partners")
    return counted("between", found, says, ask.now, Evidence("activities:network"))


def pairs(ask: Ask) -> Measure:
    """Pairs of partners that share an activity or a link this year; how many are new since last year, and ended."""
    found = pairs_at_work(ask.actor, ask.today.year)
    words = {"new": found.new, "ended": found.ended}
    return Measure(
        "pairs",
        _("pairs of partners that work together"),
        _("this year"),
        Evidence("activities:network"),
        n=found.now if found.known else None,
        more=_("%(new)d new since last year, %(ended)d ended") % words if found.known else "",
    )


# --- establish shared measurement --------------------------------------------------------------------------


def on_time(ask: Ask) -> Measure:
    """Hand-ins by their last day, grace and more time included / hand-ins asked for, last days of 12 months."""
    found = hand_ins_on_time(ask.actor, ask.since, ask.today)
    return counted("on_time", found, _("hand-ins that came in time"), ask.year, COLLECTING)


def minutes(ask: Ask) -> Measure:
    """The median of the minutes that partners worked on a hand-in sent in the last 12 months, to a tenth."""
    seconds, handed = seconds_to_file(ask.actor, ask.since)
    value = None
    if seconds is not None:
        value = (Decimal(seconds) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Measure(
        "minutes",
        _("the time a hand-in takes, by the median"),
        ask.year,
        COLLECTING,
        value=value,
        unit=_("minutes"),
        more=_("%d hand-ins measured") % handed if handed else "",
    )


def volume(ask: Ask) -> Measure:
    """The median, in whole percent, of how much of the expected volume is reported for each headline indicator.

    Of each its latest period, as it stands; indicators whose partners are counted and not weighed are left out.
    """
    points = [one.partial or one.latest for one in standings(ask.actor, headline=True)]
    shares = [
        point.coverage * 100
        for point in points
        if point is not None and point.coverage is not None and point.coverage_basis == VOLUME
    ]
    return Measure(
        "volume",
        _("the expected volume that is reported, by the median of the headline indicators"),
        _("latest period"),
        Evidence("backbone:scorecard"),
        value=Decimal(median(shares)).quantize(Decimal(1), ROUND_HALF_UP) if shares else None,
        unit="%",
        more=_("%d indicators are weighed by volume") % len(shares),
    )


def citing(ask: Ask) -> Measure:
    """Decisions of the last 12 months that rest on a figure / decisions of the last 12 months."""
    found = decisions_citing_figures(ask.actor, ask.since)
    return counted("citing", found, _("decisions that rest on a figure"), ask.year, DECISIONS)


def effect(ask: Ask) -> Measure:
    """Decisions of the last 12 months that are linked to what they change / decisions of the last 12 months."""
    found = decisions_with_effect(ask.actor, ask.since)
    return counted("effect", found, _("decisions that say what they change"), ask.year, DECISIONS)
