"""Many figures at once, over many partners and periods: all or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError, FieldError, Forbidden
from initiatives.outbox import record
from initiatives.queries import partners as partners_of
from measurement.cells import Combination
from measurement.events import FiguresLoaded
from measurement.kinds import EntryError
from measurement.models import Cycle, Observation, Submission
from measurement.periods import Period, PeriodError, parse
from measurement.queries.catalogue import catalogue
from measurement.queries.entries import Given, kind_of
from measurement.queries.findings import sums
from measurement.services.collection import assign_reported, cycles_for, hold_cycles
from measurement.services.entries import given
from measurement.services.observations import Accepted, accept_values, hold_partners
from measurement.services.submissions import hand_in_values
from measurement.words import CycleState, SubmissionState

LIMIT = 20_000
MOST_ERRORS = 500


@dataclass(frozen=True)
class Row:
    """One checked row of a bulk: `number` counts from 0."""

    number: int
    partner_id: int
    period: Period
    value: Given


@dataclass
class Loaded:
    """What a bulk did: figures new or changed, hand-ins touched, and what the checks found (not blocking)."""

    observations: int = 0
    submissions: list[Submission] = field(default_factory=list)
    findings: list[FieldError] = field(default_factory=list)


@transaction.atomic
def load(
    actor: Actor,
    rows: Sequence[Mapping[str, Any]],
    *,
    submit: bool,
    accept: bool,
    reason: str = "",
    source: str = "",
    historic: bool = False,
    limit: int = LIMIT,
) -> Loaded:
    """Take rows (keys of `entries.given`, and partner and period by code) in; all or nothing.

    With `accept` they become observations at once: for those who may review, where the initiative allows
    self-acceptance or the figures are history with a `source` (`historic`: the caller has asked
    `queries.history`). With `submit` alone they wait for
    review; with neither they are drafts. A row equal to what stands changes nothing; one that differs from an
    accepted figure needs a `reason`. Raises DomainError listing the faults as `observations.<row>.<field>`.
    """
    require(actor, Capability.HAND_IN)
    if len(rows) > limit:
        raise DomainError("too_many", _("At most %d figures go in at once.") % limit, "observations")
    if not rows:
        raise DomainError("required", _("There are no figures in it."), "observations")
    if accept:
        _require_acceptance(actor, source, historic)
    checked, findings = _check(actor, rows)
    loaded = Loaded(findings=findings)
    if accept:
        _accept(actor, checked, loaded, reason=reason, source=source)
    else:
        _hand_in(actor, checked, loaded, submit=submit, source=source)
    record(
        actor,
        FiguresLoaded(
            f"initiative:{actor.initiative.slug}",
            observations=loaded.observations,
            submissions=len(loaded.submissions),
            accepted=accept,
            source=source,
        ),
    )
    return loaded


def _require_acceptance(actor: Actor, source: str, historic: bool) -> None:
    require(actor, Capability.REVIEW)
    if actor.initiative.self_acceptance or (historic and source):
        return
    raise Forbidden(_("Somebody else must accept what you hand in."), "own_submission")


def _check(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> tuple[list[Row], list[FieldError]]:
    sheets = catalogue()
    partners = dict(partners_of(actor).values_list("code", "id"))
    periods: dict[str, Period] = {}
    seen: dict[tuple[int, int, Period, Combination], int] = {}
    checked: list[Row] = []
    errors: list[FieldError] = []
    findings: list[FieldError] = []
    for number, row in enumerate(rows):
        try:
            item = _row(actor, number, row, sheets, partners, periods)
            if not item.value.answered:
                raise DomainError("required", _("Give a number, or say why there is none."), "value")
            kind = kind_of(item.value.version)
            if item.value.status == "reported":
                parts = item.value.parts()
                for check in kind.checks(parts, multiplier=item.value.version.multiplier):
                    fault = FieldError(f"observations.{number}.value", check.rule, check.message)
                    (errors if check.severity == "block" else findings).append(fault)
        except EntryError as fault:
            errors.append(
                FieldError(f"observations.{number}.{fault.field or 'value'}", fault.code, fault.message)
            )
            continue
        except DomainError as fault:
            errors += [
                FieldError(f"observations.{number}.{e.field}", e.code, e.message) for e in fault.errors
            ]
            continue
        first = seen.setdefault(
            (item.partner_id, item.value.version.pk, item.period, item.value.cell), number
        )
        if first != number:
            message = _("This figure stands twice: see row %d.") % (first + 1)
            errors.append(FieldError(f"observations.{number}.indicator", "duplicate", message))
        checked.append(item)
    for found, severity in _sums(checked):
        (errors if severity == "block" else findings).append(found)
    if errors:
        summary = _("%d faults; nothing was taken in.") % len(errors)
        raise DomainError("invalid", summary, errors=errors[:MOST_ERRORS])
    return checked, findings


def _sums(checked: Sequence[Row]) -> Iterator[tuple[FieldError, str]]:
    """Totals beside their categories, within each hand-in."""
    reported = [row for row in checked if row.value.status == "reported"]
    for (_partner, period), rows in _by_hand_in(reported).items():
        if any(row.value.cell for row in rows):
            values = [row.value for row in rows]
            for finding in sums(values, [value.parts() for value in values], period.end):
                number = rows[finding.position].number
                yield (
                    FieldError(f"observations.{number}.value", finding.rule, finding.message),
                    finding.severity,
                )


def _row(
    actor: Actor,
    number: int,
    row: Mapping[str, Any],
    sheets: Mapping[str, Any],
    partners: Mapping[str, int],
    periods: dict[str, Period],
) -> Row:
    code = str(row.get("partner") or "")
    partner_id = partners.get(code)
    if partner_id is None:
        raise DomainError("unknown_partner", _("There is no partner “%s”.") % code, "partner")
    if not actor.may(Capability.HAND_IN, partner_id):
        raise DomainError("not_yours", _("You hand in for your own organisation only."), "partner")
    text = str(row.get("period") or "")
    if text not in periods:
        try:
            periods[text] = parse(text)
        except PeriodError as error:
            raise DomainError("bad_period", str(error), "period") from error
    return Row(number, partner_id, periods[text], given(sheets, periods[text], row))


def _by_hand_in(checked: Sequence[Row]) -> dict[tuple[int, Period], list[Row]]:
    groups: dict[tuple[int, Period], list[Row]] = defaultdict(list)
    for row in checked:
        groups[row.partner_id, row.period].append(row)
    return groups


def _accept(actor: Actor, checked: Sequence[Row], loaded: Loaded, *, reason: str, source: str) -> None:
    cycles = cycles_for(actor, {row.period for row in checked})
    held = {cycle.pk: cycle for cycle in hold_cycles(cycle.pk for cycle in cycles.values())}
    cycles = {period: held[cycle.pk] for period, cycle in cycles.items()}
    hold_partners(row.partner_id for row in checked)
    if not reason:
        _refuse_locked(checked, cycles)
    now = clock.now()
    groups = _by_hand_in(checked)
    submissions = Submission.objects.bulk_create(
        [
            Submission(
                cycle=cycles[period],
                partner_id=partner_id,
                state=SubmissionState.ACCEPTED,
                reason=reason,
                source=source,
                on_behalf=actor.partner_id != partner_id,
                created_by=actor.user,
                created_at=now,
                saved_at=now,
                submitted_by=actor.user,
                submitted_at=now,
                decided_by=actor.user,
                decided_at=now,
                self_accepted=True,
            )
            for partner_id, period in groups
        ]
    )
    by_group = dict(zip(groups, submissions, strict=True))
    starts: dict[tuple[int, int], Any] = {}
    for row in checked:
        pair = (row.partner_id, row.value.version.indicator_id)
        starts[pair] = min(starts.get(pair, row.period.start), row.period.start)
    assign_reported(starts)
    loaded.observations = accept_values(
        actor,
        [
            Accepted(
                row.number,
                by_group[row.partner_id, row.period].pk,
                row.partner_id,
                row.period,
                row.value,
                row.value.parts(),
            )
            for row in checked
        ],
        revising=bool(reason),
    )
    # A hand-in that changed nothing leaves no trace.
    speaking = set(
        Observation.objects.filter(submission__in=submissions).values_list("submission_id", flat=True)
    )
    loaded.submissions = [row for row in submissions if row.pk in speaking]
    Submission.objects.filter(pk__in=[row.pk for row in submissions if row.pk not in speaking]).delete()


def _refuse_locked(checked: Sequence[Row], cycles: Mapping[Period, Cycle]) -> None:
    message = _("This cycle is locked; its figures change by a revision with a reason.")
    errors = [
        FieldError(f"observations.{row.number}.period", "locked", message)
        for row in checked
        if cycles[row.period].state == CycleState.LOCKED
    ]
    if errors:
        raise DomainError("locked", message, errors=errors[:MOST_ERRORS])


def _hand_in(actor: Actor, checked: Sequence[Row], loaded: Loaded, *, submit: bool, source: str) -> None:
    partners = {partner.pk: partner for partner in partners_of(actor)}
    cycles = cycles_for(actor, {row.period for row in checked})
    hold_cycles(cycle.pk for cycle in cycles.values())
    for (partner_id, period), rows in sorted(_by_hand_in(checked).items()):
        submission = hand_in_values(
            actor,
            partner=partners[partner_id],
            period=period,
            values=[row.value for row in rows],
            submit_now=submit,
            source=source,
        )
        loaded.submissions.append(submission)
    loaded.observations = len(checked)
