"""Making reports, publishing and withdrawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backbone.building import BUILD
from backbone.events import (
    ReportChanged,
    ReportMade,
    ReportPublished,
    ReportReadAgain,
    ReportWithdrawn,
)
from backbone.models import Report
from backbone.words import IN_CHAPTERS, ReportKind, ReportState
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable
from initiatives.outbox import record

if TYPE_CHECKING:
    from measurement.periods import Period

WHOLE_YEARS = ("yearly", "school_year")
CADENCES = ("quarterly", "half_yearly", "yearly", "school_year", "custom")
TITLE, FINDING, NOTE = 200, 600, 4000


def make_report(actor: Actor, *, kind: str, period: Period, title: str) -> Report:
    """Begin a report for an audience about a period; a job reads its figures with that audience's eyes.

    Raises DomainError at `kind`, `period` (a quarter or longer, begun already) or `title`.
    """
    require(actor, Capability.DEFINE)
    if kind not in ReportKind.values:
        raise DomainError("invalid_choice", _("Choose for whom the report is."), "kind")
    if period.cadence not in CADENCES:
        raise DomainError("too_short", _("A report is about a quarter, a half year or a year."), "period")
    if kind in IN_CHAPTERS and period.cadence not in WHOLE_YEARS:
        raise DomainError("too_short", _("The backbone's yearly report is about a whole year."), "period")
    if period.start > clock.today(actor.initiative.timezone):
        raise DomainError("in_future", _("This period has not begun yet."), "period")
    report = Report.objects.create(
        kind=kind,
        period_start=period.start,
        period_end=period.end,
        title=_line(title, TITLE, "title", needed=True),
        made_by_id=actor.membership_id,
        made_at=clock.now(),
    )
    record(actor, ReportMade(**_told(report)))
    enqueue(BUILD, f"{report.pk}:{report.edition}")
    return report


def change_report(actor: Actor, report: Report, /, **values: Any) -> Report:
    """Change the words of a draft: `title`, `finding` (the answer in a sentence or two), `note`.

    A finding that somebody wrote stays when the figures are read again; one that is emptied is drafted anew.
    Raises DomainError at the field, Conflict (`not_a_draft`) once it is published.
    """
    require(actor, Capability.DEFINE)
    report = _draft(report)
    limits = {"title": TITLE, "finding": FINDING, "note": NOTE}
    changeable(values, limits)
    clean = {name: _line(text, limits[name], name, needed=name == "title") for name, text in values.items()}
    changed = [name for name, text in clean.items() if getattr(report, name) != text]
    if changed:
        for name in changed:
            setattr(report, name, clean[name])
        if "finding" in changed:
            report.finding_drafted = False
        report.save(update_fields=[*changed, "finding_drafted"])
        record(actor, ReportChanged(**_told(report)))
    return report


def read_again(actor: Actor, report: Report) -> Report:
    """Read the figures of a draft again, as they stand now, and with them a finding that nobody has changed.

    Raises Conflict (`not_a_draft`).
    """
    require(actor, Capability.DEFINE)
    report = _draft(report)
    report.edition, report.built_at = report.edition + 1, None
    report.save(update_fields=["edition", "built_at"])
    record(actor, ReportReadAgain(**_told(report)))
    enqueue(BUILD, f"{report.pk}:{report.edition}")
    return report


def publish_report(actor: Actor, report: Report) -> Report:
    """Publish a draft: it is found by its audience, and nothing in it changes any more.

    Raises Conflict (`not_a_draft`; `not_built` while its figures are still being read).
    """
    require(actor, Capability.DEFINE)
    report = _draft(report)
    if report.built_at is None:
        raise Conflict("not_built", _("Its figures are still being read. Try again in a moment."))
    report.state, report.published_at = ReportState.PUBLISHED, clock.now()
    report.save(update_fields=["state", "published_at"])
    record(actor, ReportPublished(**_told(report)))
    return report


def withdraw_report(actor: Actor, report: Report, *, reason: str) -> Report:
    """Withdraw a published report, saying why: nobody but staff finds it, links to it work no longer. It is kept.

    Raises DomainError at `reason`, Conflict (`not_published`).
    """
    require(actor, Capability.DEFINE)
    report = _held(report)
    if report.state != ReportState.PUBLISHED:
        raise Conflict("not_published", _("Only a published report is withdrawn."))
    report.reason = _line(reason, FINDING, "reason", needed=True)
    report.state, report.withdrawn_at = ReportState.WITHDRAWN, clock.now()
    report.save(update_fields=["state", "withdrawn_at", "reason"])
    record(actor, ReportWithdrawn(**_told(report), reason=report.reason))
    return report


def subject_of(report: Report) -> str:
    """Return by what a report is named in the stream of events."""
    return f"report:{report.public_id}"


def _told(report: Report) -> dict[str, Any]:
    return {"subject": subject_of(report), "title": report.title, "kind": report.kind}


def _held(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _draft(report: Report) -> Report:
    held = _held(report)
    if not held.is_draft:
        raise Conflict("not_a_draft", _("This report has been published: nothing in it changes any more."))
    return held


def _line(text: str, most: int, field: str, *, needed: bool = False) -> str:
    clean = text.strip()
    if needed and not clean:
        message = {"title": _("Give the report a title."), "reason": _("Say why it is withdrawn.")}[field]
        raise DomainError("required", message, field)
    if len(clean) > most:
        raise DomainError("too_long", _("At most %d characters.") % most, field)
    return clean
