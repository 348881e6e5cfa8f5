"""Reminders of the common agenda: what partners have promised, before it ends and once it has run out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import CommitmentReminder
from agenda.queries.commitments import commitment, to_be_renewed
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Role
from initiatives.ladders import About, Ladder, Words, ladder

if TYPE_CHECKING:
    from initiatives.models import Membership


@ladder
class Commitments(Ladder):
    """Commitments that end soon, or have run out."""

    name, job = "commitments", "agenda.send_commitment_reminder"
    label = gettext_lazy("Commitments to renew")
    model, field, needs = CommitmentReminder, "commitment", ("initiative", "partner")
    told_as = "commitment"

    def due(self, actor: Actor) -> Sequence[Any]:
        rows = to_be_renewed(actor).filter(partner__state="active").select_related("initiative")
        return list(rows.order_by("ends_on", "id"))

    def named(self, actor: Actor, public_id: UUID) -> Sequence[Any]:
        return [commitment(actor, public_id)]

    def waits(self, actor: Actor, thing: Any) -> bool:
        return to_be_renewed(actor).filter(pk=thing.pk, partner__state="active").exists()

    def about(self, thing: Any) -> About:
        return About(
            thing.promise[:120],
            thing.ends_on,
            "agenda:commitment",
            (thing.public_id,),
            partner=thing.partner.name,
            code=thing.partner.code,
        )

    def words(self, row: Any, who: Membership) -> Words:
        found = row.commitment
        words = {"name": found.partner.name, "day": date_format(found.ends_on) if found.ends_on else ""}
        over = found.ends_on is not None and found.ends_on < clock.today(found.initiative.timezone)
        text = (
            _("The commitment of %(name)s ran out on %(day)s.")
            if over
            else _("The commitment of %(name)s ends on %(day)s.")
        )
        leads = who.role == Role.PARTNER_LEAD
        more = _("Renew it, change it, or say that it ends.") if leads else _("Its lead renews it.")
        return Words(
            _("The commitment of %(name)s is to be renewed") % words,
            _("What you have promised"),
            f"{text % words} {more}\n\n“{found.promise}”",
            _("Open the commitment"),
            reverse("agenda:commitment", args=[found.initiative.slug, found.public_id]),
        )
