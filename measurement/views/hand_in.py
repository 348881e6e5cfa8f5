"""Handing in: the list of what is asked, the form, the check before sending, what stands afterwards, revising."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability, Role
from initiatives.kernel.errors import Conflict, DomainError, Stale
from initiatives.web import paginate
from measurement.forms.boxes import key_of
from measurement.forms.evidence import EvidenceForm
from measurement.forms.filters import RequestFilter
from measurement.forms.hand_in import HandInForm, merged
from measurement.queries import REQUEST_STATES, HandIn, evidence_of, hand_in_of, requests
from measurement.queries import request as request_of
from measurement.queries.confirming import own_word
from measurement.services import revise, save_draft, start, submit
from measurement.views.base import MeasurementView
from measurement.views.telling import told_lines
from measurement.words import CycleState, SubmissionState

OPEN = (SubmissionState.DRAFT, SubmissionState.RETURNED)


class Requests(MeasurementView):
    """What is asked of the partner (or of all partners), newest first."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/requests.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = RequestFilter(self.actor, request.GET)
        asked = form.asked()
        rows: Any = requests(self.actor).order_by(
            "-cycle__period_end", "-cycle__period_start", "partner__name"
        )
        if asked.get("state"):
            rows = rows.filter(state=asked["state"])
        if asked.get("partner"):
            rows = rows.filter(partner__code=asked["partner"])
        page = paginate(request, rows)
        for row in page.object_list:
            row.period = self.period_name(row.cycle)
            row.state_words = REQUEST_STATES[row.state]
        context = {
            "page": page,
            "form": form if self.actor.is_staff else None,
            "filtered": bool(asked),
            "tabs": self.tabs("requests"),
            "breadcrumbs": self.trail((_("Hand-ins"), "")),
        }
        return self.page(context)


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


