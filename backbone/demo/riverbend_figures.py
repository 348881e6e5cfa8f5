"""The figures of Riverbend: per period, what each partner reports."""

from collections import defaultdict

from backbone.demo.numbers import (
    Row,
    count,
    counts_crossed,
    mean,
    ratio,
    ratios_by,
    ratios_with_gap,
    shares,
    wobbling,
)
from backbone.demo.riverbend_measures import LEFT
from measurement.periods import Period, parse

YEARS = (2021, 2022, 2023, 2024, 2025)
REVISED = "2023"

READY = ((1563, 3000), (1542, 3000), (1590, 3000), (1626, 3000), (1677, 3000))
READY_GAPS = ("22.4", "22.6", "21.0", "19.8", "18.5")
READING = ((1133, 2750), (1104, 2760), (1162, 2800), (1199, 2750), (1260, 2800))
READING_GAPS = ("27.6", "28.0", "26.9", "25.4", "24.1")
# What stood for 2023 until the late results of two schools came in.
READING_AT_FIRST = (1151, 2800)
MATH = ((990, 3000), (894, 3000), (915, 3000), (957, 3000), (1002, 3000))
MATH_GAPS = ("24.0", "25.8", "25.1", "24.6", "23.9")
GRADUATION = ((2445, 3000), (2460, 3000), (2493, 3000), (2532, 3000), (2556, 3000))
SEXES = {"girls": (1296, 1488), "boys": (1252, 1498), "not-stated": (9, 14)}
ENROLLMENT = ((1178, 2000), (1144, 2000), (1140, 2000), (1162, 2000), (1176, 2000))
COMPLETION = ((680, 2000), (692, 2000), (702, 2000), (718, 2000), (724, 2000))
NEITHER = ((1628, 11000), (1551, 11000), (1452, 11000), (1397, 11000), (1309, 11000))

TUTORED = {2022: 96, 2023: 140, 2024: 162, 2025: 180}
GAINING = {
    2022: {"read-with-me": (33, 55), "harbor-youth": (14, 25), "city-library": (9, 16)},
    2023: {"read-with-me": (46, 75), "harbor-youth": (24, 39), "city-library": (15, 26)},
    2024: {
        "read-with-me": (55, 86),
        "harbor-youth": (29, 45),
        "city-library": (14, 24),
        "faith-network": (4, 7),
    },
    2025: {
        "read-with-me": (62, 95),
        "harbor-youth": (33, 50),
        "city-library": (17, 27),
        "faith-network": (5, 8),
    },
}
SURVEY = {
    2023: {
        "riverbend-unified": ("3.3", 300),
        "eastside-schools": ("3.1", 200),
        "parents-united": ("3.1", 100),
    },
    2024: {
        "riverbend-unified": ("3.4", 300),
        "eastside-schools": ("3.2", 200),
        "parents-united": ("3.2", 100),
    },
    2025: {
        "riverbend-unified": ("3.5", 400),
        "eastside-schools": ("3.6", 150),
        "parents-united": ("3.2", 50),
    },
}

# Of 44,000 pupils seen in the four quarters of a year; more are absent in winter.
ABSENT = {2021: 9240, 2022: 11880, 2023: 10560, 2024: 9240, 2025: 8140}
WINTERS = (330, 0, -440, 110)
GRADES = {"k": (32, 25), "1": (26, 25), "2": (22, 25), "3": (20, 25)}

VISITED = {2022: 71, 2023: 74, 2024: 78, 2025: 80}
VISIT_OFFSETS = (-4, 2, -2, 4)
VISITORS = {
    "early-learning": (39, 40),
    "bright-start": (23, 22),
    "little-steps": (16, 16),
    "pediatric-clinic": (13, 12),
    "parents-united": (9, 10),
}
ROSTERS = {"read-with-me": 78, "harbor-youth": 44, "city-library": 22, "faith-network": 9, LEFT: 21}
ROSTER_GRADES = ("grade", {"k": 1, "1": 2, "2": 3, "3": 4})
ROSTER_SEXES = ("sex", {"girls": 12, "boys": 13, "not-stated": 1})
SESSIONS = {"read-with-me": 620, "harbor-youth": 310, "city-library": 140, "faith-network": 52, LEFT: 120}
SCHOOL_IN_SESSION = (100, 98, 62, 104)  # per cent of a full quarter
BOOKS = {
    "city-library": 820,
    "read-with-me": 260,
    "bright-start": 120,
    "little-steps": 90,
    "pediatric-clinic": 210,
    "faith-network": 60,
}
BOOK_SEASONS = (95, 100, 118, 104)
HOURS = {"read-with-me": 410, "harbor-youth": 260, "parents-united": 130, LEFT: 95}
JOINED = {"city-library": {"pupils-in-tutoring": 2, "tutoring-sessions": 2}}
FAITH_JOINED = 8
NUDGES = {
    "riverbend-unified": 640,
    "eastside-schools": 410,
    "harbor-youth": 130,
    "parents-united": 95,
    "faith-network": 40,
}
SUMMER = (6, 7, 8)
HOURS_BREAK = parse("2023-Q3")
HOURS_END = parse("2024-Q4")

