"""Letters of notice: before a figure shows its partner by name, the partner is told, and how to add a note.

Every night one letter is written to each partner, on all of its figures that no letter has told of yet. What the list
on the partner's own page says at once (`queries/coming.py`), the letter says to those who do not look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from initiatives import mail
from initiatives.jobs import HOUR, enqueue, enqueue_for_all, handler
from initiatives.kernel import clock
from initiatives.kernel.access import PARTNER_ROLES, Role
from initiatives.kernel.tenancy import tenant
from initiatives.outbox import record
from initiatives.queries import everybody
from initiatives.quiet import put_off
from measurement.events.sharing import NoticeWritten
from measurement.models import FigureNotice
from measurement.periods import Period
from measurement.queries.coming import Coming, coming
from measurement.queries.sharing import NOTICE
from measurement.queries.telling import period_name

if TYPE_CHECKING:
    from initiatives.models import Membership

GIVE_NOTICE = "measurement.give_notice"
SEND_NOTICE = "measurement.send_notice"
FEW = 4  # so many periods are listed; of more the first and the last are named

Told = tuple[int, str, str, str]


@dataclass(frozen=True)
class Naming:
    """What a letter says of one indicator: which periods, to whom they will be shown, from when the first of them."""

    name: str
    periods: str
    to: str
    shown_from: datetime


def enqueue_notices() -> None:
    """Ask for the notices of every initiative to be given, spread over the hour after."""
    enqueue_for_all(GIVE_NOTICE, spread=HOUR)


@handler(GIVE_NOTICE)
def give_notice(initiative_id: int, key: str) -> None:
    """Write one letter to each partner with figures to come that no letter has told of. Idempotent.

    It goes to the partner's lead, else to a contributor; partners nobody of whom has an address get none, and their
    figures stand on their own page all the same.
    """
    found = {partner_id: [one for one in rows if not one.agreed] for partner_id, rows in coming().items()}
    told = _told_lately()
    readers = _readers(found)
    for partner_id in sorted(found.keys() & readers.keys()):
        fresh = [one for one in found[partner_id] if _key(one) not in told.get(partner_id, set())]
        if fresh:
            _write(partner_id, readers[partner_id], fresh)


def _write(partner_id: int, reader: Membership, figures: list[Coming]) -> None:
    row = FigureNotice.objects.create(
        partner_id=partner_id, to=reader, figures=[_key(one) for one in figures], made_at=clock.now()
    )
    assert reader.partner is not None
    told = NoticeWritten(
        f"partner:{reader.partner.code}",
        partner_id=partner_id,
        partner=reader.partner.name,
        count=len(figures),
    )
    record(None, told)
    enqueue(SEND_NOTICE, str(row.pk))


def _told_lately() -> dict[int, set[Told]]:
    """What letters have told of the figures whose notice may still run."""
    found: dict[int, set[Told]] = {}
    for row in FigureNotice.objects.filter(made_at__gte=clock.now() - NOTICE):
        found.setdefault(row.partner_id, set()).update((a, b, c, d) for a, b, c, d in row.figures)
    return found


def _key(one: Coming) -> Told:
    return one.indicator.pk, one.period.start.isoformat(), one.period.end.isoformat(), one.to


def _readers(partner_ids: Iterable[int]) -> dict[int, Membership]:
    """Whom to write to, by partner: leads before contributors, people with an account before those without."""
    rows = everybody().filter(partner_id__in=list(partner_ids), role__in=sorted(PARTNER_ROLES))
    found: dict[int, Membership] = {}
    for person in sorted(rows.exclude(email="").select_related("partner"), key=_preference):
        found.setdefault(person.partner_id or 0, person)
    return found


def _preference(person: Membership) -> tuple[bool, bool, int]:
    return person.user_id is None, person.role != Role.PARTNER_LEAD, person.pk


@handler(SEND_NOTICE, outside=True)
def send_notice(initiative_id: int, key: str) -> None:
    """Mail a letter of notice that was not sent yet; whoever comes after a crash sends it under the same Message-ID."""
    with tenant(initiative_id):
        message = _letter(int(key))
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        FigureNotice.objects.filter(pk=int(key), sent_at=None).update(sent_at=clock.now())


def _letter(notice_id: int) -> EmailMultiAlternatives | None:
    """Return the letter; None where it was sent, its reader has left, or none of its figures is still to come."""
    row = (
        FigureNotice.objects.select_related("initiative", "partner", "to")
        .filter(pk=notice_id, sent_at=None)
        .first()
    )
    if row is None or not row.to.is_active or not row.to.email:
        return None
    if put_off(SEND_NOTICE, str(notice_id), row.to):
        return None
    mine = {(a, b, c, d) for a, b, c, d in row.figures}
    figures = [one for one in coming(row.partner_id).get(row.partner_id, []) if _key(one) in mine]
    if not figures:
        return None
    initiative = row.initiative
    address = reverse("measurement:own", args=[initiative.slug, row.partner.code])
    return mail.letter(
        "figure_notice",
        row.to.email,
        {
            "initiative": initiative,
            "partner": row.partner,
            "membership": row.to,
            "namings": list(_namings(figures, initiative.fiscal_year_start)),
            "count": len(figures),
            "first": min(one.shown_from for one in figures),
            "link": mail.absolute(address),
        },
        language=row.to.language or initiative.language,
        headers={"Message-ID": mail.message_id(f"figure-notice.{row.pk}.{row.to.public_id}")},
    )


def _namings(figures: Iterable[Coming], fiscal_year_start: int) -> Iterator[Naming]:
    by_indicator = sorted(figures, key=lambda one: (one.indicator.name, one.indicator.pk, one.period))
    for _pk, group in groupby(by_indicator, key=lambda one: one.indicator.pk):
        rows = list(group)
        yield Naming(
            rows[0].indicator.name,
            _periods([one.period for one in rows], fiscal_year_start),
            rows[0].to,
            min(one.shown_from for one in rows),
        )


def _periods(periods: list[Period], fiscal_year_start: int) -> str:
    names = [period_name(period, fiscal_year_start) for period in periods]
    return ", ".join(names) if len(names) <= FEW else f"{names[0]} – {names[-1]} ({len(names)})"
