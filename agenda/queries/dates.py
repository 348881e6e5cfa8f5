"""The days of the common agenda: its versions and phases, consultations, commitments, test cycles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.queries.commitments import commitments
from agenda.queries.consent import consultations
from agenda.queries.goals import test_cycles as tries
from agenda.queries.phases import phase_stays
from agenda.queries.versions import agendas
from agenda.words import RATIFIABLE, AgendaState
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.dates import Dated, dates


@dates("agenda.agenda", gettext_lazy("The agenda"), icon="compass", condition="agenda", order=20)
def the_agenda(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when versions went to the partners, came into force and are to be looked at again, and the phases."""
    for row in agendas(actor):
        words = {"number": row.number}
        days = (
            (
                "proposed",
                row.proposed_on,
                _("Version %(number)s goes to the partners"),
                row.state not in RATIFIABLE,
            ),
            ("adopted", row.adopted_on, _("Version %(number)s comes into force"), True),
            (
                "review",
                row.review_due,
                _("Version %(number)s is to be looked at again"),
                row.state == AgendaState.SUPERSEDED,
            ),
        )
        for what, day, text, past in days:
            if day is not None and first <= day <= last:
                key = f"agenda.agenda:{what}:{row.number}"
                yield Dated(key, day, text % words, "agenda:version", (row.number,), past=past)
    for stay in phase_stays(actor):
        if first <= stay.entered_on <= last:
            key = f"agenda.agenda:phase:{stay.phase.position}:{stay.entered_on}"
            title = _("A new phase: %s") % stay.phase.name
            yield Dated(key, stay.entered_on, title, "agenda:phases", past=True)


@dates(
    "agenda.consultations",
    gettext_lazy("Consultations"),
    icon="message-circle-question-mark",
    condition="agenda",
    order=22,
)
def consultations_held(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when consultations begin and end."""
    between = Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last))
    for row in consultations(actor).prefetch_related(None).filter(between).order_by("starts_on", "id"):
        for what, day, text in (
            ("begins", row.starts_on, _("Consultation begins: %s")),
            ("ends", row.ends_on, _("Consultation ends: %s")),
        ):
            if day is not None and first <= day <= last:
                key = f"agenda.consultations:{what}:{row.public_id}"
                yield Dated(key, day, text % row.audience, "agenda:consultations", (row.agenda.number,))


@dates("agenda.commitments", gettext_lazy("Commitments"), icon="handshake", condition="agenda", order=24)
def commitments_ending(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when commitments end; one that is renewed or was ended before is over."""
    if not actor.may(Capability.VIEW_PARTNERS):
        return
    rows: Any = commitments(actor).filter(ends_on__range=(first, last)).order_by("ends_on", "id")
    for row in rows:
        yield Dated(
            f"agenda.commitments:{row.public_id}",
            row.ends_on,
            _("Commitment ends: %s") % row.partner.name,
            "agenda:commitment",
            (row.public_id,),
            note=str(row.get_kind_display()),
            partner_id=row.partner_id,
            partner=row.partner.name,
            partner_code=row.partner.code,
            past=row.renewed or row.ended_on is not None,
        )


@dates("agenda.tests", gettext_lazy("Test cycles"), icon="flask-conical", condition="agenda", order=26)
def tests_run(actor: Actor, first: date, last: date) -> Iterator[Dated]:
    """Tell when small tries begin and are to be looked at."""
    rows: Any = tries(actor).filter(Q(starts_on__range=(first, last)) | Q(ends_on__range=(first, last)))
    for row in rows.select_related("strategy__group"):
        group = row.strategy.group
        for what, day, text in (
            ("begins", row.starts_on, _("Test begins: %s")),
            ("ends", row.ends_on, _("Test to be looked at: %s")),
        ):
            if day is not None and first <= day <= last:
                yield Dated(
                    f"agenda.tests:{what}:{row.public_id}",
                    day,
                    text % row.aim,
                    "agenda:strategy",
                    (row.strategy.public_id,),
                    note=row.strategy.name,
                    group_id=group.pk if group else None,
                    group=group.name if group else "",
                    past=bool(row.verdict),
                )
