"""Taking indicators in from the starter packs, and the first choice of an initiative that is being set up."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.codes import RESERVED_CODES
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.queries import partners
from measurement import periods
from measurement.models import Indicator
from measurement.packs import PACKS, PackIndicator
from measurement.services.collection import assign
from measurement.services.definitions import define_indicator
from measurement.words import Cadence, Kind, Level, State


@transaction.atomic
def take_from_packs(actor: Actor, *, codes: Sequence[str], state: str = State.PROPOSED) -> list[Indicator]:
    """Define the pack indicators of these codes with their whole sheets, as proposals or active; all or none.

    Raises DomainError at `codes` or `state`, Conflict where a code is in use already.
    """
    require(actor, Capability.DEFINE)
    if state not in (State.PROPOSED, State.ACTIVE):
        raise DomainError("invalid_choice", _("Take them in as proposed or as active."), "state")
    return [
        define_indicator(actor, code=row.code, state=state, **row.values()) for row in _wanted(codes, "codes")
    ]


@transaction.atomic
def choose_first(
    actor: Actor, *, picked: Sequence[str], own: Sequence[str], cadence: str, everybody: bool
) -> list[Indicator]:
    """Begin with indicators of the packs and `own` ones, known by a name and counted; all are active headlines.

    Figures of partners are collected by `cadence`; those of the whole community keep the pack's, for their source
    sets it. With `everybody` each active partner reports the partners' figures, from the period that has just ended.
    Raises DomainError at `picked` or `own`, Conflict where there would be too many headlines.
    """
    require(actor, Capability.DEFINE)
    rows = _wanted(picked, "picked") if picked else []
    made = [
        define_indicator(
            actor,
            code=row.code,
            headline=True,
            **{**row.values(), **({} if row.level == Level.COMMUNITY else {"cadence": cadence})},
        )
        for row in rows
    ]
    used = set(Indicator.objects.values_list("code", flat=True)) | RESERVED_CODES
    for name in own:
        if len(name) > 200:
            raise DomainError("too_long", _("This name is too long: %s") % name[:40], "own")
        code = _free_code(name, used)
        used.add(code)
        made.append(
            define_indicator(actor, code=code, name=name, cadence=cadence, kind=Kind.COUNT, headline=True)
        )
    if everybody:
        _ask_everybody(actor, made, cadence)
    return made


def _wanted(codes: Sequence[str], field: str) -> list[PackIndicator]:
    """Return the rows of the packs. Raises DomainError at `field` for an unknown code, Conflict for a used one."""
    offered = {row.code: row for pack in PACKS for row in pack.indicators}
    if not codes:
        raise DomainError("required", _("Choose at least one indicator."), field)
    for code in codes:
        if code not in offered:
            raise DomainError("unknown_indicator", _("No pack has an indicator “%s”.") % code, field)
    taken = set(Indicator.objects.filter(code__in=codes).values_list("code", flat=True))
    if taken:
        raise Conflict("code_taken", _("In use already: %s.") % ", ".join(sorted(taken)), field)
    return [offered[code] for code in dict.fromkeys(codes)]


def _ask_everybody(actor: Actor, made: Sequence[Indicator], cadence: str) -> None:
    fiscal = actor.initiative.fiscal_year_start if cadence == Cadence.YEARLY else None
    # The first hand-in may ask for the period that has just ended.
    starts_on = periods.of(clock.today(actor.initiative.timezone), cadence, fiscal).previous.start
    reporters = list(partners(actor).filter(state="active"))
    for indicator in made:
        if indicator.level != Level.COMMUNITY:
            for partner in reporters:
                assign(actor, partner=partner, indicator=indicator, starts_on=starts_on)


def _free_code(name: str, used: set[str]) -> str:
    stem = slugify(name)[:40].strip("-") or "indicator"
    code, number = stem, 2
    while code in used:
        code, number = f"{stem}-{number}", number + 1
    return code
