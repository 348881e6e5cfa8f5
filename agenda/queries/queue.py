"""What of the agenda waits for the backbone: versions, commitments, consultations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.models import CommitmentReminder
from agenda.queries.commitments import to_be_renewed
from agenda.queries.consent import consultations
from agenda.queries.waiting import versions_waiting
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.queue import MOST, Act, How, Item, source
from initiatives.queries.reaching import days_reminded, resting, told_reminded

# So long before its end a consultation is called to mind.
CLOSING = timedelta(days=7)


@source(
    "agenda.versions",
    gettext_lazy("The agenda"),
    icon="compass",
    order=80,
    settled_by=("agenda.adopted", "agenda.moved"),
)
def versions(actor: Actor) -> list[Item]:
    """Tell which versions are before the partners or due to be looked at again."""
    return [
        Item(
            f"agenda.versions:{one.page}:{one.named[0]}",
            one.title,
            one.note,
            (Act(one.action, one.page, one.named),),
        )
        for one in versions_waiting(actor)
    ]


@source(
    "agenda.commitments",
    gettext_lazy("Commitments to renew"),
    icon="handshake",
    order=70,
    settled_by=("agenda.commitment_renewed", "agenda.commitment_ended", "initiatives.reminded"),
)
def commitments_to_renew(actor: Actor) -> list[Item]:
    """Tell which commitments of partners have run out or end soon, the earliest end first.

    One of which somebody was reminded rests for three days.
    """
    today = clock.today(actor.initiative.timezone)
    waiting = to_be_renewed(actor).exclude(pk__in=resting(CommitmentReminder, "commitment", today))
    rows = list(waiting.order_by("ends_on", "id")[:MOST])
    reminded = days_reminded(CommitmentReminder, "commitment", [row.pk for row in rows])
    found = []
    for row in rows:
        assert row.ends_on is not None  # by either state
        days = reminded.get(row.pk, [])
        words = _("Its commitment ran out %s.") if row.ends_on < today else _("Its commitment ends %s.")
        acts = (
            Act(_("Renew"), "agenda:renew_commitment", (row.public_id,), How.FORM),
            Act(_("Remind"), "initiatives:remind", ("commitments", row.public_id), How.FORM),
            Act(_("Open"), "agenda:commitment", (row.public_id,)),
        )
        item = Item(
            f"agenda.commitments:{row.public_id}",
            row.partner.name,
            f"{words % date_format(row.ends_on)} {told_reminded(days)}".strip(),
            acts,
            due=row.ends_on,
            partner_id=row.partner_id,
            partner=row.partner.name,
        )
        found.append(item)
    return found


@source(
    "agenda.consultations",
    gettext_lazy("Consultations to answer"),
    icon="message-circle-question-mark",
    order=75,
    settled_by=("agenda.theme_answered",),
)
def consultations_closing(actor: Actor) -> list[Item]:
    """Tell which consultations close within a week, and which are over with themes that have no answer."""
    today = clock.today(actor.initiative.timezone)
    rows: Any = consultations(actor).filter(Q(ends_on__lte=today + CLOSING)).order_by("ends_on", "id")
    found = []
    for row in rows:
        open_themes = sum(not theme.response for theme in row.answered)
        if row.ends_on < today and not open_themes:
            continue
        words = _("Ended on %s.") if row.ends_on < today else _("Ends on %s.")
        note = words % date_format(row.ends_on)
        if open_themes:
            more = ngettext("%d theme has no answer yet.", "%d themes have no answer yet.", open_themes)
            note += " " + more % open_themes
        acts = (Act(_("Open"), "agenda:consultations", (row.agenda.number,)),)
        found.append(Item(f"agenda.consultations:{row.public_id}", row.audience, note, acts, due=row.ends_on))
    return found[:MOST]
