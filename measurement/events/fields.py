"""What was changed, in the reader's words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Any] = {
    "about_people": _("whether it counts people"),
    "band_high": _("the band to stay in"),
    "band_low": _("the band to stay in"),
    "cadence": _("how often it is collected"),
    "collection_method": _("how it is collected"),
    "communication_power": _("how well it is understood"),
    "crossed": _("which groups are crossed"),
    "currency": _("currency"),
    "data_power": _("how good its data are"),
    "days_to_hand_in": _("days to hand in"),
    "decimals": _("decimals"),
    "decision_informed": _("what it helps to decide"),
    "definition": _("definition"),
    "denominator_definition": _("out of what it counts"),
    "dimensions": _("groups"),
    "direction": _("which way is better"),
    "exclusions": _("what is left out"),
    "fiscal_year_start": _("when its year begins"),
    "grace_days": _("days of grace"),
    "headline": _("whether it is a headline"),
    "inclusions": _("what is counted in"),
    "kind": _("kind"),
    "known_limits": _("known limits"),
    "lead_signs_off": _("whether the partner’s lead signs off"),
    "level": _("level"),
    "minutes_a_year": _("minutes a year"),
    "multiplier": _("per how many"),
    "name": _("name"),
    "numerator_definition": _("what it counts"),
    "outcome": _("outcome"),
    "partner_rollup": _("how partners are put together"),
    "periods_ahead": _("how many cycles are planned ahead"),
    "population_floor": _("out of how few people shares are hidden"),
    "position": _("its place in the list"),
    "proxy_power": _("how much it tells of the outcome"),
    "publication_lag": _("how late it comes"),
    "question": _("question"),
    "rba_type": _("what it tells: how much, how well, who is better off"),
    "rounded_to": _("how counts of people are told"),
    "scale_max": _("scale"),
    "scale_min": _("scale"),
    "source": _("source"),
    "steward": _("steward"),
    "suppression_threshold": _("how few people are hidden"),
    "time_behaviour": _("how periods are put together"),
    "unit": _("unit"),
    "visibility": _("who sees partners by name"),
}


def fields_told(names: Iterable[str]) -> str:
    """Return the fields in words, each once."""
    return ", ".join(dict.fromkeys(str(FIELDS.get(name, name)) for name in names))
