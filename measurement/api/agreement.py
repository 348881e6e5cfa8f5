"""The life of indicators, sign-off by partners, and two versions side by side."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.rest.named import partner_named
from initiatives.rest.views import InitiativeView, operation
from measurement import queries, services
from measurement.serializers.agreement import (
    BackCast,
    BackCastOut,
    ComparedOut,
    ComparedQuery,
    Consultation,
    ObjectionAnswer,
    Retirement,
    SignOffGiven,
    SignOffQuery,
    SignOffRow,
    Step,
    StepRow,
)
from measurement.serializers.definitions import IndicatorRow


class _Step(InitiativeView):
    """One step in an indicator's life."""

    tag = "indicators"

    def take(self, actor: Actor, code: str, verb: Callable[..., Any], **values: Any) -> HttpResponse:
        """Take the step and answer with the indicator as it is then."""
        rows = queries.indicator_rows(actor).filter(indicator__code=code)
        self.locked(IndicatorRow, rows)
        verb(actor, queries.indicator(actor, code), **values)
        return self.one(IndicatorRow, rows)


class Propose(_Step):
    """Back to a proposal."""

    @operation(Capability.DEFINE, body=Step, answer=IndicatorRow, match="honoured")
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Take an indicator that is consulted back to being a proposal, or take up a retired one again."""
        return self.take(actor, code, services.propose_again, **self.body)


class Consult(_Step):
    """Consultation."""

    @operation(Capability.DEFINE, body=Consultation, answer=IndicatorRow, match="honoured")
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Put a proposed indicator before the partners for their sign-off."""
        values = dict(self.body)
        if "partners" in values:
            values["partners"] = [partner_named(actor, name) for name in values["partners"]]
        return self.take(actor, code, services.consult, **values)


class Agree(_Step):
    """Agreement."""

    @operation(Capability.DEFINE, body=Step, answer=IndicatorRow, match="honoured")
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Declare an indicator agreed.

        Open objections are answered first, or overridden for a `reason`, which is kept.
        """
        return self.take(actor, code, services.agree, **self.body)


class Activate(_Step):
    """Collection begins."""

    @operation(Capability.DEFINE, body=Step, answer=IndicatorRow, match="honoured")
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Begin to collect an agreed indicator."""
        return self.take(actor, code, services.activate, **self.body)


class Retire(_Step):
    """Retirement."""

    @operation(Capability.DEFINE, body=Retirement, answer=IndicatorRow, match="honoured")
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Retire an indicator for a `reason`: its assignments end on `last_day`, what was reported stays."""
        return self.take(actor, code, services.retire, **self.body)


class Steps(InitiativeView):
    """The steps that were taken."""

    tag = "indicators"

    @operation(Capability.VIEW, answer=StepRow, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List the steps of an indicator's life, the earliest first."""
        return self.page(StepRow, queries.steps(actor, queries.indicator(actor, code)), ("id",))


class Compared(InitiativeView):
    """Two versions."""

    tag = "indicators"

    @operation(Capability.VIEW, query=ComparedQuery, answer=ComparedOut)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Compare two definitions of an indicator, field by field."""
        rows = {row.number: row for row in queries.version_rows(actor, queries.indicator(actor, code))}
        later = self.query.get("to", max(rows))
        earlier = self.query.get("from", max(later - 1, 1))
        if earlier not in rows or later not in rows:
            raise NotFound
        compared = queries.compare(rows[earlier], rows[later])
        return self.json(
            {
                "from": earlier,
                "to": later,
                "fields": [
                    {
                        "field": row.field,
                        "earlier": row.earlier,
                        "later": row.later,
                        "changed": row.changed,
                    }
                    for row in compared
                ],
            }
        )


class BackCasts(InitiativeView):
    """Figures restated."""

    tag = "indicators"

    @operation(Capability.DEFINE, body=BackCast, answer=BackCastOut, problems=(422,))
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Take in figures of earlier periods, restated under the newest definition.

        They are told with `definition=now`; what stood under the former definition stays.
        """
        found = services.back_cast(
            actor, queries.indicator(actor, code), self.body["observations"], source=self.body["source"]
        )
        return self.json({"observations": found.observations})


class SignOffs(InitiativeView):
    """What partners say of definitions."""

    @operation(Capability.VIEW_HAND_INS, query=SignOffQuery, answer=SignOffRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List who was asked about the present definitions, and what they answered; partners see their own."""
        names = {"indicator": "version__indicator__code", "partner": "partner__code", "position": "position"}
        chosen = {names[name]: value for name, value in self.query.items()}
        return self.page(SignOffRow, queries.sign_offs(actor).filter(**chosen), ("id",))


class _Asked(InitiativeView):
    """What one partner was asked."""

    tag = "sign-offs"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return it as a query of one row."""
        return queries.sign_offs(actor).filter(public_id=id)


class SignOff(_Asked):
    """One ask."""

    @operation(Capability.VIEW_HAND_INS, answer=SignOffRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read what a partner was asked and answered."""
        return self.one(SignOffRow, self.rows(actor, id))


class SignOffGive(_Asked):
    """A partner's answer."""

    @operation(Capability.SIGN_OFF, body=SignOffGiven, answer=SignOffRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say whether the partner agrees, agrees with a note or objects.

        Staff enter it on the partner's behalf and say in `how_given` how it was given to them.
        """
        self.locked(SignOffRow, self.rows(actor, id))
        services.sign_off(actor, queries.sign_off_of(actor, id), **self.body)
        return self.one(SignOffRow, self.rows(actor, id))


class SignOffAnswer(_Asked):
    """The answer to an objection."""

    @operation(Capability.DEFINE, body=ObjectionAnswer, answer=SignOffRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer an objection with what was done about it."""
        self.locked(SignOffRow, self.rows(actor, id))
        services.answer_objection(actor, queries.sign_off_of(actor, id), **self.body)
        return self.one(SignOffRow, self.rows(actor, id))
