"""Rules between indicators: which there are, what they find in a hand-in, what they would have found before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import partners
from measurement.kinds import kind, round_half_up
from measurement.kinds.between import Outcome, Term, Wording, held
from measurement.models import CheckRule, CheckRuleVersion, CheckTerm, Indicator, Observation
from measurement.periods import Period, PeriodError
from measurement.queries.series import Question, series
from measurement.queries.telling import MINUS, plain
from measurement.words import CheckOperator, CheckSeverity, ValueStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

WORDED = ("number", "operator", "constant", "tolerance", "missing", "severity", "message", "reason")
MOST_OBSERVATIONS = 20_000
MOST_FLAGGED = 200


@dataclass(frozen=True)
class Flagged:
    """A past hand-in that a rule would have flagged."""

    partner: str
    partner_name: str
    period: Period
    outcome: Outcome


@dataclass(frozen=True)
class Trial:
    """What a rule would have found: how many past hand-ins it looked at, how many it flags, the latest of those."""

    looked_at: int
    count: int
    flagged: tuple[Flagged, ...]


@dataclass(frozen=True)
class Balance:
    """An indicator's total beside what other figures make it: how far the data can be relied on.

    `share` is the difference in per cent of the actual figure.
    """

    rule: str
    says: str
    period: Period
    actual: Decimal
    expected: Decimal
    difference: Decimal
    share: Decimal | None


def check_rules(actor: Actor) -> QuerySet[CheckRule]:
    """Return the rules between indicators, each with `wordings`: its versions with their terms, newest first."""
    require(actor, Capability.VIEW_HAND_INS)
    terms = CheckTerm.objects.select_related("indicator").order_by("position", "id")
    versions = CheckRuleVersion.objects.select_related("made_by").order_by("-number")
    return CheckRule.objects.prefetch_related(
        Prefetch("versions", versions.prefetch_related(Prefetch("terms", terms)), to_attr="wordings")
    )


def check_rule(actor: Actor, public_id: UUID) -> CheckRule:
    """Return one rule as of `check_rules`. Raises NotFound."""
    found = check_rules(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def check_rule_rows(actor: Actor) -> QuerySet[CheckRule]:
    """Return the rules with the columns of their newest wording, and `left_terms` and `right_terms` as lists."""
    require(actor, Capability.VIEW_HAND_INS)
    newest = CheckRuleVersion.objects.filter(rule=OuterRef("pk")).order_by("-number")
    rows = CheckRule.objects.annotate(
        newest_id=Subquery(newest.values("pk")[:1]),
        **{name: Subquery(newest.values(name)[:1]) for name in WORDED},
    )
    return rows.annotate(left_terms=_terms_on("left"), right_terms=_terms_on("right"))


def _terms_on(side: str) -> ArraySubquery:
    terms = CheckTerm.objects.filter(version=OuterRef("newest_id"), side=side).order_by("position", "id")
    factor = Cast("factor", TextField())
    return ArraySubquery(
        terms.values(row=JSONObject(indicator="indicator__code", factor=factor, previous="previous"))
    )


def wording_of(version: CheckRuleVersion) -> Wording:
    """Return what a version of a rule says; its terms are read already."""
    sides: dict[str, list[Term]] = {"left": [], "right": []}
    for row in version.terms.all():
        sides[row.side].append(Term(row.indicator.code, row.indicator.name, row.factor, row.previous))
    return Wording(
        tuple(sides["left"]),
        version.operator,
        tuple(sides["right"]),
        version.constant,
        version.tolerance,
        version.missing,
    )


# --- in words ----------------------------------------------------------------------------------------------


def said(wording: Wording) -> str:
    """Return a rule in words: "Served is at most Enrolled"."""
    operator = str(CheckOperator(wording.operator).label)
    right = _side(wording.right, wording.constant)
    return f"{_side(wording.left)} {operator} {right}"


def _side(terms: Sequence[Term], constant: Decimal = Decimal(0)) -> str:
    words = ""
    for term in terms:
        sign = MINUS if term.factor < 0 else "+"
        words += f" {sign} " if words else (sign if sign == MINUS else "")
        size = abs(term.factor)
        name = _("%s of the period before") % term.name if term.previous else term.name
        words += name if size == 1 else f"{plain(size)} × {name}"
    if constant or not terms:
        sign = MINUS if constant < 0 else "+"
        words += f" {sign} {plain(abs(constant))}" if words else plain(constant)
    return words


def told_outcome(wording: Wording, outcome: Outcome) -> str:
    """Return how a rule came out, with the figures of both sides: "Served is 104, Enrolled 100: off by 4 (3.85 %)"."""
    if outcome.left is None or outcome.right is None:
        lacking = ", ".join(_side([term]) for term in outcome.lacking)
        return _("%(rule)s: there is no figure for %(lacking)s.") % {
            "rule": said(wording),
            "lacking": lacking,
        }
    words = {
        "rule": said(wording),
        "left": _short(outcome.left),
        "right": _short(outcome.right),
        "off": _short(abs(outcome.left - outcome.right)),
        "share": _short(outcome.share or Decimal(0)),
    }
    if wording.operator == CheckOperator.EQUAL and outcome.share is not None:
        return _("%(rule)s: it is %(left)s, expected were %(right)s, off by %(off)s (%(share)s %%).") % words
    return _("%(rule)s: the one is %(left)s, the other %(right)s.") % words


def _short(number: Decimal) -> str:
    return plain(round_half_up(number, 2))


# --- in a hand-in ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Broken:
    """A rule that a hand-in does not keep: at which indicator it is told, how grave it is, in which words."""

    code: str
    rule: str
    severity: str
    message: str


@dataclass(frozen=True)
class Ground:
    """What hand-ins are held against: the rules in force, and the accepted totals by partner, indicator and start."""

    rules: tuple[tuple[CheckRuleVersion, Wording], ...]
    accepted: Mapping[tuple[int, str, date], Decimal]


def ground_of(asks: Iterable[tuple[int, Period]], codes: Iterable[str]) -> Ground:
    """Return the ground for partners' hand-ins of periods. Two queries, four where there are rules."""
    rules = tuple((version, wording_of(version)) for version in _in_force(list(codes)))
    if not rules:
        return Ground((), {})
    wanted = {term.code for _version, wording in rules for term in wording.terms}
    pairs = [(partner, whole) for partner, period in asks for whole in (period, period.previous)]
    return Ground(rules, _accepted(wanted, pairs))


