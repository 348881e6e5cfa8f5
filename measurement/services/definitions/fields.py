"""What an indicator is made of: which fields describe it, which show it, and which make up its meaning."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import people
from measurement.models import Indicator
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

if TYPE_CHECKING:
    from initiatives.models import Initiative

# What an indicator may be stricter in than its initiative: the least and the most that each can be.
STRICTER = {"suppression_threshold": (2, 1000), "population_floor": (0, 100_000), "rounded_to": (0, 10)}
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
        *STRICTER,
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
PROTECTING = frozenset({"level", "about_people", "visibility", *STRICTER})
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


def check_descriptive(actor: Actor, values: Mapping[str, Any], present: Indicator | None = None) -> None:
    """Raise DomainError at the field for a description that cannot be; what stands at `present` may go on standing."""
    for name in STRICTER:
        if values.get(name) is not None and not (present and values[name] == getattr(present, name)):
            _check_stricter(actor.initiative, name, values[name])
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


def _check_stricter(initiative: "Initiative", name: str, value: int) -> None:
    """An own rule must be one, and no more lenient than the initiative's: that one would hold all the same."""
    least, most = STRICTER[name]
    if not least <= value <= most:
        words = {"least": least, "most": most}
        raise DomainError("out_of_range", _("It goes from %(least)d to %(most)d.") % words, name)
    if name == "rounded_to" and value not in initiative.Rounding.values:
        message = _("Counts are told as they are, or to the nearest 5 or 10.")
        raise DomainError("invalid_choice", message, name)
    own = getattr(initiative, name)
    if value < own:
        messages = {
            "suppression_threshold": _(
                "The initiative hides figures about fewer than %d already: an indicator may hide more, not less."
            ),
            "population_floor": _(
                "The initiative hides shares of fewer than %d already: an indicator may hide more, not less."
            ),
            "rounded_to": _(
                "The initiative rounds to the nearest %d already: an indicator may be rounded more, not less."
            ),
        }
        raise DomainError("too_lenient", messages[name] % own, name)


def changed(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Set the values on the row; return the names of those that differ from what stood."""
    names = [key for key, value in values.items() if getattr(row, key) != value]
    for key in names:
        setattr(row, key, values[key])
    return names
