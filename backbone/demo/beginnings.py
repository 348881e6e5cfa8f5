"""How each initiative of the demo begins: who takes part, in which groups, and what they agree to measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from backbone.demo.cast import Accounts
from backbone.demo.stage import Measure, Person, Stage, days
from initiatives.kernel.access import Actor
from measurement import services as measuring


@dataclass(frozen=True)
class Circle:
    """A group with its co-chairs and members (keys of people)."""

    name: str
    purpose: str
    chairs: Sequence[str]
    members: Sequence[str]
    kind: str = "working_group"


@dataclass(frozen=True)
class Setting:
    """All that is there before the first figure.

    `places` are (code, name, parent), `partners` (code, name, sector, place), `dimensions` (code, name,
    categories as (code, name)); the first of `staff` is the steward of the figures.
    """

    slug: str
    name: str
    purpose: str
    timezone: str
    start: date
    lead: Person
    staff: Sequence[Person]
    people: Sequence[Person]
    places: Sequence[tuple[str, str, str]]
    partners: Sequence[tuple[str, str, str, str]]
    circles: Sequence[Circle]
    dimensions: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    measures: Sequence[Measure]

    @property
    def steward(self) -> Person:
        """Who defines what is measured and enters figures for partners without a voice of their own."""
        return self.staff[0]


def begin(setting: Setting, accounts: Accounts, now: datetime) -> Stage:
    """Start the initiative and plan its first two months; return its stage."""
    stage = Stage(setting.slug, setting.lead, accounts, now)
    stage.start(setting.start, name=setting.name, purpose=setting.purpose, timezone=setting.timezone)
    lead, steward, start = setting.lead.key, setting.steward.key, setting.start
    partners = [
        {"code": code, "name": name, "sector": sector, "place": place}
        for code, name, sector, place in setting.partners
    ]
    stage.plan(start, lead, partial(stage.settle_in, places=setting.places, partners=partners))
    stage.plan(start + days(14), lead, partial(_welcome, stage=stage, setting=setting))
    stage.plan(start + days(30), lead, partial(_gather, stage=stage, setting=setting))
    stage.plan(start + days(45), steward, partial(_define, stage=stage, setting=setting))
    agreed = start + days(52)
    for day in sorted({day for measure in setting.measures for day in measure.reporters.values()}):
        stage.plan(max(agreed, day), steward, partial(stage.agree, measures=setting.measures, day=day))
    return stage


def _welcome(actor: Actor, stage: Stage, setting: Setting) -> None:
    everybody = (*setting.staff, *setting.people)
    for person in everybody:
        stage.bring_in(actor, person)
    stage.make_contacts(actor, everybody)


def _gather(actor: Actor, stage: Stage, setting: Setting) -> None:
    for circle in setting.circles:
        stage.gather(actor, circle.name, circle.purpose, circle.chairs, circle.members, circle.kind)


def _define(actor: Actor, stage: Stage, setting: Setting) -> None:
    for code, name, categories in setting.dimensions:
        measuring.define_dimension(
            actor, code=code, name=name, categories=[{"code": c, "name": n} for c, n in categories]
        )
    stage.define(actor, setting.measures)