def broken_rules(
    given: Callable[[str], Decimal | None],
    codes: Iterable[str],
    partner_id: int,
    period: Period,
    ground: Ground,
) -> list[Broken]:
    """Return the rules that figures on their way do not keep (engine).

    `given` returns the figure that the hand-in holds for an indicator, `codes` names those it holds. What is in no
    hand-in is taken from what is accepted; so is the period before.
    """
    mine, accepted = list(dict.fromkeys(codes)), ground.accepted

    def figure(term: Term) -> Decimal | None:
        if term.previous:
            return accepted.get((partner_id, term.code, period.previous.start))
        held_here = given(term.code)
        return accepted.get((partner_id, term.code, period.start)) if held_here is None else held_here

    found = []
    for version, wording in ground.rules:
        at = next((term.code for term in wording.terms if term.code in mine and not term.previous), None)
        outcome = held(wording, figure)
        if at is None or outcome.state in ("holds", "left_out"):
            continue
        severity = CheckSeverity.NOTICE if outcome.state == "untold" else version.severity
        message = version.message if version.message and outcome.state == "broken" else ""
        told = told_outcome(wording, outcome)
        found.append(Broken(at, f"rule:{version.rule.public_id}", severity, f"{message} {told}".strip()))
    return found


def _in_force(codes: Sequence[str]) -> QuerySet[CheckRuleVersion]:
    """The newest wording of every rule in force that names one of the indicators."""
    newest = CheckRuleVersion.objects.filter(rule=OuterRef("rule")).order_by("-number").values("pk")[:1]
    naming = CheckTerm.objects.filter(indicator__code__in=codes, previous=False).values("version")
    terms = CheckTerm.objects.select_related("indicator").order_by("position", "id")
    return (
        CheckRuleVersion.objects.filter(rule__active=True, pk=Subquery(newest), pk__in=naming)
        .select_related("rule")
        .prefetch_related(Prefetch("terms", terms))
        .order_by("rule__name", "rule_id")
    )


