"""Agreements on sharing data, and what a partner says before its figures name it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.named import partner_named
from initiatives.rest.views import InitiativeView, operation
from initiatives.shapes import NumberedQuery
from measurement import queries, services
from measurement.api.named import indicator_named, own_partner
from measurement.queries.agreements import agreement_rows
from measurement.queries.coming import Coming, coming_figures
from measurement.serializers.agreements import (
    AgreementChange,
    AgreementEnd,
    AgreementNew,
    AgreementRenewal,
    AgreementRow,
    ComingOut,
    FigureNoteNew,
)


class _Agreements(InitiativeView):
    """What the operations on agreements share."""

    tag = "agreements"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the query of one agreement."""
        return agreement_rows(actor).filter(public_id=id)

    def terms(self, actor: Actor) -> dict[str, Any]:
        """Return the body with rows in place of codes."""
        given = {name: value for name, value in self.body.items() if value is not None}
        if "ends_on" in self.body:
            given["ends_on"] = self.body["ends_on"]
        if "parties" in given:
            given["parties"] = [partner_named(actor, code) for code in given["parties"]]
        if "indicators" in given:
            given["indicators"] = [indicator_named(actor, code) for code in given["indicators"]]
        if "dimensions" in given:
            given["dimensions"] = [self.dimension(actor, code) for code in given["dimensions"]]
        return given

    def dimension(self, actor: Actor, code: str) -> Any:
        """Return the dimension named in a body."""
        try:
            return queries.dimension(actor, code)
        except NotFound as error:
            raise DomainError("unknown_dimension", str(error), "dimensions") from error


class Agreements(_Agreements):
    """Agreements on sharing data."""

    @operation(Capability.VIEW_HAND_INS, answer=AgreementRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List agreements: all for staff, your partner's own otherwise."""
        return self.page(AgreementRow, agreement_rows(actor), ("-id",))

    @operation(Capability.MANAGE_PARTNERS, body=AgreementNew, answer=AgreementRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Draft an agreement; it governs nothing before it is activated."""
        made = services.draft_agreement(actor, **self.terms(actor))
        address = f"{self.plain_request.path}{made.public_id}/"
        return self.created(AgreementRow, self.rows(actor, made.public_id), address)


class Agreement(_Agreements):
    """One agreement."""

    @operation(Capability.VIEW_HAND_INS, answer=AgreementRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read an agreement."""
        return self.one(AgreementRow, self.rows(actor, id))

    @operation(Capability.MANAGE_PARTNERS, body=AgreementChange, answer=AgreementRow, match="required")
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a draft."""
        found = self.locked(AgreementRow, self.rows(actor, id))
        services.change_agreement(actor, found, **self.terms(actor))
        return self.one(AgreementRow, self.rows(actor, id))

    @operation(Capability.MANAGE_PARTNERS, match="required", status=204)
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Give a draft up."""
        found = self.locked(AgreementRow, self.rows(actor, id))
        services.discard_agreement(actor, found)
        return self.gone()


class AgreementActivate(_Agreements):
    """Putting an agreement in force."""

    @operation(Capability.MANAGE_PARTNERS, answer=AgreementRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Put a draft in force: from its first day on it governs what others see."""
        found = self.locked(AgreementRow, self.rows(actor, id))
        services.activate_agreement(actor, found)
        return self.one(AgreementRow, self.rows(actor, id))


class AgreementRenew(_Agreements):
    """Renewing an agreement."""

    @operation(
        Capability.MANAGE_PARTNERS,
        body=AgreementRenewal,
        answer=AgreementRow,
        status=201,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Draft the next version, with the same terms."""
        found = self.locked(AgreementRow, self.rows(actor, id))
        made = services.renew_agreement(
            actor, found, starts_on=self.body.get("starts_on"), ends_on=self.body.get("ends_on")
        )
        path = self.plain_request.path.replace(f"{id}/renew/", f"{made.public_id}/")
        return self.created(AgreementRow, self.rows(actor, made.public_id), path)


class AgreementTerminate(_Agreements):
    """Ending an agreement before its time."""

    @operation(Capability.MANAGE_PARTNERS, body=AgreementEnd, answer=AgreementRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """End an agreement; from the day after its last `after_end` says what others see."""
        found = self.locked(AgreementRow, self.rows(actor, id))
        services.terminate_agreement(actor, found, last_day=self.body["last_day"], reason=self.body["reason"])
        return self.one(AgreementRow, self.rows(actor, id))


class PartnerComing(InitiativeView):
    """A partner's figures that are about to be shown to others by its name."""

    tag = "agreements"

    @operation(Capability.VIEW_HAND_INS, query=NumberedQuery, answer=ComingOut, many=True)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """List the figures whose days of notice are not over."""
        found = coming_figures(actor, own_partner(actor, code).pk)
        return self.numbered(ComingOut, [_told(one) for one in found])

    @operation(Capability.HAND_IN, body=FigureNoteNew, status=204)
    def post(self, actor: Actor, code: str) -> HttpResponse:
        """Add a note that travels with one's figure, or agree that it is shown now."""
        named = own_partner(actor, code)
        services.note_figure(
            actor,
            named,
            indicator_named(actor, self.body["indicator"]),
            self.body["period"],
            note=self.body.get("note"),
            agreed=self.body.get("agreed", False),
        )
        return self.gone()


def _told(one: Coming) -> dict[str, Any]:
    return {
        "indicator": one.indicator.code,
        "indicator_name": one.indicator.name,
        "period": one.period.code,
        "value": one.value,
        "to": one.to,
        "shown_from": one.shown_from,
        "agreed": one.agreed,
        "note": one.note,
    }
