"""A starter set: indicators that many initiatives watch, to be picked from and worded anew."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from measurement.words import Direction, Kind, Level


@dataclass(frozen=True)
class Starter:
    """One indicator of the set, in the reader's language; `values` are what defines it (services)."""

    code: str
    theme: Any
    name: Any
    definition: Any
    kind: Kind
    direction: Direction = Direction.UP
    level: Level = Level.PARTNER
    values: dict[str, Any] = field(default_factory=dict)

    def definition_values(self) -> dict[str, Any]:
        """Return the values that define the indicator, texts in the active language."""
        return {
            "definition": str(self.definition),
            "kind": self.kind,
            "direction": self.direction,
            "level": self.level,
            **{key: str(value) for key, value in self.values.items()},
        }


_EVERYWHERE = _("Every initiative")
_LEARNING = _("Learning")
_HEALTH = _("Health")
_HOME = _("A home")

STARTERS = [
    Starter(
        "people-served",
        _EVERYWHERE,
        _("People served"),
        _("People who took part at least once in the period, each counted once."),
        Kind.COUNT,
        values={"unit": _("people")},
    ),
    Starter(
        "better-off",
        _EVERYWHERE,
        _("People who are better off"),
        _("Of those who finished, the share who reached what they came for."),
        Kind.RATIO,
        values={
            "numerator_definition": _("People who reached it"),
            "denominator_definition": _("People who finished"),
            "unit": "%",
        },
    ),
    Starter(
        "felt-heard",
        _EVERYWHERE,
        _("People who feel heard"),
        _("Mean answer to “They listen to me”, from 1, not at all, to 5, very much."),
        Kind.MEAN,
        values={"unit": _("points")},
    ),
    Starter(
        "waiting",
        _EVERYWHERE,
        _("People waiting"),
        _("People who asked for help and have not got it, on the last day of the period."),
        Kind.COUNT,
        Direction.DOWN,
        values={"unit": _("people"), "time_behaviour": "stock"},
    ),
    Starter(
        "reading-at-level",
        _LEARNING,
        _("Children reading at level"),
        _("Of the children assessed, the share who read at or above the level of their year."),
        Kind.RATIO,
        level=Level.COMMUNITY,
        values={
            "numerator_definition": _("Children at or above the level"),
            "denominator_definition": _("Children assessed"),
            "unit": "%",
        },
    ),
    Starter(
        "chronic-absence",
        _LEARNING,
        _("Children often absent"),
        _("Of the children on the roll, the share who missed a tenth of school days or more."),
        Kind.RATIO,
        Direction.DOWN,
        Level.COMMUNITY,
        {
            "numerator_definition": _("Children who missed a tenth or more"),
            "denominator_definition": _("Children on the roll"),
            "unit": "%",
        },
    ),
    Starter(
        "seen-in-time",
        _HEALTH,
        _("Seen within two weeks"),
        _("Of those who asked for help, the share who were seen within fourteen days."),
        Kind.RATIO,
        values={
            "numerator_definition": _("People seen within fourteen days"),
            "denominator_definition": _("People who asked"),
            "unit": "%",
        },
    ),
    Starter(
        "check-ups",
        _HEALTH,
        _("Check-ups done"),
        _("Check-ups done in the period, one for each visit."),
        Kind.COUNT,
        values={"unit": _("check-ups")},
    ),
    Starter(
        "homeless",
        _HOME,
        _("People without a home"),
        _("People known to be without a home on the last day of the period."),
        Kind.COUNT,
        Direction.DOWN,
        Level.COMMUNITY,
        {"unit": _("people"), "time_behaviour": "stock"},
    ),
    Starter(
        "housed",
        _HOME,
        _("People who moved into a home"),
        _("People who moved into a home of their own in the period."),
        Kind.COUNT,
        values={"unit": _("people")},
    ),
]
