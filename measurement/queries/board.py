"""The board of a cycle: who is late, waiting, returned, in; how much of the last volume that covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.queue import Item, put_off_among
from initiatives.queries.reaching import Reach
from measurement.calendar import asks
from measurement.models import Cycle, Entry, HandInLink, Nudge, Observation, Request, Submission
from measurement.periods import Period
from measurement.queries.burden import middle
from measurement.queries.collection import RequestState, last_day_of, requests
from measurement.queries.contacts import reach_of
from measurement.words import ValueStatus

# The groups of the board in the order of urgency.
GROUPS = ("late", "waiting", "returned", "extended", "open", "accepted")
NEEDS_ME = frozenset({"late", "waiting", "returned"})


@dataclass(frozen=True)
class BoardRow:
    """One partner's place on the board.

    `asked` and `given` count indicators; `weight` is its share of the last period's volume, None where there was none;
    `nudges` are the days on which it was reminded, the latest first; `links` counts the open ones.
    """

    request: Any
    group: str
    submission: Submission | None
    reach: Reach
    asked: int
    given: int
    weight: Decimal | None
    nudges: tuple[date, ...] = ()
    links: int = 0

    @property
    def weight_percent(self) -> int | None:
        """The weight in whole per cent, rounded half up."""
        return (
            int((self.weight * 100).quantize(Decimal(1), ROUND_HALF_UP)) if self.weight is not None else None
        )

    @property
    def is_to_call(self) -> bool:
        """Whether letters do no more: it is late, and each who is written to was, or nobody can be."""
        return self.group == "late" and len(self.nudges) >= len(self.reach.turns)

    @property
    def step(self) -> int:
        """How far it has come: 0 nothing yet, 1 begun or returned, 2 handed in, 3 accepted."""
        return {"waiting": 2, "accepted": 3, "returned": 1}.get(self.group, 1 if self.submission else 0)


@dataclass(frozen=True)
class Board:
    """The board of one cycle. Shares are None where there is nothing to take a share of.

    `to_link` counts those not in whose contact has no account and no working link; `out_of_reach` are those not in
    who have nobody with an address.
    """

    cycle: Cycle
    rows: tuple[BoardRow, ...]
    counts: dict[str, int] = field(default_factory=dict)
    volume_in: Decimal | None = None
    volume_accepted: Decimal | None = None
    on_time: Decimal | None = None
    median_seconds: int | None = None
    to_nudge: int = 0
    to_link: int = 0
    out_of_reach: tuple[BoardRow, ...] = ()

    @property
    def asked(self) -> int:
        """How many partners are asked."""
        return len(self.rows)

    @property
    def handed_in(self) -> int:
        """How many are in: waiting for review or accepted."""
        return self.counts["waiting"] + self.counts["accepted"]


def board(actor: Actor, cycle: Cycle) -> Board:
    """Return the board of a cycle, partners by name. The same number of queries however many there are."""
    require(actor, Capability.RUN_CYCLES)
    asked = list(requests(actor).filter(cycle=cycle).order_by("partner__name", "partner_id"))
    partners = [row.partner_id for row in asked]
    reached = reach_of(actor, partners)
    hand_ins = {row.public_id: row for row in Submission.objects.filter(cycle=cycle)}
    figures = dict(
        asks(cycle)
        .order_by()
        .values("partner_id")
        .annotate(n=Count("indicator_id", distinct=True))
        .values_list("partner_id", "n")
    )
    given = _given(cycle)
    weights = _weights(cycle, partners)
    nudged = _nudges(cycle)
    today = clock.today(actor.initiative.timezone)
    open_links = Counter(
        HandInLink.objects.filter(
            request__cycle=cycle, revoked_at=None, expires_at__gt=clock.now()
        ).values_list("request_id", flat=True)
    )
    rows = []
    for row in asked:
        found = hand_ins.get(row.submission_public_id)  # type: ignore[attr-defined]
        count = given.get(found.pk, found.figures or 0) if found else 0
        rows.append(
            BoardRow(
                request=row,
                group=group_of(row, today),
                submission=found,
                reach=reached.get(row.partner_id, Reach()),
                asked=max(figures.get(row.partner_id, 0), count),
                given=count,
                weight=weights.get(row.partner_id),
                nudges=tuple(nudged.get(row.pk, ())),
                links=open_links[row.pk],
            )
        )
    return _whole(actor, cycle, tuple(rows))


def call_list(actor: Actor, cycle: Cycle) -> list[BoardRow]:
    """Return the partners to call: late, and written to in vain or not to be written to. Raises Forbidden."""
    return [row for row in board(actor, cycle).rows if row.is_to_call]


def put_off(rows: Iterable[Request], today: date) -> set[int]:
    """Return which of these asks (as of `requests`; their ids) rest in the queue as late: put off, or spoken about."""
    keys = {f"measurement.late:{row.public_id}": row for row in rows}
    late = [
        Item(key, "", "", (), due=last_day_of(row), partner_id=row.partner_id) for key, row in keys.items()
    ]
    return {keys[key].pk for key in put_off_among(late, today)}


def is_late(row: Request, today: date) -> bool:
    """Whether an ask (as of `requests`) is not answered though its day has gone by, grace or not."""
    if row.state in (RequestState.SUBMITTED, RequestState.ACCEPTED, RequestState.RETURNED):  # type: ignore[attr-defined]
        return False
    due: date = row.cycle.due
    return today > max(due, row.extended_until or due)


def group_of(row: Request, today: date) -> str:
    """Return the group of the board that an ask (as of `requests`) stands in."""
    state = row.state  # type: ignore[attr-defined]
    if is_late(row, today):
        return "late"
    if state == RequestState.SUBMITTED:
        return "waiting"
    if state in (RequestState.RETURNED, RequestState.ACCEPTED):
        return str(state)
    return "extended" if row.extended_until else "open"


def _whole(actor: Actor, cycle: Cycle, rows: tuple[BoardRow, ...]) -> Board:
    today = clock.today(actor.initiative.timezone)
    counts = Counter(row.group for row in rows)
    inside = [row for row in rows if row.group in ("waiting", "accepted")]
    times = [
        row.submission.active_seconds
        for row in inside
        if row.submission and row.submission.active_seconds and not row.submission.on_behalf
    ]
    late = [row for row in rows if row.group == "late"]
    asleep = put_off([row.request for row in late], today)
    return Board(
        cycle=cycle,
        rows=rows,
        counts={name: counts[name] for name in GROUPS},
        volume_in=_share(inside, rows),
        volume_accepted=_share([row for row in rows if row.group == "accepted"], rows),
        on_time=Decimal(sum(_in_time(actor, row) for row in inside)) / len(rows) if inside or late else None,
        median_seconds=middle(times),
        to_link=sum(
            row.reach.first is not None and row.reach.first.user_id is None and not row.links
            for row in rows
            if row.group not in ("waiting", "accepted")
        ),
        out_of_reach=tuple(
            row for row in rows if row.group not in ("waiting", "accepted") and row.reach.first is None
        ),
        to_nudge=sum(
            row.reach.first is not None and today not in row.nudges and row.request.pk not in asleep
            for row in late
        ),
    )


def _in_time(actor: Actor, row: BoardRow) -> bool:
    if row.submission is None or row.submission.submitted_at is None:
        return False
    zone = ZoneInfo(actor.initiative.timezone)
    return row.submission.submitted_at.astimezone(zone).date() <= last_day_of(row.request)


def _share(part: Iterable[BoardRow], whole: Iterable[BoardRow]) -> Decimal | None:
    total = sum((row.weight for row in whole if row.weight is not None), Decimal(0))
    if not total:
        return None
    return sum((row.weight for row in part if row.weight is not None), Decimal(0)) / total


def _given(cycle: Cycle) -> dict[int, int]:
    """How many indicators each open hand-in says something about: a number, never what it says."""
    rows = Entry.objects.filter(submission__cycle=cycle).order_by().values("submission_id")
    counted = rows.annotate(n=Count("version__indicator_id", distinct=True))
    return dict(counted.values_list("submission_id", "n"))


def _weights(cycle: Cycle, partners: list[int]) -> dict[int, Decimal]:
    """Each partner's share of the last period's volume: the mean of its shares of the indicators that had one."""
    before = Period.from_dates(cycle.period_start, cycle.period_end).previous
    rows = Observation.objects.filter(
        partner__in=partners,
        period_start=before.start,
        period_end=before.end,
        cell__key="",
        superseded_at=None,
        status=ValueStatus.REPORTED,
    ).values_list("version__indicator_id", "partner_id", "numerator", "denominator")
    volumes: dict[int, dict[int, Decimal]] = {}
    for indicator, partner, numerator, denominator in rows:
        volume = denominator if denominator is not None else numerator
        if volume is not None:
            volumes.setdefault(indicator, {})[partner] = abs(volume)
    counted = [found for found in volumes.values() if sum(found.values())]
    shares: dict[int, Decimal] = {}
    for found in counted:
        whole = sum(found.values())
        for partner, volume in found.items():
            shares[partner] = shares.get(partner, Decimal(0)) + volume / whole / len(counted)
    return shares


def _nudges(cycle: Cycle) -> dict[int, list[date]]:
    days: dict[int, list[date]] = {}
    for request_id, day in (
        Nudge.objects.filter(request__cycle=cycle).order_by("-day").values_list("request_id", "day")
    ):
        days.setdefault(request_id, []).append(day)
    return days
