"""What came in of money, each amount counted once. Pure and exact; one currency at a time.

Three rules. What a receiver passes on was counted when it came in: of a chain of grants only the first link is money
of the initiative. New money, realigned money and gifts in kind stand apart and are never added up. What is pledged is
not received: it is told beside, never inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Sort = Literal["new", "realigned", "in_kind"]
SORTS: tuple[Sort, ...] = ("new", "realigned", "in_kind")


@dataclass(frozen=True)
class Gift:
    """Money from a giver to a receiver: pledged, and received of that.

    `passed_on` says that the giver has it from another gift of the same ledger.
    """

    giver: str
    receiver: str
    received: Decimal = Decimal(0)
    pledged: Decimal = Decimal(0)
    sort: Sort = "new"
    passed_on: bool = False


@dataclass(frozen=True)
class Raised:
    """What came in of each sort, what is still pledged, and by whom it is held after passing on."""

    received: Mapping[Sort, Decimal] = field(default_factory=dict)
    outstanding: Mapping[Sort, Decimal] = field(default_factory=dict)
    held: Mapping[str, Decimal] = field(default_factory=dict)


def raised(gifts: Iterable[Gift]) -> Raised:
    """Return what came into the initiative, counting no amount twice.

    `received` and `outstanding` (pledged and not received) leave out what was passed on; `held` is what each receiver
    has left of what it received, whatever its sort.
    """
    received = dict.fromkeys(SORTS, Decimal(0))
    outstanding = dict.fromkeys(SORTS, Decimal(0))
    held: dict[str, Decimal] = {}
    for gift in gifts:
        held[gift.receiver] = held.get(gift.receiver, Decimal(0)) + gift.received
        if gift.passed_on:
            held[gift.giver] = held.get(gift.giver, Decimal(0)) - gift.received
            continue
        received[gift.sort] += gift.received
        outstanding[gift.sort] += max(gift.pledged - gift.received, Decimal(0))
    return Raised(received, outstanding, held)
