"""Before a figure names a partner to others: when its days of notice begin, and what the partner says of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.outbox import record
from measurement.events.sharing import FigureNoted, NamingBegun
from measurement.models import FigureNote, Indicator, Observation
from measurement.periods import Period
from measurement.queries.sharing import NOTICE
from measurement.words import Visibility

if TYPE_CHECKING:
    from initiatives.models import Partner

REACHES = {Visibility.OWN: 0, Visibility.ANONYMOUS: 1, Visibility.PARTNERS: 2, Visibility.PUBLIC: 3}
LONGEST_NOTE = 1000


def begin_naming(indicator: Indicator, former: str) -> list[str]:
    """Note on an indicator whose visibility has changed (unsaved) since when it names partners, and to whom.

    Return the names of the fields that changed. What was seen already is not hidden again.
    """
    before, now = REACHES[Visibility(former)], REACHES[Visibility(indicator.visibility)]
    changed = []
    if before < 2 <= now:
        indicator.partners_since = clock.now()
        changed.append("partners_since")
    if before < 3 <= now:
        indicator.public_since = clock.now()
        changed.append("public_since")
    return changed


def tell_naming(actor: Actor, indicator: Indicator) -> None:
    """Record that an indicator will show partners by name, for each partner that has figures for it."""
    day = (clock.now() + NOTICE).date().isoformat()
    partners = (
        Observation.objects.filter(version__indicator=indicator)
        .order_by()
        .values_list("partner_id", flat=True)
    )
    for partner_id in sorted(set(partners)):
        record(
            actor,
            NamingBegun(
                f"indicator:{indicator.code}",
                partner_id=partner_id,
                code=indicator.code,
                name=indicator.name,
                to=indicator.visibility,
                shown_from=day,
            ),
        )


def note_figure(
    actor: Actor,
    partner: Partner,
    indicator: Indicator,
    period: Period,
    *,
    note: str | None = None,
    agreed: bool = False,
) -> FigureNote:
    """Say something of one's own figure: a note that travels with it, or that it may be shown now (`agreed`).

    `note` None keeps the former note, empty takes it away; an agreement once given stays. Totals are not concerned.
    Raises Forbidden for everybody but the partner's own people, DomainError where it has no such figure.
    """
    require(actor, Capability.HAND_IN, partner.pk)
    if actor.partner_id != partner.pk:
        raise Forbidden(_("Only the partner's own people say this."))
    given = Observation.objects.filter(
        version__indicator=indicator, partner=partner, period_start=period.start, period_end=period.end
    )
    if not given.exists():
        raise DomainError("no_figure", _("There is no figure of this partner for that period."), "period")
    if note is not None and len(note) > LONGEST_NOTE:
        raise DomainError("too_long", _("A note has 1,000 letters at most."), "note")
    former = _last(partner, indicator, period.start, period.end)
    row = FigureNote.objects.create(
        partner=partner,
        indicator=indicator,
        period_start=period.start,
        period_end=period.end,
        note=(former.note if former else "") if note is None else note.strip(),
        agreed=agreed or bool(former and former.agreed),
        said_at=clock.now(),
        said_by_id=actor.membership_id,
    )
    record(
        actor,
        FigureNoted(
            f"indicator:{indicator.code}",
            partner_id=partner.pk,
            code=indicator.code,
            name=indicator.name,
            partner=partner.name,
            period=period.code,
            agreed=agreed,
        ),
    )
    return row


def _last(partner: Partner, indicator: Indicator, start: date, end: date) -> FigureNote | None:
    rows = FigureNote.objects.filter(partner=partner, indicator=indicator, period_start=start, period_end=end)
    return rows.order_by("-id").first()
