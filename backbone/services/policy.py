"""The policy tracker: writing down what is to change, how far it has come, who stands behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events.roles import (
    PolicyTargetChanged,
    PolicyTargetMoved,
    PolicyTargetWritten,
    SignedOn,
    SignOnWithdrawn,
)
from backbone.models import PolicyMove, PolicyTarget, SignOn
from backbone.services.records import Rules, check_move, held, past, put
from backbone.words.roles import POLICY_WAY, WON, PolicyLevel, PolicyStage
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Partner

RULES = Rules(
    frozenset({"title", "level", "ask", "decision_maker", "expected_on", "strategy", "system_change"}),
    must={
        "title": gettext_lazy("Say in a line what is to change."),
        "ask": gettext_lazy("Say what exactly is asked for."),
        "decision_maker": gettext_lazy("Say who decides it."),
        "level": gettext_lazy("Say where it is decided."),
    },
    words={"level": PolicyLevel},
    lengths={"title": 200, "ask": 4000, "decision_maker": 200},
)
REASON = 2000


def write_policy_target(
    actor: Actor,
    *,
    title: str,
    level: str,
    ask: str,
    decision_maker: str,
    stage: str = PolicyStage.SPOTTED,
    moved_on: date | None = None,
    **values: Any,
) -> PolicyTarget:
    """Write down a rule, a budget line or a practice to change (RULES), at the stage where it stands.

    Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    given = RULES.clean(
        actor, {"title": title, "level": level, "ask": ask, "decision_maker": decision_maker, **values}
    )
    if stage not in {one.value for one in POLICY_WAY}:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % stage, "stage")
    row = PolicyTarget(**given, stage=stage, written_by_id=actor.membership_id, written_at=clock.now())
    _check_win(row)
    row.save()
    _note_move(actor, row, "", "", past(actor, moved_on, "moved_on"))
    record(actor, PolicyTargetWritten(**_told(row)))
    return row


def change_policy_target(actor: Actor, target: PolicyTarget, /, **values: Any) -> PolicyTarget:
    """Change what is written (RULES). Its stage is moved with `move_policy_target`. Raises DomainError at the field."""
    require(actor, Capability.DEFINE)
    row: PolicyTarget = held(target)
    changed = put(row, RULES.clean(actor, values))
    _check_win(row)
    if changed:
        row.save(update_fields=changed)
        record(actor, PolicyTargetChanged(fields=changed, **_told(row)))
    return row


def move_policy_target(
    actor: Actor, target: PolicyTarget, *, stage: str, reason: str = "", moved_on: date | None = None
) -> PolicyTarget:
    """Say how far it has come, on a day. Backwards, lost and taken up again take a reason. The way is kept.

    Raises Conflict (`same_stage`), DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    row: PolicyTarget = held(target)
    check_move(row, stage, reason, way=POLICY_WAY)
    if len(reason) > REASON:
        raise DomainError("too_long", _("At most %d characters.") % REASON, "reason")
    if row.system_change_id is not None and stage not in WON:
        raise Conflict("has_win", _("A change in the system is linked to it as its win: unlink that first."))
    former, row.stage = row.stage, stage
    row.save(update_fields=["stage"])
    _note_move(actor, row, former, reason.strip(), past(actor, moved_on, "moved_on"))
    record(actor, PolicyTargetMoved(stage=stage, former=former, **_told(row)))
    return row


def sign_on(
    actor: Actor, target: PolicyTarget, partner: Partner, *, given_by: str, given_on: date | None = None
) -> SignOn:
    """Put a partner's name behind an ask: its lead may, and the backbone on the word of `given_by`.

    Raises Conflict (`signed_on`) when it stands there already, DomainError at the field, Forbidden.
    """
    require(actor, Capability.SIGN_OFF, partner.pk)
    row: PolicyTarget = held(target)
    clean = Rules(
        frozenset({"given_by"}),
        must={"given_by": gettext_lazy("Say who gave the partner's word.")},
        lengths={"given_by": 200},
    ).clean(actor, {"given_by": given_by})
    if SignOn.objects.filter(target=row, partner=partner, withdrawn_on=None).exists():
        raise Conflict("signed_on", _("%s stands behind it already.") % partner.name)
    made = SignOn.objects.create(
        target=row,
        partner=partner,
        given_on=past(actor, given_on, "given_on"),
        noted_by_id=actor.membership_id,
        noted_at=clock.now(),
        **clean,
    )
    record(actor, SignedOn(partner=partner.name, partner_id=partner.pk, **_told(row)))
    return made


def withdraw_sign_on(actor: Actor, signed: SignOn) -> SignOn:
    """Take a partner's name from an ask: its lead may, and the backbone. It stays in the history.

    Raises Conflict (`withdrawn`) when it was taken back already, Forbidden.
    """
    require(actor, Capability.SIGN_OFF, signed.partner_id)
    row = SignOn.objects.select_for_update(of=("self",)).select_related("target", "partner").get(pk=signed.pk)
    if row.withdrawn_on is not None:
        raise Conflict("withdrawn", _("The name was taken back already."))
    row.withdrawn_on = clock.today(actor.initiative.timezone)
    row.save(update_fields=["withdrawn_on"])
    record(actor, SignOnWithdrawn(partner=row.partner.name, partner_id=row.partner_id, **_told(row.target)))
    return row


def subject_of(target: PolicyTarget) -> str:
    """Return by what a policy target is named in the stream of events."""
    return f"policy_target:{target.public_id}"


def _told(row: PolicyTarget) -> dict[str, Any]:
    return {"subject": subject_of(row), "title": row.title}


def _check_win(row: PolicyTarget) -> None:
    if row.system_change_id is not None and row.stage not in WON:
        message = _("Only what was adopted has a change in the system to show for it.")
        raise DomainError("not_won", message, "system_change")


def _note_move(actor: Actor, row: PolicyTarget, former: str, reason: str, day: date) -> None:
    PolicyMove.objects.create(
        target=row,
        former=former,
        stage=row.stage,
        reason=reason,
        moved_on=day,
        moved_by_id=actor.membership_id,
        moved_at=clock.now(),
    )
