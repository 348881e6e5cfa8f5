"""One organisation, one voice: what ratings say when everybody of an organisation speaks with one voice."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

NOT_APPLICABLE = "na"
DONT_KNOW = "dont_know"


@dataclass(frozen=True)
class Tally:
    """How one thing was rated. A voice is an organisation, or a person who speaks for none.

    `people` and `voices` gave a number; `unknown` and `not_applicable` count the voices of which nobody did. A voice is
    the mean of its people. `mean`, `low`, `high` and `spread` (the standard deviation) are of the voices, `plain` is
    the mean of the people; all are None where nobody gave a number.
    """

    people: int = 0
    voices: int = 0
    unknown: int = 0
    not_applicable: int = 0
    mean: Decimal | None = None
    plain: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    spread: Decimal | None = None


def tally(ratings: Iterable[tuple[Hashable, str]]) -> Tally:
    """Return what ratings say, each with whose voice it is: a number as text, NOT_APPLICABLE or DONT_KNOW.

    What does not apply and don't-knows are left out of the means.
    """
    by_voice: dict[Hashable, list[str]] = {}
    for voice, rating in ratings:
        by_voice.setdefault(voice, []).append(rating)
    said, voices, unknown, not_applicable = [], [], 0, 0
    for given in by_voice.values():
        own = [Decimal(rating) for rating in given if rating.isdigit()]
        if own:
            said += own
            voices.append(_mean(own))
        elif DONT_KNOW in given:
            unknown += 1
        else:
            not_applicable += 1
    if not voices:
        return Tally(unknown=unknown, not_applicable=not_applicable)
    mean = _mean(voices)
    return Tally(
        people=len(said),
        voices=len(voices),
        unknown=unknown,
        not_applicable=not_applicable,
        mean=mean,
        plain=_mean(said),
        low=min(voices),
        high=max(voices),
        spread=_mean([(voice - mean) ** 2 for voice in voices]).sqrt(),
    )


def _mean(numbers: list[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0)) / len(numbers)
