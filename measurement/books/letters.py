"""The letter to a partner whose workbook was taken in: look at it, and correct it where it is wrong."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from initiatives import mail
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from measurement.models import Delivery
from measurement.periods import Period, name

SEND = "measurement.delivery_letter"


@handler(SEND, outside=True)
def send(initiative_id: int, key: str) -> None:
    """Write to the partner's main contact, once; nobody is written to where there is no address."""
    with tenant(initiative_id):
        message = _letter(int(key))
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        Delivery.objects.filter(pk=int(key)).update(written_at=clock.now())


def _letter(delivery_id: int) -> EmailMultiAlternatives | None:
    row = (
        Delivery.objects.select_related(
            "submission__partner__main_contact", "submission__cycle", "request", "initiative"
        )
        .filter(pk=delivery_id, written_at=None)
        .first()
    )
    if row is None or row.submission is None or row.request is None:
        return None
    partner, cycle, initiative = row.submission.partner, row.submission.cycle, row.initiative
    to = partner.main_contact
    if to is None or to.ended_on is not None or not to.email:
        return None
    language = to.language or initiative.language
    period = Period.from_dates(cycle.period_start, cycle.period_end)
    with translation.override(language):
        period_told = name(period, initiative.fiscal_year_start)
    return mail.letter(
        "workbook",
        to.email,
        {
            "initiative": initiative,
            "partner": partner,
            "period": period_told,
            "file": row.name,
            "handed_in": row.state == Delivery.State.HANDED_IN,
            "findings": len(row.findings),
            "link": mail.absolute(
                reverse("measurement:request", args=[initiative.slug, row.request.public_id])
            ),
        },
        language=language,
        headers={"Message-ID": mail.message_id(f"workbook.{row.public_id}")},
    )