class RequestPage(HandInView):
    """One hand-in: the form while it is open, what was said once it is handed in.

    A POST saves what was sent; text that is no number is kept. `do` says what then: check, later, save. Sent by
    the page itself (`X-Autosave`) it answers JSON. Two people's changes are brought together field by field.
    """

    capability = {"GET": Capability.VIEW_HAND_INS, "POST": Capability.HAND_IN}
    template_name = "measurement/hand_in.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        closed = self.why_closed(sheet)
        if closed or not self.is_form(sheet, request):
            return self.show_told(sheet, closed)
        return self.show_form(sheet, HandInForm(sheet))

    def is_form(self, sheet: HandIn, request: HttpRequest) -> bool:
        """Whether the figures are still being filled in."""
        if sheet.private or not self.actor.may(Capability.HAND_IN, sheet.request.partner_id):
            return False
        if sheet.submission is None or sheet.submission.state in OPEN:
            return True
        return sheet.submission.state == SubmissionState.ACCEPTED and (
            "more" in request.GET and bool(sheet.missing)
        )

    def why_closed(self, sheet: HandIn) -> str:
        """Say why nothing can be entered now, though it is not handed in; empty when it can."""
        cycle = sheet.request.cycle
        if sheet.submission is not None and sheet.submission.state not in OPEN:
            return ""
        if cycle.state == CycleState.LOCKED:
            return _("This cycle is locked; its figures are final.")
        if self.actor.is_staff or (sheet.submission and sheet.submission.state == SubmissionState.RETURNED):
            return ""
        today = clock.today(self.actor.initiative.timezone)
        if today < cycle.opens:
            return _("This cycle opens on %s.") % date_format(cycle.opens)
        last: date = sheet.request.last_day  # type: ignore[attr-defined]
        if today > last:
            return _("The time to hand in is over since %s. Ask the backbone for more time.") % date_format(
                last
            )
        extended = sheet.request.extended_until
        if cycle.state != CycleState.OPEN and (extended is None or extended < today):
            return _("This cycle has been closed. Ask the backbone for more time.")
        return ""

    def show_form(
        self,
        sheet: HandIn,
        form: HandInForm,
        problem: str = "",
        status: int = 200,
        evidence_form: EvidenceForm | None = None,
    ) -> HttpResponseBase:
        """Draw the form."""
        submission = sheet.submission
        context = {
            **self.about(sheet),
            "lead": self.lead(sheet),
            "form": form,
            "evidence_form": evidence_form or EvidenceForm(sheet),
            "problem": problem,
            "version": submission.version if submission and submission.state in OPEN else "",
            "saved_at": submission.saved_at if submission else None,
            "returned": submission is not None and submission.state == SubmissionState.RETURNED,
        }
        return self.page(context, status=status)

    def show_told(self, sheet: HandIn, closed: str = "") -> HttpResponseBase:
        """Draw the figures as they were handed in or stand."""
        shown = told_lines(sheet.lines)
        context = {
            **self.about(sheet),
            "lead": self.lead(sheet),
            "closed": closed,
            "private": sheet.private,
            "rows": shown.rows,
            "matrices": shown.matrices,
            "missing": len(sheet.missing),
            "revise_url": self.url("measurement:revise", sheet.request.public_id),
            "own_word": own_word(self.actor, sheet.submission),
            "confirm_url": self.url("measurement:confirm", sheet.request.public_id),
            "take_back_url": self.url("measurement:take_back", sheet.request.public_id),
        }
        return self.page(context, template="measurement/hand_in_told.html")

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        before = hand_in_of(self.actor, asked)
        if before.private:
            raise Conflict("private", _("This partner has begun a draft; it is its own until handed in."))
        data = sent(request)
        try:
            start(self.actor, partner=asked.partner, period=before.period, cycle=asked.cycle)
        except DomainError as error:
            return self.refused(before, HandInForm(before, data), error)
        sheet = self.sheet_of(public_id)  # as it stands now that the draft is locked
        present = sheet.submission
        assert present is not None
        conflicts: dict[str, str] = {}
        fresh = before.submission is None or before.submission.state == SubmissionState.ACCEPTED
        if str(present.version) != data.get("version", "") and not (fresh and not data.get("version")):
            fields, conflicts = merged(HandInForm(sheet), data, data.get("original", ""))
            data = {**data, **fields}  # which button was pressed stays
        form = HandInForm(sheet, data, conflicts=conflicts)
        if conflicts:
            return self.conflicting(sheet, form)
        changed = form.changed()
        if changed:
            try:
                save_draft(self.actor, present, changed, version=present.version)
            except DomainError as error:
                return self.refused(sheet, form, error)
            sheet = self.sheet_of(public_id)
        return self.saved(request, sheet, data)

    def saved(self, request: HttpRequest, sheet: HandIn, data: Mapping[str, str]) -> HttpResponseBase:
        """Answer once all is kept: to the page itself, or with the next page."""
        form = HandInForm(sheet)
        assert sheet.submission is not None
        if is_autosave(request):
            at = time_format(localtime(sheet.submission.saved_at), "H:i")
            return JsonResponse({"version": sheet.submission.version, "at": at, **form.feedback()})
        here = self.url("measurement:request", sheet.request.public_id)
        if data.get("set"):
            return self.go(f"{here}#{data['set'].partition('.status=')[0]}")
        if data.get("fill"):
            return self.go(f"{here}#{data['fill'].rpartition('.')[0]}")
        if data.get("do") == "later":
            return self.go(self.url("measurement:requests"), _("Saved. You can go on whenever you like."))
        if data.get("do") == "check":
            if form.faulty:
                return self.show_form(sheet, form, status=422)
            return self.go(self.url("measurement:check", sheet.request.public_id))
        return self.go(here, _("Saved."))

    def conflicting(self, sheet: HandIn, form: HandInForm) -> HttpResponseBase:
        """Show both values where two people changed the same field; nothing is saved or lost."""
        if is_autosave(self.request):
            return JsonResponse({"code": "stale", "message": Stale().message}, status=Stale.status)
        problem = _(
            "Somebody else has changed the same figures. Your entries are still in the boxes, what was saved "
            "stands beside them: choose, then save again."
        )
        return self.show_form(sheet, form, problem, Stale.status)

    def refused(self, sheet: HandIn, form: HandInForm, error: DomainError) -> HttpResponseBase:
        """Say why it cannot be saved, with everything that was typed still there."""
        if is_autosave(self.request):
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        return self.show_form(sheet, form, error.message, error.status)


