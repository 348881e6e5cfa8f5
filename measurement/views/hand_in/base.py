"""What the pages of one hand-in share, and what their forms send."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability, Role
from measurement.queries import REQUEST_STATES, HandIn, evidence_of, hand_in_of
from measurement.queries import request as request_of
from measurement.views.base import MeasurementView
from measurement.words import CycleState, SubmissionState

OPEN = (SubmissionState.DRAFT, SubmissionState.RETURNED)


class HandInView(MeasurementView):
    """What the pages of one hand-in share."""

    def sheet_of(self, public_id: UUID) -> HandIn:
        """Return the sheet of the request. Raises NotFound."""
        return hand_in_of(self.actor, request_of(self.actor, public_id))

    def about(self, sheet: HandIn) -> dict[str, Any]:
        """Return what every page of a hand-in says about it."""
        asked, submission = sheet.request, sheet.submission
        period = self.period_name(sheet.period)
        here = self.url("measurement:request", asked.public_id)
        return {
            "asked": asked,
            "partner": asked.partner,
            "submission": submission,
            "state": asked.state,  # type: ignore[attr-defined]
            "state_words": REQUEST_STATES[asked.state],  # type: ignore[attr-defined]
            "period": period,
            "title": self.period_title(sheet.period),
            "covers": f"{date_format(sheet.period.start)} – {date_format(sheet.period.end)}",
            "last_period": self.period_name(sheet.period.previous),
            "last_day": asked.last_day,  # type: ignore[attr-defined]
            "due": asked.cycle.due,
            "locked": asked.cycle.state == CycleState.LOCKED,
            "here": here,
            "check_url": self.url("measurement:check", asked.public_id),
            "practice": asked.cycle.practice,
            "added": sheet.added,
            "evidence": self.evidence_of(sheet),
            "evidence_url": self.url("measurement:add_evidence", asked.public_id),
            "links_url": self.url("measurement:links", asked.public_id),
            "waits_for_lead": submission is not None and submission.sign_off_asked_at is not None,
            "signs_off": self.actor.role == Role.PARTNER_LEAD,
            "on_behalf": self.actor.partner_id != asked.partner_id,
            "may_hand_in": self.actor.may(Capability.HAND_IN, asked.partner_id),
            "may_extend": self.actor.may(Capability.RUN_CYCLES),
            "extend_url": self.url("measurement:extend", asked.public_id),
            "breadcrumbs": self.trail(
                (_("Hand-ins"), self.url("measurement:requests")),
                (f"{asked.partner.name}, {period}" if self.actor.is_staff else period, ""),
            ),
        }

    def evidence_of(self, sheet: HandIn) -> list[Any]:
        """Return the files of the hand-in, each with its addresses."""
        if sheet.submission is None:
            return []
        rows: list[Any] = list(evidence_of(self.actor, sheet.submission))
        for row in rows:
            row.url = self.url("measurement:evidence", sheet.request.public_id, row.public_id)
            if row.submission_id == sheet.submission.pk and sheet.submission.state in OPEN:
                row.remove_url = self.url(
                    "measurement:remove_evidence", sheet.request.public_id, row.public_id
                )
        return rows

    def lead(self, sheet: HandIn) -> str:
        """Return the page's one sentence: for whom, how many figures, until when."""
        asked = sheet.request
        last: date = asked.last_day  # type: ignore[attr-defined]
        count = len(sheet.totals)
        figures = ngettext("%(count)s figure", "%(count)s figures", count) % {"count": count}
        words = {
            "partner": asked.partner.name,
            "figures": figures,
            "due": date_format(asked.cycle.due, "MONTH_DAY_FORMAT"),
            "last": f"{date_format(last, 'l')} {date_format(last, 'MONTH_DAY_FORMAT')}",
        }
        if asked.extended_until and asked.extended_until > asked.cycle.due:
            return _("%(partner)s: %(figures)s. Due %(due)s, extended for you to %(last)s.") % words
        if last != asked.cycle.due:
            return _("%(partner)s: %(figures)s. Due %(due)s, at the latest %(last)s.") % words
        return _("%(partner)s: %(figures)s. Due %(last)s.") % words


def sent(request: HttpRequest) -> dict[str, str]:
    """Return the fields that were sent, with what was pressed: `set` = "row.status=reason", `fill` = "field=number"."""
    data = {name: str(value) for name, value in request.POST.items()}
    key, found, status = data.get("set", "").partition(".status=")
    if found:
        for name in [name for name in data if name.startswith(f"{key}.")]:
            if name.rpartition(".")[2] not in ("note", "explanation"):
                data[name] = ""
        data[f"{key}.status"] = status
    field, found, number = data.get("fill", "").partition("=")
    if found and field in data:
        data[field] = number
    return data


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saves by itself while it is filled in."""
    return "X-Autosave" in request.headers
