"""What every rule of decision shares: who may speak, who spoke, the quorum."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from communications.words.decisions import NEEDS_REASON, Position


class RuleError(Exception):
    """A position that the rule cannot read: a stable code, a message in the user's words, the field concerned."""

    def __init__(self, code: str, message: str, field: str) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


class Verdict(StrEnum):
    """How a proposal stands under its rule."""

    NO_QUORUM = "no_quorum"
    HELD = "held"
    PASSES = "passes"


@dataclass(frozen=True)
class Voice:
    """One who may speak and has spoken. `degree` is 1 to 5 where the rule asks for it; `chair` marks a co-chair."""

    position: str
    degree: int | None = None
    chair: bool = False


@dataclass(frozen=True)
class Said:
    """All that a rule reads: the voices, how many may speak, how many must have, and the bar of a gradient."""

    voices: Sequence[Voice]
    seats: int
    quorum: int = 0
    bar: Decimal = Decimal("3.5")

    @property
    def missing(self) -> int:
        """How many may speak and have not."""
        return max(0, self.seats - len(self.voices))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many took each position."""
        return Counter(voice.position for voice in self.voices)


@dataclass(frozen=True)
class Standing:
    """How a proposal stands. `why` says it in a line; `mean` is told where the rule asks for degrees."""

    verdict: Verdict
    why: str
    mean: Decimal | None = None

    @property
    def passes(self) -> bool:
        """Whether the group may adopt the proposal as it stands."""
        return self.verdict == Verdict.PASSES


class DecisionRule(ABC):
    """A rule by which a group decides. Subclasses give `name` and `judge`."""

    name = ""
    asks_degree = False

    def read(self, position: str, degree: int | None) -> tuple[str, int | None]:
        """Return position and degree as they are kept. Raises RuleError for what has no meaning here."""
        if position not in Position.values:
            raise RuleError("invalid_choice", _("“%s” is not one of the choices.") % position, "position")
        if degree is not None:
            raise RuleError("not_asked", _("This rule does not ask how far somebody agrees."), "degree")
        return position, None

    def needs_reason(self, position: str) -> bool:
        """Whether the position is told with its reason."""
        return position in NEEDS_REASON

    def stand(self, said: Said) -> Standing:
        """Return how the proposal stands: without a quorum it waits, whatever was said."""
        spoke = len(said.voices)
        if not spoke or spoke < said.quorum:
            words = {"spoke": spoke, "quorum": max(said.quorum, 1)}
            return Standing(
                Verdict.NO_QUORUM, _("%(spoke)d of the %(quorum)d that are needed have spoken.") % words
            )
        return self.judge(said)

    @abstractmethod
    def judge(self, said: Said) -> Standing:
        """Return how the proposal stands, the quorum being met."""


def held(why: str, mean: Decimal | None = None) -> Standing:
    """Something is in the way of the proposal."""
    return Standing(Verdict.HELD, why, mean)


def passes(why: str, mean: Decimal | None = None) -> Standing:
    """Nothing is in the way of the proposal."""
    return Standing(Verdict.PASSES, why, mean)