class CheckHandIn(HandInView):
    """The last look before sending: all figures, what the checks found, room for explanations."""

    capability = {"GET": Capability.HAND_IN, "POST": Capability.HAND_IN}
    template_name = "measurement/check.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None or sheet.submission.state not in OPEN:
            return self.go(self.url("measurement:request", public_id))
        return self.show(sheet)

    def show(
        self, sheet: HandIn, problem: str = "", texts: Mapping[str, str] | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw the figures and the findings; `texts` are explanations as they were typed."""
        shown = told_lines(line for line in sheet.lines if line.stands is None)
        rows = shown.every
        for row in rows:
            row.explanation = (texts or {}).get(f"{row.key}.explanation", row.explanation)
        assert sheet.submission is not None
        context = {
            **self.about(sheet),
            "rows": shown.rows,
            "matrices": shown.matrices,
            "blocked": [row for row in rows if row.blocks],
            "asked_why": [row for row in rows if row.questions],
            "noticed": [row for row in rows if row.notices],
            "empty": [row for row in rows if row.is_total and not row.said],
            "problem": problem,
            "version": sheet.submission.version,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        submission = sheet.submission
        if submission is None:
            return self.go(self.url("measurement:request", public_id))
        texts = sent(request)
        if str(submission.version) != texts.get("version"):
            message = _("These figures were changed since you looked at them. Look again, then send.")
            return self.show(sheet, message, texts, Stale.status)
        changed = [
            explained(line, texts[f"{key_of(line)}.explanation"].strip())
            for line in sheet.lines
            if line.given is not None and texts.get(f"{key_of(line)}.explanation") is not None
        ]
        changed = [row for row in changed if row]
        try:
            if changed:
                submission = save_draft(self.actor, submission, changed, version=submission.version)
                sheet = self.sheet_of(public_id)
            done = submit(self.actor, submission, version=submission.version)
        except DomainError as error:
            return self.show(sheet, error.message, texts, error.status)
        message = _("Handed in. The backbone looks at it now; you will see here when it is accepted.")
        if done.state != SubmissionState.SUBMITTED:
            message = _("Sent to your lead, whose sign-off it needs before the backbone sees it.")
        return self.go(self.url("measurement:request", public_id), message)


class Revise(HandInView):
    """Change accepted figures, saying why; what stood before is kept."""

    capability = {"GET": Capability.HAND_IN, "POST": Capability.HAND_IN}
    template_name = "measurement/revise.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None or sheet.submission.state != SubmissionState.ACCEPTED:
            return self.go(self.url("measurement:request", public_id))
        return self.show(sheet, HandInForm(sheet, revising=True))

    def show(
        self, sheet: HandIn, form: HandInForm, problem: str = "", reason: str = "", status: int = 200
    ) -> HttpResponseBase:
        """Draw the accepted figures as a form."""
        context = {
            **self.about(sheet),
            "form": form,
            "problem": problem,
            "reason": reason,
            "stands": standing(sheet),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        data = sent(request)
        reason = data.get("reason", "").strip()
        if data.get("stands") != standing(sheet):
            return self.outdated(sheet, data, reason)
        form = HandInForm(sheet, data, revising=True)
        changed = form.changed()
        problem = ""
        if data.get("fill"):
            return self.show(sheet, form, reason=reason)
        if form.faulty:
            return self.show(sheet, form, reason=reason, status=422)
        if not changed:
            problem = _("Nothing is different from what stands. Change a figure first.")
        elif not reason:
            problem = _("Say why the figures change.")
        if problem or sheet.submission is None:
            return self.show(sheet, form, problem, reason, 422)
        try:
            made = revise(self.actor, sheet.submission, reason=reason, rows=changed)
        except DomainError as error:
            return self.show(sheet, form, error.message, reason, error.status)
        message = _("Revised. What stood before is kept.")
        if made.state != SubmissionState.ACCEPTED:
            message = _("The revision waits for review; until then the accepted figures stand.")
        if made.sign_off_asked_at is not None:
            message = _("Sent to your lead, whose sign-off it needs; until then the accepted figures stand.")
        return self.go(self.url("measurement:request", public_id), message)

    def outdated(self, sheet: HandIn, data: Mapping[str, str], reason: str) -> HttpResponseBase:
        """Show the form anew where the figures were revised since it was opened; what was typed is kept."""
        texts, conflicts = merged(HandInForm(sheet, revising=True), data, data.get("original", ""))
        problem = _(
            "These figures have been revised since you opened the page. What was saved stands in the boxes that "
            "you left alone, and beside those that you changed: look again, then send."
        )
        form = HandInForm(sheet, texts, revising=True, conflicts=conflicts)
        return self.show(sheet, form, problem, reason, Stale.status)


def standing(sheet: HandIn) -> str:
    """Return what tells one state of the accepted figures from any other: it changes with every revision."""
    return "-".join(str(line.stands.pk) for line in sheet.lines if line.stands is not None)


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


def explained(line: Any, text: str) -> dict[str, Any]:
    """Return a line's row with another explanation; empty when it says the same as before."""
    given = line.given
    if given.explanation == text:
        return {}
    return {
        "indicator": line.sheet.indicator.code,
        "cell": line.codes,
        "status": given.status,
        "note": given.note,
        "explanation": text,
        "typed": given.typed,
        "numerator": given.numerator,
        "denominator": given.denominator,
        "value": given.value,
        "n": given.n,
    }


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saves by itself while it is filled in."""
    return "X-Autosave" in request.headers
