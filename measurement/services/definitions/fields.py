"""What an indicator is made of: which fields describe it, which show it, and which make up its meaning."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import people
from measurement.models.definitions import POWERS
from measurement.words import (
    Cadence,
    Direction,
    Kind,
    Level,
    PartnerRollup,
    RbaType,
    State,
    TimeBehaviour,
    Visibility,
)

DESCRIPTIVE = frozenset(
    {
        "name",
        "question",
        "level",
        "headline",
        "rba_type",
        "outcome",
        "about_people",
        "visibility",
        "suppression_threshold",
        "source",
        "steward",
        "collection_method",
        "publication_lag",
        "decision_informed",
        "known_limits",
        "position",
        *POWERS,
    }
)
PRESENTATION = frozenset({"unit", "decimals", "direction", "band_low", "band_high"})
# The words of a definition: they may be put more clearly without another meaning.
WORDING = frozenset(
    {"definition", "numerator_definition", "denominator_definition", "inclusions", "exclusions"}
)
DEFINING = WORDING | {
    "kind",
    "multiplier",
    "currency",
    "scale_min",
    "scale_max",
    "time_behaviour",
    "partner_rollup",
    "cadence",
    "dimensions",
    "crossed",
}
# What the rule by which figures are kept from others is made of.
PROTECTING = frozenset({"level", "about_people", "visibility", "suppression_threshold"})
CHOICES = {
    "level": Level,
    "state": State,
    "visibility": Visibility,
    "kind": Kind,
    "direction": Direction,
    "time_behaviour": TimeBehaviour,
    "partner_rollup": PartnerRollup,
    "cadence": Cadence,
}
LONGEST_LAG = 3660


def refuse_unknown(values: Mapping[str, Any]) -> None:
    """Raise DomainError for a field that there is not, or a word that is none of the choices."""
    unknown = set(values) - DESCRIPTIVE - PRESENTATION - DEFINING - {"state"}
    if unknown:
        raise DomainError("unknown_field", _("An indicator has no such field."), sorted(unknown)[0])
    for key, words in CHOICES.items():
        if key in values and values[key] not in words.values:
            raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % values[key], key)
    if values.get("rba_type") and values["rba_type"] not in RbaType.values:
        message = _("“%s” is not one of the choices.") % values["rba_type"]
        raise DomainError("invalid_choice", message, "rba_type")


def check_descriptive(actor: Actor, values: Mapping[str, Any]) -> None:
    """Raise DomainError at the field for a description that cannot be."""
    threshold = values.get("suppression_threshold")
    if threshold is not None and threshold < actor.initiative.suppression_threshold:
        raise DomainError(
            "too_lenient",
            _("An indicator may be stricter than the initiative's threshold, not more lenient."),
            "suppression_threshold",
        )
    steward = values.get("steward")
    if steward is not None and not people(actor).filter(pk=steward.pk).exists():
        raise DomainError("unknown_person", _("The steward must take part in the initiative."), "steward")
    for name in POWERS:
        power = values.get(name)
        if power is not None and not 1 <= power <= 3:
            raise DomainError("out_of_range", _("A power goes from 1 to 3."), name)
    lag = values.get("publication_lag")
    if lag is not None and not 0 <= lag <= LONGEST_LAG:
        raise DomainError("out_of_range", _("The lag is at most ten years of days."), "publication_lag")


def changed(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Set the values on the row; return the names of those that differ from what stood."""
    names = [key for key, value in values.items() if getattr(row, key) != value]
    for key in names:
        setattr(row, key, values[key])
    return names
