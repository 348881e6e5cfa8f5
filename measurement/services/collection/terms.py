"""How the initiative collects, and what was agreed with one partner about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from measurement.events import CollectionRulesChanged, ReportingTermsChanged
from measurement.models import CollectionRules, ReportingTerms

if TYPE_CHECKING:
    from initiatives.models import Partner

RULES = {
    "periods_ahead": (0, 12),
    "days_to_hand_in": (1, 365),
    "grace_days": (0, 365),
    "minutes_a_year": (1, 100_000),
}
TERMS = {"fiscal_year_start": (1, 12), "minutes_a_year": (1, 100_000)}


def change_rules(actor: Actor, **values: Any) -> CollectionRules:
    """Change how the initiative collects (fields of CollectionRules); cycles that stand keep their dates.

    Raises DomainError at a field that is out of range.
    """
    require(actor, Capability.MANAGE_SETTINGS)
    _refuse_out_of_range(values, RULES)
    CollectionRules.objects.get_or_create()
    row = CollectionRules.objects.select_for_update().get()
    changed = _change(row, values)
    if changed:
        record(actor, CollectionRulesChanged("collection", fields=changed))
    return row


def change_terms(actor: Actor, partner: Partner, /, **values: Any) -> ReportingTerms:
    """Change what was agreed with a partner (fields of ReportingTerms); None: as the initiative does.

    Raises DomainError at a field that is out of range.
    """
    require(actor, Capability.ASSIGN)
    _refuse_out_of_range(values, TERMS)
    ReportingTerms.objects.get_or_create(partner=partner)
    row = ReportingTerms.objects.select_for_update(of=("self",)).get(partner=partner)
    changed = _change(row, values)
    if changed:
        record(
            actor,
            ReportingTermsChanged(
                f"partner:{partner.code}", partner_id=partner.pk, partner=partner.name, fields=changed
            ),
        )
    return row


def _refuse_out_of_range(values: dict[str, Any], bounds: dict[str, tuple[int, int]]) -> None:
    for name, (least, most) in bounds.items():
        value = values.get(name)
        if value is not None and not least <= value <= most:
            message = _("This lies between %(least)s and %(most)s.") % {"least": least, "most": most}
            raise DomainError("out_of_range", message, name)


def _change(row: Any, values: dict[str, Any]) -> tuple[str, ...]:
    changed = tuple(sorted(name for name, value in values.items() if getattr(row, name) != value))
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed
