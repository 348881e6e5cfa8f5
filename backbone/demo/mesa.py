"""Mesa Valley Growing Strong: a young initiative with a few years of figures, and little yet to compare."""

from collections import defaultdict
from datetime import date, datetime

from backbone.demo import aims, contacts, neighbour_activities, neighbour_agendas
from backbone.demo import mesa_setting as setting
from backbone.demo.beginnings import begin
from backbone.demo.cast import Accounts
from backbone.demo.numbers import Row, count, mean, ratio, ratios_with_gap, wobbling
from backbone.demo.rhythm import Dates, Rhythm, last_over
from backbone.demo.stage import days
from measurement.periods import Period, between, parse

SOURCE = "Public Health Department, baseline report"
LATE = "eastgate-clinic"
FIRST_LIVED = 2025
FIRST_QUARTER = date(2025, 1, 1)
LIVED_QUARTERS = 2

# All of them out of 3,000 fifth graders; the north lies ahead of the south.
HEALTHY = {2021: (1788, "11.4"), 2023: (1767, "11.8"), 2025: (1752, "12.0")}
# Of each district's sample: north, south.
ACTIVE = {2024: ((68, 200), (56, 200)), 2025: ((70, 200), (60, 201))}
SUGARY = {2024: ((68, 199), (84, 199)), 2025: ((64, 200), (80, 200))}
PARKS = {2023: 97_200, 2024: 100_800, 2025: 109_800}
RESIDENTS = 180_000
WELLNESS = {2023: ((4, 11), (3, 9)), 2024: ((5, 11), (4, 9)), 2025: ((7, 11), (5, 9))}
BREASTFED = {2024: 990, 2025: 1024}
COUNSELLED = {2024: ((30, 48), (24, 96), (6, 10)), 2025: ((40, 50), (30, 100), (9, 10))}
CLINICS = ("pinyon-clinic", "valley-clinic", "eastgate-clinic")
MINUTES = {2024: (("10.0", 10), ("24.0", 40)), 2025: (("12.0", 10), ("30.0", 40))}
CHILDREN = {2024: (95, 60, 35), 2025: (120, 80, 50)}
PROGRAMS = ("parks", "bike-coalition", "food-bank")
POLICIES = {2024: 1, 2025: 3}
YEARS = (2021, 2023, 2024, 2025)

STORES = {"2025-Q2": 4, "2025-Q3": 9, "2025-Q4": 15}
PRESCRIBED = {"pinyon-clinic": 64, "valley-clinic": 118, "eastgate-clinic": 22, "food-bank": 140}

Handed = dict[str, list[Row]]


def tell(accounts: Accounts, now: datetime) -> None:
    """Load the initiative as it stands at `now` (aware)."""
    stage = begin(setting.SETTING, accounts, now)
    rhythm = Rhythm(stage, lead="marta", steward="eli", voices=setting.VOICES)
    ready = setting.SETTING.start + days(60)
    for year in YEARS:
        period = parse(str(year))
        dates = Dates.after(period, weeks=8).not_before(ready)
        rhythm.settled(period, _of_year(year), SOURCE, dates, lived=year >= FIRST_LIVED)
    present = last_over(now.date(), "quarterly")
    quarters = between("quarterly", FIRST_QUARTER, present.end)
    for place, period in enumerate(quarters):
        handed = _of_quarter(period)
        if period == present:
            rhythm.running(period, handed, accepted=["pinyon-clinic"], waiting=["food-bank"], days_left=9)
        elif period == present.previous:
            without = {partner: rows for partner, rows in handed.items() if partner != LATE}
            dates = Dates.after(period)
            rhythm.lived(period, without, dates)
            rhythm.close(period, dates)
        else:
            lived = place >= len(quarters) - 2 - LIVED_QUARTERS
            rhythm.settled(period, handed, SOURCE, Dates.after(period), lived=lived)
    aims.wish(stage, "marta", now.date() - days(20), aims.MESA, "Steering committee")
    neighbour_agendas.mesa(stage)
    neighbour_activities.mesa(stage)
    contacts.neighbours(stage, "marta")
    stage.play()


def _of_year(year: int) -> Handed:
    handed: Handed = defaultdict(list)
    health = handed["public-health"]
    if year in HEALTHY:
        healthy, gap = HEALTHY[year]
        health += ratios_with_gap(
            "healthy-weight", "district", (healthy, 3000), "south", "north", gap, "0.55"
        )
    if year in ACTIVE:
        health += _sampled("active-60", *ACTIVE[year])
        health += _sampled("sugary-drinks", *SUGARY[year])
        health += [ratio("breastfeeding", BREASTFED[year], 2000), count("policy-changes", POLICIES[year])]
    if year in PARKS:
        handed["planning"].append(ratio("park-walk", PARKS[year], RESIDENTS))
    for district, schools in zip(("north-schools", "south-schools"), WELLNESS.get(year, ()), strict=False):
        handed[district].append(ratio("schools-wellness", *schools))
    for district, (minutes, n) in zip(
        ("north-schools", "south-schools"), MINUTES.get(year, ()), strict=False
    ):
        handed[district].append(mean("active-class-minutes", minutes, n))
    for clinic, visits in zip(CLINICS, COUNSELLED.get(year, ()), strict=False):
        handed[clinic].append(ratio("well-child-counselling", *visits))
    for program, children in zip(PROGRAMS, CHILDREN.get(year, ()), strict=False):
        handed[program].append(count("children-in-programs", children))
    return {partner: rows for partner, rows in handed.items() if rows}


def _sampled(indicator: str, north: tuple[int, int], south: tuple[int, int]) -> list[Row]:
    """Rows of a survey: both samples together, and each district's own."""
    return [
        ratio(indicator, north[0] + south[0], north[1] + south[1]),
        ratio(indicator, *north, district="north"),
        ratio(indicator, *south, district="south"),
    ]


def _of_quarter(period: Period) -> Handed:
    since = (period.start.year - FIRST_QUARTER.year) * 4 + (period.start.month - 1) // 3
    handed = {
        partner: [count("produce-prescriptions", wobbling(base + base * since // 12, since + base))]
        for partner, base in PRESCRIBED.items()
    }
    if since > 0:
        handed["grocers"] = [count("corner-stores", STORES.get(period.code, 15 + 2 * (since - 3)))]
    return handed