Handed = dict[str, list[Row]]


def of_year(year: int) -> Handed:
    """What the partners report for a year (2021 to 2025), with reading in 2023 as it stood at first."""
    place = YEARS.index(year)
    reading = READING_AT_FIRST if str(year) == REVISED else READING[place]
    handed: Handed = defaultdict(list)
    handed["early-learning"] += ratios_with_gap(
        "kindergarten-ready", "income", READY[place], "low-income", "other", READY_GAPS[place], "0.5"
    )
    handed["state-university"] += [
        *reading_rows(reading, place),
        *ratios_with_gap(
            "grade-8-math", "income", MATH[place], "low-income", "other", MATH_GAPS[place], "0.48"
        ),
        *ratios_by("graduation", "sex", GRADUATION[place], SEXES),
        ratio("postsecondary-enrollment", *ENROLLMENT[place]),
        ratio("postsecondary-completion", *COMPLETION[place]),
        ratio("youth-not-in-work", *NEITHER[place]),
    ]
    if year in TUTORED:
        handed["read-with-me"].append(count("children-tutored", TUTORED[year]))
    for partner, parts in GAINING.get(year, {}).items():
        handed[partner].append(ratio("tutored-gaining", *parts))
    for partner, (average, n) in SURVEY.get(year, {}).items():
        handed[partner].append(mean("family-survey", average, n))
    return dict(handed)


def reading_rows(whole: tuple[int, int], place: int) -> list[Row]:
    """Grade 3 reading of the year at `place`, by family income."""
    gap = READING_GAPS[place]
    return ratios_with_gap("grade-3-reading", "income", whole, "low-income", "other", gap, "0.5")


def revised_reading() -> list[Row]:
    """Grade 3 reading of 2023 with the late results."""
    place = YEARS.index(int(REVISED))
    return reading_rows(READING[place], place)


def of_quarter(period: Period) -> Handed:
    """What the partners report for a quarter, from 2021 on."""
    handed: Handed = defaultdict(list)
    handed["state-university"] += absence(period)
    quarter = (period.start.month - 1) // 3
    number = (period.start.year - 2022) * 4 + quarter
    if number < 0:
        return dict(handed)
    _visits(handed, period, quarter)
    for partner, base in ROSTERS.items():
        if _reports(partner, "pupils-in-tutoring", number):
            total = wobbling(base + base * number // 50, number + base, 4)
            handed[partner] += counts_crossed("pupils-in-tutoring", total, ROSTER_GRADES, ROSTER_SEXES)
    for partner, base in SESSIONS.items():
        if _reports(partner, "tutoring-sessions", number):
            full = wobbling(base + base * number // 30, number + base)
            handed[partner].append(count("tutoring-sessions", full * SCHOOL_IN_SESSION[quarter] // 100))
    for partner, base in BOOKS.items():
        full = wobbling(base + base * number // 40, number + base)
        handed[partner].append(count("books-given", full * BOOK_SEASONS[quarter] // 100))
    _hours(handed, period, number)
    return dict(handed)


def of_month(period: Period) -> Handed:
    """What the partners report for a month."""
    number = period.start.year * 12 + period.start.month
    school = 20 if period.start.month in SUMMER else 100
    return {
        partner: [count("attendance-nudges", wobbling(base, number + base, 9) * school // 100)]
        for partner, base in NUDGES.items()
    }


def absence(period: Period) -> list[Row]:
    """Chronic absence of a quarter; after 2025 it goes on falling, more slowly."""
    year, quarter = period.start.year, (period.start.month - 1) // 3
    if year in ABSENT:
        absent = ABSENT[year] // 4 + WINTERS[quarter]
    else:
        since = (year - 2026) * 4 + quarter
        absent = max(1980 - 22 * since, 1320) + WINTERS[quarter] // 2
    return ratios_by("chronic-absence", "grade", (absent, 11000), GRADES)


def _reports(partner: str, indicator: str, number: int) -> bool:
    if partner == "faith-network":
        return number >= FAITH_JOINED
    return number >= JOINED.get(partner, {}).get(indicator, 0)


def _visits(handed: Handed, period: Period, quarter: int) -> None:
    year = period.start.year
    percent = VISITED.get(year) or min(80 + year - 2025, 90)
    on_time = shares(percent * 4 + VISIT_OFFSETS[quarter], [top for top, _base in VISITORS.values()])
    enrolled = shares(400, [base for _top, base in VISITORS.values()])
    for partner, top, base in zip(VISITORS, on_time, enrolled, strict=True):
        handed[partner].append(ratio("home-visits", min(top, base), base))


def _hours(handed: Handed, period: Period, number: int) -> None:
    if period > HOURS_END:
        return
    counted = 100 if period < HOURS_BREAK else 68
    for partner, base in HOURS.items():
        handed[partner].append(count("volunteer-hours", wobbling(base, number + base) * counted // 100))
