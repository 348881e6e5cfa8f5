"""Money: writing down a source, what of it is used up, how far it has come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events.roles import FundingSourceChanged, FundingSourceMoved, FundingSourceWritten
from backbone.models import FundingMove, FundingSource
from backbone.services.records import Rules, check_move, currency, held, in_order, money, past, put
from backbone.words.roles import FUNDING_WAY, FundingKind, FundingStage
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record

AMOUNTS = ("amount", "pass_through", "spent")
RULES = Rules(
    frozenset(
        {
            *("kind", "funder", "funder_name", "purpose", "currency", "restricted", "starts_on", "ends_on"),
            *(*AMOUNTS, "spent_on"),
        }
    ),
    must={"kind": gettext_lazy("Say what the money is for.")},
    words={"kind": FundingKind},
    lengths={"funder_name": 200, "purpose": 300},
    past=frozenset({"spent_on"}),
)
REASON = 2000


def write_funding_source(
    actor: Actor,
    *,
    amount: Decimal,
    currency: str,
    stage: str = FundingStage.PROSPECT,
    moved_on: date | None = None,
    **values: Any,
) -> FundingSource:
    """Write down a source of money (RULES) at the stage where it stands: a funder who is a partner, or a name.

    Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    given = _clean(actor, {"amount": amount, "currency": currency, **values})
    if stage not in {one.value for one in FUNDING_WAY}:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % stage, "stage")
    row = FundingSource(**given, stage=stage, written_by_id=actor.membership_id, written_at=clock.now())
    _settle(actor, row)
    row.save()
    _note_move(actor, row, "", "", past(actor, moved_on, "moved_on"))
    record(actor, FundingSourceWritten(subject_of(row), stage=row.stage))
    return row


def change_funding_source(actor: Actor, source: FundingSource, /, **values: Any) -> FundingSource:
    """Change what is written of a source (RULES), what is used up of it too. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row: FundingSource = held(source)
    given = _clean(actor, values)
    changed = put(row, given)
    before = (row.funder_name, row.spent_on)
    _settle(actor, row, newly_spent="spent" in changed and "spent_on" not in changed)
    also = {
        name
        for name, old in zip(("funder_name", "spent_on"), before, strict=True)
        if getattr(row, name) != old
    }
    fields = tuple(sorted({*changed, *also}))
    if fields:
        row.save(update_fields=fields)
        record(actor, FundingSourceChanged(subject_of(row), fields=fields, stage=row.stage))
    return row


def move_funding_source(
    actor: Actor, source: FundingSource, *, stage: str, reason: str = "", moved_on: date | None = None
) -> FundingSource:
    """Say how far the money has come, on a day. Backwards, declined and taken up again take a reason.

    Raises Conflict (`same_stage`), DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    row: FundingSource = held(source)
    check_move(row, stage, reason, way=FUNDING_WAY)
    if len(reason) > REASON:
        raise DomainError("too_long", _("At most %d characters.") % REASON, "reason")
    former, row.stage = row.stage, stage
    row.save(update_fields=["stage"])
    _note_move(actor, row, former, reason.strip(), past(actor, moved_on, "moved_on"))
    record(actor, FundingSourceMoved(subject_of(row), stage=stage, former=former))
    return row


def subject_of(source: FundingSource) -> str:
    """Return by what a source is named in the stream of events. Who it is and how much stays out of the stream."""
    return f"funding_source:{source.public_id}"


def _clean(actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    given = RULES.clean(actor, values)
    for name in AMOUNTS:
        if name in given:
            given[name] = money(given[name], name, nought=name != "amount")
            if given[name] is None:
                if name == "amount":
                    raise DomainError("required", _("Enter the amount."), name)
                given[name] = Decimal(0)
    if "currency" in given:
        given["currency"] = currency(given["currency"] or "")
    return given


def _settle(actor: Actor, row: FundingSource, *, newly_spent: bool = False) -> None:
    """Check the whole row, and fill what follows from the rest."""
    if row.funder is not None:
        row.funder_name = row.funder.name
    if not row.funder_name:
        raise DomainError("required", _("Say whose money it is."), "funder_name")
    in_order(row.starts_on, row.ends_on, "ends_on")
    if row.pass_through > row.amount:
        raise DomainError("too_much", _("More cannot go on to partners than there is."), "pass_through")
    if row.pass_through + row.spent > row.amount:
        raise DomainError("too_much", _("More cannot be used up than is left for the backbone."), "spent")
    if newly_spent or (row.spent and row.spent_on is None):
        row.spent_on = clock.today(actor.initiative.timezone)


def _note_move(actor: Actor, row: FundingSource, former: str, reason: str, day: date) -> None:
    FundingMove.objects.create(
        source=row,
        former=former,
        stage=row.stage,
        reason=reason,
        moved_on=day,
        moved_by_id=actor.membership_id,
        moved_at=clock.now(),
    )
