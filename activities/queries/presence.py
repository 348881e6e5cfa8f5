"""Who does what where, as rows: one for each partner's part in an activity and each place it happens in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from activities.landscape import Landscape, Named, Work


@dataclass(frozen=True)
class Presence:
    """A partner plays a part in an activity in a place (None: nowhere in particular)."""

    partner: Named
    part: str
    work: Work
    place: Named | None


def presences(land: Landscape, *, partner: str = "", part: str = "", search: str = "") -> Iterator[Presence]:
    """Yield the rows by partner, then activity, then place; those of one partner or part, or with a text in them."""
    wanted = search.strip().casefold()
    rows: dict[str, list[tuple[str, Work]]] = {key: [] for key in land.partners}
    for work in land.works:
        for one in work.parts:
            if one.partner in rows and (not part or one.role == part):
                rows[one.partner].append((one.role, work))
    for key, found in rows.items():
        if partner and key != partner:
            continue
        who = land.partners[key]
        for role, work in found:
            for spot in _where(work, land):
                row = Presence(who, role, work, spot)
                if not wanted or wanted in _text(row, land):
                    yield row


def _where(work: Work, land: Landscape) -> list[Named | None]:
    found = [Named(place, land.places[place].name) for place in work.places if place in land.places]
    return [*sorted(found, key=lambda spot: spot.name)] or [None]


def _text(row: Presence, land: Landscape) -> str:
    strategy = land.strategies.get(row.work.strategy)
    parts = (
        row.partner.name,
        row.work.title,
        row.place.name if row.place else "",
        strategy.name if strategy else "",
    )
    return " ".join(parts).casefold()
