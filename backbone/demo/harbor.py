"""Harbor County Home for Good: a list by name, its flows month by month, and one month that does not balance."""

from collections import defaultdict
from datetime import date, datetime

from backbone.demo import aims, checks, contacts, heads, neighbour_activities, neighbour_agendas, published
from backbone.demo import harbor_setting as setting
from backbone.demo.beginnings import begin
from backbone.demo.cast import Accounts
from backbone.demo.numbers import Row, count, counts_by, mean, ratio, shares, wobbling
from backbone.demo.rhythm import Dates, Rhythm, last_over
from backbone.demo.stage import Stage, days
from measurement.periods import Period, between, parse

SOURCE = "County Human Services, yearly reports"
LIVED_MONTHS = 2
FIRST_MONTH = date(2025, 9, 1)
LATE = "st-brigid-shelter"
ACCEPTED = ("human-services", "city-police", "behavioral-health")
WAITING = "lighthouse-shelter"

# Month end, in and out, from September 2025 to February 2026. 410 + 62 - 70 is 402; 406 was entered.
LISTED = (428, 424, 419, 415, 410, 406)
IN = (70, 66, 64, 61, 63, 62)
OUT = (68, 70, 69, 65, 68, 70)
ROUTES = {"new": 38, "from-housing": 9, "from-inactive": 15}
EXITS = {"housed": 52, "inactive": 18}
RACES = {"white": 27, "black": 13, "hispanic": 6, "native": 3, "another": 1}
CONTACTS = {
    "city-police": 210,
    "lighthouse-shelter": 160,
    "st-brigid-shelter": 90,
    "second-door": 70,
    "legal-aid": 45,
    "behavioral-health": 120,
}

# From the second quarter of 2025 on; later ones go on from the last.
FIRST_QUARTER = date(2025, 4, 1)
RELIABLE = (961, 978, 1000)
DAYS = (142, 138, 131)
LANDLORDS = ((14, 8), (26, 15), (37, 21))

YEARS = (2023, 2024, 2025)
RETURNS = (214, 202, 189)  # of 1,000
HOUSED = (228, 246, 264)  # of 600
SHELTERS = {"lighthouse-shelter": 5, "st-brigid-shelter": 3, "second-door": 4}
FIRST_TIME = (1310, 1255, 1190)
COUNTED = (612, 598, 561)
FAMILIES = (190, 184, 171)
SERVED = {"city-police": (96, 108, 120), "behavioral-health": (61, 70, 80), "faith-coalition": (33, 41, 50)}
MATCHED = (160, 181, 207)

Handed = dict[str, list[Row]]


def tell(accounts: Accounts, now: datetime) -> None:
    """Load the initiative as it stands at `now` (aware)."""
    stage = begin(setting.SETTING, accounts, now)
    rhythm = Rhythm(stage, lead="zoe", steward="wes", voices=setting.VOICES)
    for place, year in enumerate(YEARS):
        period = parse(str(year))
        rhythm.settled(period, _of_year(place), SOURCE, Dates.after(period, weeks=8), lived=year == YEARS[-1])
    for place, period in enumerate(between("quarterly", FIRST_QUARTER, now.date())):
        rhythm.settled(period, _of_quarter(place), SOURCE, Dates.after(period), lived=False)
    _months(stage, rhythm)
    checks.of_the_list(stage, "zoe")
    heads.matched(stage, "wes", {str(year): MATCHED[place] for place, year in enumerate(YEARS)})
    aims.wish(stage, "zoe", now.date() - days(20), aims.HARBOR, "Steering committee")
    neighbour_agendas.harbor(stage)
    published.harbor(stage, "zoe")
    neighbour_activities.harbor(stage)
    contacts.neighbours(stage, "zoe")
    stage.play()


def _of_year(place: int) -> Handed:
    handed: Handed = defaultdict(list)
    handed["human-services"] += [
        ratio("returns", RETURNS[place], 1000),
        count("first-time", FIRST_TIME[place]),
        count("point-in-time", COUNTED[place]),
        count("families-homeless", FAMILIES[place]),
        count("outreach-people-matched", MATCHED[place]),
    ]
    weights = list(SHELTERS.values())
    for shelter, housed, left in zip(
        SHELTERS, shares(HOUSED[place], weights), shares(600, weights), strict=True
    ):
        handed[shelter].append(ratio("exits-permanent", housed, left))
    for partner, served in SERVED.items():
        handed[partner].append(count("outreach-people", served[place]))
    return dict(handed)


def _of_quarter(place: int) -> Handed:
    later = max(place - len(DAYS) + 1, 0)
    place = min(place, len(DAYS) - 1)
    homes, authority = LANDLORDS[place]
    return {
        "human-services": [
            ratio("data-reliability", RELIABLE[place] - 9 * (later % 2), 1000),
            mean("mean-days", str(max(DAYS[place] - 4 * later, 60)), 200 + 5 * place),
        ],
        "landlords": [count("landlords-engaged", homes + 5 * later)],
        "housing-authority": [count("landlords-engaged", authority + 3 * later)],
    }


def _months(stage: Stage, rhythm: Rhythm) -> None:
    today = stage.now.date()
    present = last_over(today, "monthly")
    months = between("monthly", FIRST_MONTH, present.end)
    listed = _list_of(len(months))
    for place, period in enumerate(months):
        handed = _of_month(place, listed[place])
        if place < len(months) - 2:
            lived = place >= len(months) - 2 - LIVED_MONTHS
            rhythm.settled(period, handed, SOURCE, Dates.after(period, weeks=2), lived=lived)
        elif period != present:
            without = {partner: rows for partner, rows in handed.items() if partner != LATE}
            dates = _ending_by(period, today)
            rhythm.lived(period, without, dates)
            rhythm.close(period, dates)
        else:
            rhythm.running(period, handed, accepted=ACCEPTED, waiting=[WAITING], days_left=6)


def _ending_by(period: Period, today: date) -> Dates:
    dates = Dates.after(period, weeks=2)
    return Dates(dates.opens, min(dates.due, today - days(6)))


def _flows(place: int) -> tuple[int, int]:
    """In and out of a month; after those that are given, somewhat more leave than come."""
    if place < len(IN):
        return IN[place], OUT[place]
    into = wobbling(61, place, 5)
    return into, wobbling(66, place + 3, 5)


def _list_of(months: int) -> list[int]:
    """The list at the end of each month: as given, then what the flows make of it, never below 250."""
    listed = list(LISTED[:months])
    for place in range(len(listed), months):
        into, out = _flows(place)
        listed.append(max(listed[-1] + into - out, 250))
    return listed


def _of_month(place: int, listed: int) -> Handed:
    into, out = _flows(place)
    handed: Handed = {
        "human-services": [
            count("actively-homeless", listed),
            *counts_by("inflow", "route", into, ROUTES),
            *counts_by("outflow", "exit", out, EXITS),
            *counts_by("veterans-homeless", "race", max(50 - place, 20), RACES),
        ]
    }
    for partner, base in CONTACTS.items():
        handed[partner] = [count("outreach-contacts", wobbling(base, place + base, 12))]
    return handed
