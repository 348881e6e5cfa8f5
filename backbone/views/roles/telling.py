"""Numbers of the six roles as they are read: posts, months, amounts, shares."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format

from backbone.queries.roles import Money, Roster
from backbone.words.roles import BackboneRole

if TYPE_CHECKING:
    from backbone.models import StandIn

NONE = "–"


def number(value: Decimal | int | None) -> str:
    """Return a number without noughts behind the point, grouped; a dash for none."""
    if value is None:
        return NONE
    return number_format(Decimal(f"{Decimal(value).normalize():f}"), use_l10n=True, force_grouping=True)


def amount(value: Decimal, currency: str) -> str:
    """Return an amount with its currency; without decimals where it has none."""
    places = 0 if value == value.to_integral_value() else 2
    return f"{currency} {number_format(value, places, use_l10n=True, force_grouping=True)}"


def share(value: Decimal | None) -> str:
    """Return a share in whole hundredths, rounded half up; a dash for none."""
    if value is None:
        return NONE
    return f"{(value * 100).quantize(Decimal(1), ROUND_HALF_UP)}\u00a0%"


def sums(found: list[Money]) -> list[dict[str, Any]]:
    """Return what the money comes to, currency by currency."""
    return [
        {
            "currency": one.currency,
            "own": amount(one.own, one.currency),
            "pledged": amount(one.pledged, one.currency),
            "passed_on": amount(one.passed_on, one.currency) if one.passed_on else "",
            "aligned": amount(one.aligned, one.currency) if one.aligned else "",
            "largest": share(one.largest),
            "for_years": share(one.for_years),
            "unrestricted": share(one.unrestricted),
        }
        for one in found
    ]


def posts(found: Roster, away: Mapping[int, StandIn] | None = None) -> list[dict[str, Any]]:
    """Return the posts as the page lists them, with their parts by role in words, and whether they are `away`."""
    gone = away or {}
    return [
        {
            "row": row,
            "fte": number(row.fte),
            "away": gone.get(row.person_id or 0),
            "parts": [
                (role.label, row.shares[role.value]) for role in BackboneRole if role.value in row.shares
            ],
        }
        for row in found.posts
    ]