def _accepted(
    codes: Iterable[str], pairs: Iterable[tuple[int, Period]]
) -> dict[tuple[int, str, date], Decimal]:
    whole = {(partner, period.start, period.end) for partner, period in pairs}
    rows = _totals(codes).filter(
        partner_id__in={partner for partner, _start, _end in whole},
        period_start__in={start for _partner, start, _end in whole},
    )
    return {
        (row.partner_id, row.code, row.period_start): figure  # type: ignore[attr-defined]
        for row in rows
        if (row.partner_id, row.period_start, row.period_end) in whole
        and (figure := _figure(row)) is not None
    }


def _totals(codes: Iterable[str]) -> QuerySet[Observation]:
    return (
        Observation.objects.filter(
            version__indicator__code__in=list(codes),
            cell__key="",
            superseded_at=None,
            status=ValueStatus.REPORTED,
        )
        .select_related("version")
        .annotate(code=F("version__indicator__code"))
    )


def _figure(row: Observation) -> Decimal | None:
    found = kind(row.version.kind)
    if not found.usable(row.numerator, row.denominator):
        return None
    return found.finish(row.numerator, row.denominator, row.version.multiplier)


# --- before, and over all ----------------------------------------------------------------------------------


def trial(actor: Actor, wording: Wording) -> Trial:
    """Return which past hand-ins a rule would have flagged, the latest first. Two queries."""
    require(actor, Capability.DEFINE)
    names = {pk: (code, name) for pk, code, name in partners(actor).values_list("id", "code", "name")}
    rows = _totals({term.code for term in wording.terms}).order_by("-period_start", "-id")
    figures: dict[tuple[int, Period, str], Decimal | None] = {}
    for row in rows[:MOST_OBSERVATIONS]:
        period = Period.from_dates(row.period_start, row.period_end)
        figures[row.partner_id, period, row.code] = _figure(row)  # type: ignore[attr-defined]
    now = {term.code for term in wording.terms if not term.previous}
    places = sorted({(period, pk) for pk, period, code in figures if code in now}, key=lambda p: p[1])
    looked_at, flagged = 0, []
    for period, pk in sorted(places, key=lambda p: p[0], reverse=True):
        outcome = held(wording, lambda term, pk=pk, period=period: figures.get(_key(pk, period, term)))  # type: ignore[misc]
        looked_at += outcome.state != "left_out"
        if outcome.state == "broken":
            flagged.append(Flagged(*names[pk], period, outcome))
    return Trial(looked_at, len(flagged), tuple(flagged[:MOST_FLAGGED]))


def _key(partner_id: int, period: Period, term: Term) -> tuple[int, Period, str]:
    try:
        return partner_id, period.previous if term.previous else period, term.code
    except PeriodError:  # nothing comes before the first year
        return 0, period, term.code


def balances(actor: Actor, indicator: Indicator) -> list[Balance]:
    """Return, by period, an indicator's total beside what the rules that make it equal to others expect.

    The figures are those that this actor reads in the series; where one is hidden or missing there is no balance.
    """
    require(actor, Capability.VIEW)
    found: list[Balance] = []
    read: dict[str, dict[Period, Decimal | None]] = {}

    def totals(code: str) -> dict[Period, Decimal | None]:
        if code not in read:
            named = Indicator.objects.get(code=code)
            read[code] = {p.period: p.value for p in series(actor, named, Question()).points}
        return read[code]

    for version in _in_force([indicator.code]):
        wording = wording_of(version)
        if wording.operator != CheckOperator.EQUAL or not _is_of(wording, indicator.code):
            continue
        for period in sorted(totals(indicator.code)):
            outcome = held(
                wording,
                lambda term, period=period: totals(term.code).get(  # type: ignore[misc]
                    period.previous if term.previous else period
                ),
            )
            if outcome.left is None or outcome.right is None or outcome.difference is None or outcome.lacking:
                continue
            found.append(
                Balance(
                    version.rule.name,
                    said(wording),
                    period,
                    outcome.left,
                    outcome.right,
                    outcome.difference,
                    outcome.share,
                )
            )
    return found


def _is_of(wording: Wording, code: str) -> bool:
    left = wording.left
    return len(left) == 1 and left[0].code == code and left[0].factor == 1 and not left[0].previous
