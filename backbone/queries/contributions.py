"""What partners put in besides their figures: what they promise, and whose money pays for which activities.

Amounts stand in the words of each commitment; nothing here is added up across kinds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from activities.queries import activities
from activities.words import OVER, Part
from agenda.queries import commitments_matching, with_states
from agenda.words import CommitmentState, Promise
from initiatives.kernel.access import Actor

if TYPE_CHECKING:
    from activities.models import Activity
    from agenda.models import Commitment
    from initiatives.models import Partner

HOLDS = frozenset({CommitmentState.RUNNING, CommitmentState.RENEWAL_DUE})


@dataclass(frozen=True)
class Promised:
    """The commitments of one kind: how many hold, of how many partners, how many wait to be signed or have run out."""

    kind: Promise
    holds: int
    partners: int
    to_sign: int
    run_out: int

    @property
    def every(self) -> int:
        """How many there are."""
        return self.holds + self.to_sign + self.run_out


@dataclass(frozen=True)
class Paid:
    """The activities that are not over and that a partner pays for."""

    partner: Partner
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Contributions:
    """What partners put in: promises by kind, in the order of kinds; whoever pays for most activities first."""

    promised: tuple[Promised, ...] = ()
    paid: tuple[Paid, ...] = ()

    @property
    def most(self) -> int:
        """How many commitments the commonest kind has."""
        return max((row.every for row in self.promised), default=0)

    def __bool__(self) -> bool:
        return bool(self.promised or self.paid)


def contributions(actor: Actor) -> Contributions:
    """Return what partners put in, as everybody who belongs here may know it.

    Commitments that ended or were renewed by another are not among them, nor activities that are over.
    """
    return Contributions(tuple(_promised(with_states(actor, commitments_matching(actor)))), _paid(actor))


def _promised(rows: Iterable[Commitment]) -> Iterable[Promised]:
    by_kind: dict[str, list[Commitment]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind in Promise:
        found = by_kind.get(kind.value, [])
        states = [row.state for row in found]  # type: ignore[attr-defined]
        holding = [row for row, state in zip(found, states, strict=True) if state in HOLDS]
        if found:
            yield Promised(
                kind,
                len(holding),
                len({row.partner_id for row in holding}),
                states.count(CommitmentState.TO_SIGN),
                states.count(CommitmentState.EXPIRED),
            )


def _paid(actor: Actor) -> tuple[Paid, ...]:
    going = activities(actor).exclude(state__in=[state.value for state in OVER])
    funded: dict[int, tuple[Partner, list[Activity]]] = {}
    for row in going.filter(partner_links__part=Part.FUND.value, partner_links__until=None).distinct():
        for part in row.parts:  # type: ignore[attr-defined]
            if part.part == Part.FUND:
                funded.setdefault(part.partner_id, (part.partner, []))[1].append(row)
    rows = [Paid(partner, tuple(found)) for partner, found in funded.values()]
    return tuple(sorted(rows, key=lambda row: (-len(row.activities), row.partner.name)))
