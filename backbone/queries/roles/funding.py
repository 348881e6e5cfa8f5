"""What the money comes to: how long it lasts, how steady it is. Amounts of several currencies are never added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from backbone.models import BackboneProfile, FundingSource
from backbone.words.roles import SECURED, FundingKind, FundingStage
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries.use import Counted

TENTH = Decimal("0.1")
YEAR = 366


@dataclass(frozen=True)
class Runway:
    """For how many months backbone work is paid.

    `months` = `free` / `monthly`, cut to a tenth; `free` is the sum over secured, unrestricted money for the backbone
    in the budget's currency of amount - passed on - spent, money whose term has run out aside. `with_pledges` adds
    what is pledged to it. All are None while no cost is said. `elsewhere` counts the sources that would count but are
    in another currency.
    """

    monthly: Decimal | None = None
    currency: str = ""
    free: Decimal | None = None
    months: Decimal | None = None
    pledged: Decimal | None = None
    with_pledges: Decimal | None = None
    elsewhere: int = 0


@dataclass(frozen=True)
class Money:
    """The money of one currency: each sum is of secured sources unless it says otherwise.

    `own` is what is left for the backbone once what goes on to partners (`passed_on`) is taken out; `aligned` is
    others' own money that was moved to the shared goals, never part of the rest.
    """

    currency: str
    own: Decimal
    passed_on: Decimal
    pledged: Decimal
    aligned: Decimal
    largest: Decimal | None
    for_years: Decimal | None
    unrestricted: Decimal | None


def runway(actor: Actor, today: date) -> Runway:
    """Return for how many months backbone work is paid on a day (the formula stands with `Runway`)."""
    require(actor, Capability.VIEW)
    said = BackboneProfile.objects.first()
    if said is None or said.monthly_cost is None:
        return Runway()
    rows = [row for row in _standing(today) if not row.restricted]
    inside = [row for row in rows if row.currency == said.currency]
    free = _sum(_left(row) for row in inside if row.stage in SECURED)
    pledged = _sum(_left(row) for row in inside if row.stage == FundingStage.PLEDGED)
    return Runway(
        said.monthly_cost,
        said.currency,
        free,
        _months(free, said.monthly_cost),
        pledged,
        _months(free + pledged, said.monthly_cost),
        sum(row.stage in SECURED for row in rows if row.currency != said.currency),
    )


def months_of(source: FundingSource, runway: Runway, today: date) -> Decimal | None:
    """Return how many months of the runway a source pays for; None where it does not count toward it."""
    counts = bool(_counting([source], today)) and source.stage in SECURED and not source.restricted
    if runway.monthly is None or not counts or source.currency != runway.currency:
        return None
    return _months(_left(source), runway.monthly)


def money(actor: Actor, today: date) -> list[Money]:
    """Return what the money comes to, currency by currency: shares are of `own` before spending.

    `largest` is the share of the largest funder, `for_years` of money given for more than a year, `unrestricted` of
    money free to use; None without any.
    """
    require(actor, Capability.VIEW)
    rows = list(FundingSource.objects.exclude(stage=FundingStage.DECLINED).order_by("currency", "id"))
    return [
        _money(code, [row for row in rows if row.currency == code], today)
        for code in sorted({row.currency for row in rows})
    ]


def _money(currency: str, rows: list[FundingSource], today: date) -> Money:
    ours = [row for row in _counting(rows, today) if row.stage in SECURED]
    own = _sum(_own(row) for row in ours)
    by_funder: dict[object, Decimal] = {}
    for row in ours:
        key = row.funder_id or row.funder_name.casefold()
        by_funder[key] = by_funder.get(key, Decimal(0)) + _own(row)

    def share(part: Decimal) -> Decimal | None:
        return part / own if own else None

    aligned = [row for row in rows if row.kind == FundingKind.ALIGNED and row.stage in SECURED]
    return Money(
        currency,
        own,
        _sum(row.pass_through for row in ours),
        _sum(_own(row) for row in _counting(rows, today) if row.stage == FundingStage.PLEDGED),
        _sum(row.amount for row in aligned),
        share(max(by_funder.values(), default=Decimal(0))),
        share(_sum(_own(row) for row in ours if _for_years(row))),
        share(_sum(_own(row) for row in ours if not row.restricted)),
    )


def paying_now(actor: Actor, today: date) -> Counted:
    """Count the secured sources for the backbone whose term has not run out, of all that stand and are not declined."""
    require(actor, Capability.VIEW)
    rows = _standing(today)
    return Counted(sum(row.stage in SECURED for row in rows), len(rows))


def multi_year(actor: Actor, today: date) -> Counted:
    """Count those of the secured sources that are given for more than a year (a term of over 366 days)."""
    require(actor, Capability.VIEW)
    rows = [row for row in _standing(today) if row.stage in SECURED]
    return Counted(sum(_for_years(row) for row in rows), len(rows))


def realigned(actor: Actor) -> int:
    """Count the secured sources of others' own money that was moved to the shared goals."""
    require(actor, Capability.VIEW)
    return FundingSource.objects.filter(
        kind=FundingKind.ALIGNED, stage__in=[stage.value for stage in SECURED]
    ).count()


def secured_since(actor: Actor, since: date) -> int:
    """Count the sources for the backbone that first came to be committed, received or reported on since a day."""
    require(actor, Capability.VIEW)
    firsts: dict[int, date] = {}
    rows = FundingSource.objects.filter(
        kind=FundingKind.BACKBONE, stage__in=[stage.value for stage in SECURED]
    )
    for pk, stage, day in rows.values_list("pk", "moves__stage", "moves__moved_on"):
        if stage in SECURED:
            firsts[pk] = min(day, firsts.get(pk, day))
    return sum(day >= since for day in firsts.values())


def _standing(today: date) -> list[FundingSource]:
    return _counting(FundingSource.objects.exclude(stage=FundingStage.DECLINED), today)


def _counting(rows: Iterable[FundingSource], today: date) -> list[FundingSource]:
    """Those for the backbone whose term has not run out."""
    return [
        row
        for row in rows
        if row.kind == FundingKind.BACKBONE and (row.ends_on is None or row.ends_on >= today)
    ]


def _own(row: FundingSource) -> Decimal:
    return row.amount - row.pass_through


def _left(row: FundingSource) -> Decimal:
    return row.amount - row.pass_through - row.spent


def _for_years(row: FundingSource) -> bool:
    return row.starts_on is not None and row.ends_on is not None and (row.ends_on - row.starts_on).days > YEAR


def _months(amount: Decimal, monthly: Decimal) -> Decimal:
    return (amount / monthly).quantize(TENTH, ROUND_FLOOR)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
