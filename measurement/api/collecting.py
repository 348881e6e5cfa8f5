"""The board of a cycle, reminders, links, sign-off, files, and how figures are collected."""

import base64
import binascii
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest import answers
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers.reminding import ReminderOut, reached_json, reminder_json
from measurement import queries, services
from measurement.api.named import indicator_named
from measurement.api.submissions import HandIn
from measurement.evidence import opened
from measurement.serializers.collecting import (
    BoardOut,
    CallsOut,
    EvidenceNew,
    EvidenceRow,
    LinkNew,
    LinkOut,
    LinkRow,
    LinksSent,
    NudgedOut,
    NudgeNew,
    PlannedOut,
    ReportingOut,
    RulesChange,
    SentBack,
    TermsChange,
    share,
)
from measurement.serializers.collection import CycleRow, SubmissionOut
from measurement.services.collection.requests import reminder

RULES = ("periods_ahead", "days_to_hand_in", "grace_days", "lead_signs_off", "minutes_a_year")


class CyclesPlan(InitiativeView):
    """Planning ahead."""

    @operation(Capability.RUN_CYCLES, answer=PlannedOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Plan the coming cycles of every rhythm in use, as the clock does by night."""
        return self.json({"planned": len(services.plan_ahead(actor))})


class CycleDiscard(InitiativeView):
    """Throwing practice away."""

    @operation(Capability.RUN_CYCLES, match="honoured", status=204)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Throw a practice cycle away whole."""
        rows = queries.cycles(actor).filter(public_id=id)
        services.discard_practice(actor, self.locked(CycleRow, rows))
        return self.gone()


class CycleBoard(InitiativeView):
    """The board."""

    @operation(Capability.RUN_CYCLES, answer=BoardOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read where a cycle stands, partner by partner."""
        found = queries.board(actor, queries.cycle(actor, id))
        return self.json(
            {
                "cycle": id,
                "counts": found.counts,
                "volume_in": share(found.volume_in),
                "volume_accepted": share(found.volume_accepted),
                "on_time": share(found.on_time),
                "median_seconds": found.median_seconds,
                "partners": [_told(row) for row in found.rows],
            }
        )


def _told(row: queries.BoardRow) -> dict[str, Any]:
    return {
        "partner": row.request.partner.code,
        "request": row.request.public_id,
        "submission": row.submission.public_id
        if row.submission and row.group not in ("open", "late")
        else None,
        "group": row.group,
        "last_day": row.request.last_day,
        "asked": row.asked,
        "given": row.given,
        "weight": share(row.weight),
        "nudged": list(row.nudges),
        "links": row.links,
        "return_reason": row.submission.return_reason if row.submission else "",
    }


class CycleNudge(InitiativeView):
    """Reminding."""

    @operation(Capability.RUN_CYCLES, body=NudgeNew, answer=NudgedOut, problems=(429,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Write to the partners that are late, and to nobody else; to none twice on a day."""
        cycle = queries.cycle(actor, id)
        chosen = self.body.get("requests")
        made = services.nudge(
            actor,
            cycle,
            only=None
            if chosen is None
            else list(queries.requests(actor).filter(cycle=cycle, public_id__in=chosen)),
            message=self.body["message"],
            copy_lead=self.body["copy_lead"],
            until=self.body.get("until"),
        )
        told = [reached_json(row.request.partner.code, row) for row in made]
        return self.json({"nudged": [one["partner"] for one in told], "reminded": told})


class RequestReminder(InitiativeView):
    """Reminding one partner."""

    @operation(Capability.RUN_CYCLES, answer=ReminderOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read the reminder of one partner as it would go out now, and until when it would wait."""
        return self.json(reminder_json(reminder(actor, queries.request(actor, id))))


class CycleCalls(InitiativeView):
    """Calling."""

    @operation(Capability.RUN_CYCLES, answer=CallsOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List whom to call: partners that are late, and were written to in vain or cannot be. For the backbone."""
        rows = queries.call_list(actor, queries.cycle(actor, id))
        return self.json({"calls": [_call(row) for row in rows]})


def _call(row: queries.BoardRow) -> dict[str, Any]:
    who = row.reach.contact
    return {
        "partner": row.request.partner.code,
        "request": row.request.public_id,
        "last_day": row.request.last_day,
        "nudged": list(row.nudges),
        "name": who.name if who else "",
        "phone": who.phone if who else "",
        "email": who.email if who else "",
    }


class CycleLinks(InitiativeView):
    """Links for all."""

    @operation(Capability.RUN_CYCLES, answer=LinksSent, problems=(429,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Send a link to every partner that is not in, whose contact has no account and holds no working link."""
        made = services.send_links(actor, queries.cycle(actor, id))
        return self.json({"linked": [row.request.partner.code for row in made]})


class RequestLinks(InitiativeView):
    """The links of a request."""

    @operation(Capability.RUN_CYCLES, answer=LinkRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the links of a request, newest first; never their secrets."""
        asked = queries.request(actor, id)
        return self.page(LinkRow, queries.links(actor).filter(request=asked), ("-id",))

    @operation(Capability.RUN_CYCLES, body=LinkNew, answer=LinkOut, status=201, problems=(429,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Make a link to hand in this one request without an account."""
        asked = queries.request(actor, id)
        given: dict[str, Any] = {name: self.body[name] for name in ("days", "message") if name in self.body}
        if "to" in self.body:
            given["to"] = core.everybody().filter(partner=asked.partner_id, public_id=self.body["to"]).first()
            if given["to"] is None:
                raise DomainError("unknown_person", _("There is no such person."), "to")
        made, secret = services.make_link(actor, asked, **given)
        address = (
            self.plain_request.build_absolute_uri(reverse("hand_in_link", args=[secret])) if secret else ""
        )
        rows = queries.links(actor).filter(pk=made.pk)
        return self.json({**answers.one(LinkRow, rows), "address": address}, 201)


class LinkRevoke(InitiativeView):
    """Revoking."""

    @operation(Capability.RUN_CYCLES, answer=LinkRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Revoke a link: it is dead at once."""
        rows = queries.links(actor).filter(public_id=id)
        services.revoke_link(actor, self.locked(LinkRow, rows))
        return self.one(LinkRow, rows)


class SubmissionSignOff(HandIn):
    """Signing off."""

    @operation(Capability.HAND_IN, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Sign off, as the partner's lead, what waits for that: it is handed in."""
        services.sign_off_hand_in(actor, self.held(actor, id))
        return self.json(self.full(actor, id))


class SubmissionSendBack(HandIn):
    """Giving back."""

    @operation(Capability.HAND_IN, body=SentBack, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give what waits for sign-off back to who filled it in, as the partner's lead, saying why."""
        services.send_back(actor, self.held(actor, id), reason=self.body["reason"])
        return self.json(self.full(actor, id))


class SubmissionConfirm(HandIn):
    """Confirming."""

    @operation(Capability.HAND_IN, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say, as the partner, that what others handed in on its behalf is right."""
        services.confirm(actor, self.held(actor, id))
        return self.json(self.full(actor, id))


class SubmissionTakeBack(HandIn):
    """Taking back."""

    @operation(Capability.HAND_IN, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a hand-in that waits for review back, as the partner: it is a draft again."""
        services.take_back(actor, self.held(actor, id))
        return self.json(self.full(actor, id))


class SubmissionEvidence(InitiativeView):
    """The files behind a hand-in."""

    @operation(Capability.VIEW_HAND_INS, answer=EvidenceRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List the files behind a hand-in."""
        rows = queries.evidence_of(actor, queries.submission(actor, id))
        return self.page(EvidenceRow, rows, ("id",))

    @operation(Capability.HAND_IN, body=EvidenceNew, answer=EvidenceRow, status=201)
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Keep a file behind one indicator of a draft. Its content must be what its name says."""
        found = queries.submission(actor, id)
        try:
            content = base64.b64decode(self.body["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise DomainError("not_base64", _("This is not base64."), "content") from error
        row = services.add_evidence(
            actor,
            found,
            indicator=indicator_named(actor, self.body["indicator"]),
            name=self.body["name"],
            file=BytesIO(content),
            size=len(content),
        )
        rows = queries.evidence_of(actor, found).filter(pk=row.pk)
        address = self.plain_request.path.partition("submissions/")[0] + f"evidence/{row.public_id}/"
        return self.created(EvidenceRow, rows, address)


class Evidence(InitiativeView):
    """One file behind a figure."""

    @operation(Capability.VIEW_HAND_INS)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Fetch the file, always as an attachment."""
        row = queries.evidence(actor, id)
        try:
            with opened(row.stored_as) as file:
                answer = HttpResponse(file.read(), content_type="application/octet-stream")
        except FileNotFoundError as error:
            raise NotFound from error
        answer.headers["Content-Disposition"] = 'attachment; filename="evidence.bin"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    @operation(Capability.HAND_IN, status=204)
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a file of a draft away."""
        services.remove_evidence(actor, queries.evidence(actor, id))
        return self.gone()


class Collecting(InitiativeView):
    """How the initiative collects."""

    def _now(self) -> dict[str, Any]:
        found = queries.collection_rules()
        return {name: getattr(found, name) for name in RULES}

    @operation(Capability.VIEW_HAND_INS, answer=RulesChange)
    def get(self, actor: Actor) -> HttpResponse:
        """Read how the initiative collects."""
        return self.json(self._now())

    @operation(Capability.MANAGE_SETTINGS, body=RulesChange, answer=RulesChange, match="required")
    def patch(self, actor: Actor) -> HttpResponse:
        """Change how the initiative collects. Cycles that stand keep their dates."""
        self.matched(self._now)
        services.change_rules(actor, **self.body)
        return self.json(self._now())


class PartnerReporting(InitiativeView):
    """What reporting costs a partner, and what was agreed with it."""

    def _now(self, actor: Actor, code: str) -> dict[str, Any]:
        whose = core.partner(actor, code)
        if not actor.may(Capability.VIEW_HAND_INS, whose.pk):
            raise NotFound
        terms = queries.terms_of(actor, whose)
        cost = queries.burdens(actor, [whose.pk])[whose.pk]
        return {
            "partner": code,
            "fiscal_year_start": terms.fiscal_year_start,
            "minutes_a_year": terms.minutes_a_year,
            "figures": cost.figures,
            "forecast_minutes": cost.minutes,
            "budget_minutes": cost.budget,
            "over_minutes": cost.over,
            "basis": cost.basis,
            "median_seconds": cost.median_seconds,
        }

    @operation(Capability.VIEW_HAND_INS, answer=ReportingOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read what is asked of a partner in a year, what that costs, and what was agreed."""
        return self.json(self._now(actor, code))

    @operation(Capability.ASSIGN, body=TermsChange, answer=ReportingOut, match="required")
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Change what is agreed with a partner."""
        self.matched(lambda: self._now(actor, code))
        services.change_terms(actor, core.partner(actor, code), **self.body)
        return self.json(self._now(actor, code))
