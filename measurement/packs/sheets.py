"""What a starter pack is made of: indicators with full sheets, in the reader's language."""

from dataclasses import dataclass, field
from typing import Any

from measurement.words import Cadence, Direction, Kind, Level, RbaType


@dataclass(frozen=True)
class PackIndicator:
    """One indicator of a pack. Texts are lazy; `more` holds further values as the services take them."""

    code: str
    name: Any
    question: Any
    definition: Any
    numerator: Any = ""
    denominator: Any = ""
    exclusions: Any = ""
    source: Any = ""
    decision: Any = ""
    limits: Any = ""
    kind: Kind = Kind.RATIO
    direction: Direction = Direction.UP
    level: Level = Level.PARTNER
    rba_type: RbaType = RbaType.BETTER_OFF
    cadence: Cadence = Cadence.QUARTERLY
    more: dict[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return what the services take, texts in the active language."""
        return {
            "name": str(self.name),
            "question": str(self.question),
            "definition": str(self.definition),
            "numerator_definition": str(self.numerator),
            "denominator_definition": str(self.denominator),
            "exclusions": str(self.exclusions),
            "source": str(self.source),
            "decision_informed": str(self.decision),
            "known_limits": str(self.limits),
            "kind": self.kind,
            "unit": "%" if self.kind == Kind.RATIO else "",
            "direction": self.direction,
            "level": self.level,
            "rba_type": self.rba_type,
            "cadence": self.cadence,
            **self.more,
        }


@dataclass(frozen=True)
class Pack:
    """A starter pack for one field of work."""

    code: str
    name: Any
    indicators: tuple[PackIndicator, ...]


# How the indicators of a whole community are usually had: yearly, from one source, some months later.
COMMUNITY: dict[str, Any] = {"level": Level.COMMUNITY, "cadence": Cadence.YEARLY}
LAGGING = {"publication_lag": 180}
EFFORT: dict[str, Any] = {"kind": Kind.COUNT, "rba_type": RbaType.HOW_MUCH}
