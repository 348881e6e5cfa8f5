"""What the initiatives of the demo want, and Riverbend's hour around one curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from backbone.demo.stage import Stage, days
from initiatives.kernel.access import Actor
from measurement import queries
from measurement import services as measuring


@dataclass(frozen=True)
class Wish:
    """A target: indicator, baseline with its year, target with its year."""

    code: str
    baseline: str
    since: int
    value: str
    by: int
    more: Mapping[str, Any] | None = None


RIVERBEND = (
    Wish("kindergarten-ready", "51.4", 2022, "70", 2030),
    Wish("grade-8-math", "29.8", 2022, "45", 2030),
    Wish("graduation", "82.0", 2022, "92", 2030),
    Wish("postsecondary-enrollment", "57.2", 2022, "68", 2030),
    Wish("postsecondary-completion", "34.6", 2022, "45", 2030),
    Wish("youth-not-in-work", "14.1", 2022, "8", 2030),
    Wish("chronic-absence", "27", 2022, "12", 2030),
    Wish("children-tutored", "96", 2022, "400", 2030),
    Wish("tutored-gaining", "58", 2022, "75", 2030),
    Wish("family-survey", "3.2", 2023, "4.2", 2030),
    Wish("home-visits", "71", 2023, "90", 2027),
)
HARBOR = (
    Wish("actively-homeless", "428", 2025, "250", 2028, {"baseline_date": date(2025, 9, 30)}),
    Wish("inflow", "70", 2025, "45", 2028, {"baseline_date": date(2025, 9, 30)}),
    Wish("outflow", "68", 2025, "85", 2028, {"baseline_date": date(2025, 9, 30)}),
    Wish("mean-days", "142", 2025, "60", 2028, {"baseline_date": date(2025, 6, 30)}),
    Wish("landlords-engaged", "22", 2025, "120", 2028, {"baseline_date": date(2025, 6, 30)}),
    Wish("returns", "21.4", 2023, "10", 2028),
    Wish("exits-permanent", "38", 2023, "60", 2028),
    Wish("first-time", "1310", 2023, "900", 2028),
    Wish("point-in-time", "612", 2023, "350", 2028),
    Wish("families-homeless", "190", 2023, "-40", 2028, {"basis": "relative"}),
)
MESA = (
    Wish("healthy-weight", "58.4", 2025, "64", 2031),
    Wish("active-60", "31.0", 2024, "45", 2031),
    Wish("sugary-drinks", "38.2", 2024, "25", 2031),
    Wish("park-walk", "54", 2023, "75", 2031),
    Wish("corner-stores", "4", 2025, "40", 2031, {"baseline_date": date(2025, 6, 30)}),
    Wish("schools-wellness", "35", 2023, "100", 2031),
    Wish("breastfeeding", "49.5", 2024, "60", 2031),
    Wish("active-class-minutes", "21.2", 2024, "45", 2031),
    Wish("policy-changes", "1", 2024, "10", 2031),
)
READING = Wish("grade-3-reading", "40.0", 2022, "60", 2030)
SESSION = date(2025, 4, 10)


def wish(stage: Stage, lead: str, day: date, wishes: tuple[Wish, ...], agreed_in: str) -> None:
    """Let the lead set the targets on a day, as they were agreed."""
    stage.plan(day, lead, partial(_set, stage=stage, wishes=wishes, agreed_in=agreed_in))


def _set(actor: Actor, stage: Stage, wishes: tuple[Wish, ...], agreed_in: str, reason: str = "") -> None:
    for one in wishes:
        given = {
            "baseline_value": Decimal(one.baseline),
            "baseline_date": date(one.since, 12, 31),
            "value": Decimal(one.value),
            "date": date(one.by, 12, 31),
            **(one.more or {}),
        }
        measuring.set_target(
            actor,
            stage.indicators[one.code],
            agreed_in=agreed_in,
            reason=reason
            or "Agreed by the partners that report it, from what comparable places have reached.",
            **given,
        )


def riverbend(stage: Stage) -> None:
    """Targets, the reading target raised once with its reason, and a session about grade 3 reading."""
    wish(stage, "ana", date(2023, 4, 12), RIVERBEND, "Leadership table, April 2023")
    lower = Wish("grade-3-reading", "40.0", 2022, "55", 2030)
    wish(stage, "ana", date(2023, 4, 12), (lower,), "Leadership table, April 2023")
    raised = partial(
        _set,
        stage=stage,
        wishes=(READING,),
        agreed_in="Leadership table, January 2024",
        reason="Both districts took up the new reading materials; 55 no longer stretches anybody.",
    )
    stage.plan(date(2024, 1, 24), "ana", raised)
    stage.plan(SESSION, "ana", partial(_session, stage=stage))


def _session(actor: Actor, stage: Stage) -> None:
    reading = queries.indicator(actor, "grade-3-reading")
    forecast = measuring.freeze_forecast(
        actor, reading, on=SESSION, periods=6, note="Tutoring and materials stay as they are in 2025."
    )
    session = measuring.start_session(
        actor,
        reading,
        result="All our children read well by the end of grade 3",
        held_on=SESSION,
        forecast=forecast,
    )
    measuring.tell_session(
        actor,
        session,
        is_ok="no",
        because="At this pace we end five to ten points short, and low-income families furthest of all.",
        story=[
            {"push": "up", "text": "New reading materials in 9 of 14 schools"},
            {"push": "up", "text": "Tutoring reaches 162 children, two thirds of them gain a level"},
            {"push": "down", "text": "Monday absence in Eastside: the first bus comes after the bell"},
            {"push": "down", "text": "Eleven classes without a permanent teacher since the fall"},
        ],
        partners=[
            {"partner": "riverbend-unified", "part": "materials, a permanent teacher for every class"},
            {"partner": "eastside-schools", "part": "materials, the bell and the bus"},
            {"partner": "read-with-me", "part": "tutoring in the four schools with most absence"},
            {"partner": "city-library", "part": "reading afternoons on Mondays"},
            {"name": "The transit authority", "part": "an earlier first bus on Mondays", "missing": True},
            {
                "name": "Landlords of the Mill Street flats",
                "part": "a quiet room for homework",
                "missing": True,
            },
        ],
        ideas=[
            _idea("Tutoring in the four schools with the highest absence", "some", 3, 2, 3, 3, chosen=True),
            _idea("The first Monday bus twenty minutes earlier", "low", 3, 2, 3, 3, chosen=True),
            _idea("Older pupils read with younger ones at lunch", "none", 2, 3, 3, 3, chosen=True),
            _idea("School begins at ten on Mondays", "none", 2, 1, 3, 2, wild=True),
        ],
    )
    for what, who, weeks in (
        ("Ask the transit authority for an earlier first bus on Mondays", "sam", 4),
        ("Move the tutoring teams to the four schools", "ana", 10),
        ("Begin lunch reading pairs in two schools", "ben", 6),
    ):
        owner = stage.people[who]
        measuring.add_session_action(actor, session, what=what, owner=owner, due=SESSION + days(7 * weeks))
    measuring.close_session(actor, session)


def _idea(
    text: str,
    cost: str,
    leverage: int,
    feasibility: int,
    specificity: int,
    values: int,
    *,
    chosen: bool = False,
    wild: bool = False,
) -> dict[str, Any]:
    return {
        "text": text,
        "cost": cost,
        "off_the_wall": wild,
        "leverage": leverage,
        "feasibility": feasibility,
        "specificity": specificity,
        "values": values,
        "chosen": chosen,
    }
