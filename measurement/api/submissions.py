"""Hand-ins: one by one, and many at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import FieldError
from initiatives.rest import answers
from initiatives.rest.named import partner_named
from initiatives.rest.problems import Problem, of_validation
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.api.collection import NEWEST_FIRST, chosen_of
from measurement.periods import Period
from measurement.queries.passing import Waiting, waiting_hand_ins
from measurement.serializers.collection import (
    Bulk,
    BulkOut,
    BulkQuery,
    PassedOut,
    PassingBody,
    PassingOut,
    Reason,
    Revision,
    SubmissionChange,
    SubmissionNew,
    SubmissionOut,
    SubmissionQuery,
    SubmissionRow,
)
from measurement.serializers.fields import NUMBERS, TEXTS, WHOSE
from measurement.services.passing import accept_passing

MOST_CHECKS = 500


class HandIn(InitiativeView):
    """What the operations on one hand-in share."""

    def full(self, actor: Actor, id: Any) -> dict[str, Any]:
        """Return the hand-in with its figures and checks, as it looks outside. Raises Problem (404)."""
        rows = queries.submissions(actor).filter(public_id=id)
        row = answers.one(SubmissionRow, rows)
        figures, findings = queries.figures_of(actor, queries.submission(actor, id))
        checks = [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "message": finding.message,
                "observation": finding.position,
                "indicator": finding.indicator,
                "explanation": finding.explanation,
            }
            for finding in findings
        ]
        return {**row, "checks": checks, "observations": figures}

    def held(self, actor: Actor, id: UUID) -> Any:
        """Return the hand-in, locked, after comparing If-Match. Raises Problem."""
        submission = answers.lock(queries.submissions(actor).filter(public_id=id))
        self.matched(lambda: self.full(actor, id))
        return submission


class Submissions(HandIn):
    """What partners hand in."""

    @operation(Capability.VIEW_HAND_INS, query=SubmissionQuery, answer=SubmissionRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List hand-ins, newest first."""
        rows = queries.submissions(actor).filter(**chosen_of(self.query, "cycle__"))
        return self.page(SubmissionRow, rows, NEWEST_FIRST)

    @operation(Capability.HAND_IN, body=SubmissionNew, answer=SubmissionOut, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Save a partner's figures for a period and, with `submit`, hand them in.

        A check that blocks refuses the hand-in; one that wants an explanation goes to the reviewer. Where the
        partner has an open draft for the period, the figures go into it.
        """
        submission = services.hand_in(
            actor,
            partner=partner_named(actor, self.body["partner"]),
            period=self.body["period"],
            rows=self.body.get("observations", []),
            submit_now=self.body["submit"],
            source=self.body.get("source", ""),
        )
        response = self.json(self.full(actor, submission.public_id), 201)
        address = f"{self.plain_request.path}{submission.public_id}/"
        response["Location"] = self.plain_request.build_absolute_uri(address)
        return response


class Submission(HandIn):
    """One hand-in."""

    @operation(Capability.VIEW_HAND_INS, answer=SubmissionOut)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a hand-in with its figures and what the checks find."""
        return self.json(self.full(actor, id))

    @operation(Capability.HAND_IN, body=SubmissionChange, answer=SubmissionOut, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Put figures into a draft: those that are not named stay, empty ones are cleared."""
        submission = self.held(actor, id)
        services.save_draft(actor, submission, self.body.get("observations", []))
        return self.json(self.full(actor, id))


class SubmissionsPassing(InitiativeView):
    """Accepting all that pass."""

    @operation(Capability.REVIEW, answer=PassingOut)
    def get(self, actor: Actor) -> HttpResponse:
        """List up to a hundred hand-ins that have waited longest, each with why it does not pass, if it does not."""
        rows = waiting_hand_ins(actor)
        return self.json({"waiting": [_waiting(row) for row in rows]})

    @operation(Capability.REVIEW, body=PassingBody, answer=PassedOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Accept every hand-in that waits and passes, or those of the list that do; the others are left.

        One passes in which no check is open and there is no explanation, note or file to read, and which is no
        revision. Nobody's own passes, unless the initiative allows it.
        """
        named = self.body.get("submissions")
        if named is None:
            named = [row.submission.public_id for row in waiting_hand_ins(actor)]
        done = accept_passing(actor, dict.fromkeys(named))
        accepted = [submission.public_id for submission in done.accepted]
        return self.json({"accepted": accepted, "left": [_waiting(row) for row in done.left]})


def _waiting(row: Waiting) -> dict[str, Any]:
    found = row.submission
    period = Period.from_dates(found.cycle.period_start, found.cycle.period_end)
    return {
        "id": found.public_id,
        "partner": found.partner.code,
        "period": period.code,
        "passes": row.passes,
        "why": list(row.why),
    }


class SubmissionSubmit(HandIn):
    """Handing in."""

    @operation(Capability.HAND_IN, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Hand a draft in for review."""
        services.submit(actor, self.held(actor, id), unexplained="queue")
        return self.json(self.full(actor, id))


class SubmissionAccept(HandIn):
    """Accepting."""

    @operation(Capability.REVIEW, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Accept a hand-in: its figures enter the roll-ups."""
        services.accept(actor, self.held(actor, id))
        return self.json(self.full(actor, id))


class SubmissionReturn(HandIn):
    """Returning."""

    @operation(Capability.REVIEW, body=Reason, answer=SubmissionOut, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Send a hand-in back to its partner, saying why."""
        services.return_(actor, self.held(actor, id), reason=self.body["reason"])
        return self.json(self.full(actor, id))


class SubmissionRevise(HandIn):
    """Revising."""

    @operation(Capability.HAND_IN, body=Revision, answer=SubmissionOut, status=201, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change accepted figures, saying why.

        The revision is a hand-in of its own, and the answer. What stood before is kept.
        """
        revision = services.revise(
            actor, self.held(actor, id), reason=self.body["reason"], rows=self.body["observations"]
        )
        return self.json(self.full(actor, revision.public_id), 201)


class SubmissionsBulk(InitiativeView):
    """Many figures at once."""

    @operation(Capability.HAND_IN, body=Bulk, query=BulkQuery, answer=BulkOut, takes_csv=True)
    def post(self, actor: Actor) -> HttpResponse:
        """Take in up to 20,000 figures over many partners and periods, all or nothing.

        As JSON, or as CSV with the columns partner, indicator, period, <dimension>..., numerator, denominator,
        value, n, status, note, and `submit`, `accept`, `reason` and `source` in the address. A row equal to what
        stands changes nothing; one that differs from an accepted figure needs a `reason`.
        """
        loaded = services.load(
            actor,
            self.body["observations"],
            submit=self.body["submit"],
            accept=self.body["accept"],
            reason=self.body.get("reason", ""),
            source=self.body.get("source", ""),
        )
        touched = [submission.pk for submission in loaded.submissions]
        rows = queries.submissions(actor).filter(pk__in=touched).order_by("id")
        shown = answers.dictionaries(SubmissionRow, rows.values_list(*SubmissionRow.columns().values()))
        return self.json(
            {
                "observations": loaded.observations,
                "submissions": [
                    {name: row[name] for name in ("id", "partner", "period", "state")} for row in shown
                ],
                "checks": [_check(finding) for finding in loaded.findings[:MOST_CHECKS]],
            }
        )

    def read_csv(self, rows: list[dict[str, str]]) -> Any:
        known = {*NUMBERS, *TEXTS, *WHOSE}
        columns = {name for row in rows for name in row} - known
        dimensions = set(queries.dimension_rows(self.who).values_list("code", flat=True))
        unknown = sorted(columns - dimensions)
        if unknown:
            message = _("“%s” is neither a known column nor the code of a dimension.") % unknown[0]
            raise Problem(400, "invalid", message, errors=[FieldError(unknown[0], "unknown_column", message)])
        observations = [
            {
                **{name: text for name, text in row.items() if name in known},
                "cell": {name: text for name, text in row.items() if name not in known},
            }
            for row in rows
        ]
        shape = Bulk(data={**self.query, "observations": observations})
        if not shape.is_valid():
            raise of_validation(shape.errors)
        return dict(shape.validated_data)


def _check(finding: FieldError) -> dict[str, Any]:
    return {
        "rule": finding.code,
        "message": finding.message,
        "observation": int(finding.field.split(".")[1]),
    }
