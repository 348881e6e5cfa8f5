"""Riverbend Cradle to Career: what is measured, and who reports it."""

from datetime import date

from backbone.demo.stage import Measure

# The partner that left on the way.
LEFT = "summit-after-school"
FIRST_NUDGES = date(2026, 1, 1)

DIMENSIONS = (
    ("income", "Family income", (("low-income", "Low-income families"), ("other", "Other families"))),
    ("sex", "Sex", (("girls", "Girls"), ("boys", "Boys"), ("not-stated", "Another or not stated"))),
    ("grade", "Grade", (("k", "Kindergarten"), ("1", "Grade 1"), ("2", "Grade 2"), ("3", "Grade 3"))),
)

_SINCE = date(2021, 1, 1)
_UNIVERSITY = {"state-university": _SINCE}
_COMMUNITY = {
    "level": "community",
    "kind": "ratio",
    "cadence": "yearly",
    "decimals": 1,
    "visibility": "public",
    "source": "State University, Riverbend Data Center",
    "steward": "sam",
}
_QUARTERLY = {"level": "partner", "cadence": "quarterly"}


def _from(first: date, *partners: str) -> dict[str, date]:
    return dict.fromkeys(partners, first)


MEASURES = (
    Measure(
        "kindergarten-ready",
        "Ready for kindergarten",
        {
            **_COMMUNITY,
            "question": "How many of our children start school ready to learn?",
            "definition": "Children who meet all four areas of the county's screening in their first six weeks.",
            "numerator_definition": "Children ready in all four areas",
            "denominator_definition": "Children screened in kindergarten",
            "source": "County Early Learning Office, fall screening",
            "headline": True,
            "dimensions": ["income"],
        },
        {"early-learning": _SINCE},
    ),
    Measure(
        "grade-3-reading",
        "Grade 3 reading",
        {
            **_COMMUNITY,
            "question": "How many of our third graders read at level?",
            "definition": "Third graders at or above level in the state's spring reading assessment.",
            "numerator_definition": "Third graders at or above level",
            "denominator_definition": "Third graders assessed",
            "headline": True,
            "dimensions": ["income"],
        },
        _UNIVERSITY,
    ),
    Measure(
        "grade-8-math",
        "Grade 8 math",
        {
            **_COMMUNITY,
            "definition": "Eighth graders at or above level in the state's spring math assessment.",
            "numerator_definition": "Eighth graders at or above level",
            "denominator_definition": "Eighth graders assessed",
            "dimensions": ["income"],
        },
        _UNIVERSITY,
    ),
    Measure(
        "graduation",
        "Four-year graduation",
        {
            **_COMMUNITY,
            "definition": "Students who graduate within four years of entering grade 9.",
            "numerator_definition": "Graduates within four years",
            "denominator_definition": "Students of the cohort",
            "headline": True,
            "dimensions": ["sex"],
        },
        _UNIVERSITY,
    ),
    Measure(
        "postsecondary-enrollment",
        "Postsecondary enrollment",
        {
            **_COMMUNITY,
            "definition": "Graduates enrolled in a college or a certificate program within 16 months.",
            "numerator_definition": "Graduates enrolled",
            "denominator_definition": "Graduates of two years before",
        },
        _UNIVERSITY,
    ),
    Measure(
        "postsecondary-completion",
        "Completion in six years",
        {
            **_COMMUNITY,
            "definition": "Graduates who complete a degree or certificate within six years.",
            "numerator_definition": "Graduates who completed",
            "denominator_definition": "Graduates of six years before",
        },
        _UNIVERSITY,
    ),
    Measure(
        "youth-not-in-work",
        "Youth 16–24 not in work or school",
        {
            **_COMMUNITY,
            "direction": "down",
            "definition": "Young people aged 16 to 24 neither in work nor in school or training.",
            "numerator_definition": "Young people in neither",
            "denominator_definition": "Young people aged 16 to 24",
            "headline": True,
        },
        _UNIVERSITY,
    ),
    Measure(
        "chronic-absence",
        "Chronic absence, K–3",
        {
            **_COMMUNITY,
            "cadence": "quarterly",
            "direction": "down",
            "question": "How many of our youngest pupils miss a tenth of their school days?",
            "definition": "Pupils in kindergarten to grade 3 absent on 10% or more of the quarter's school days.",
            "numerator_definition": "Pupils absent on 10% of days or more",
            "denominator_definition": "Pupils enrolled, K–3",
            "headline": True,
            "dimensions": ["grade"],
        },
        _UNIVERSITY,
    ),
    Measure(
        "children-tutored",
        "Children tutored, 30 sessions or more",
        {
            "level": "partner",
            "kind": "count",
            "unit": "children",
            "time_behaviour": "unduplicated",
            "cadence": "yearly",
            "visibility": "public",
            "headline": True,
            "definition": "Children with at least 30 tutoring sessions in the year, each counted once across programs.",
            "source": "Read With Me, which keeps the shared roster of all tutoring programs",
        },
        {"read-with-me": date(2022, 1, 1)},
    ),
    Measure(
        "tutored-gaining",
        "Tutored children who gain a level or more",
        {
            "level": "partner",
            "kind": "ratio",
            "decimals": 0,
            "cadence": "yearly",
            "visibility": "partners",
            "definition": "Tutored children whose reading rose by a level or more between fall and spring.",
            "numerator_definition": "Children who gained a level or more",
            "denominator_definition": "Children tutored, 30 sessions or more",
        },
        {
            **_from(date(2022, 1, 1), "read-with-me", "harbor-youth", "city-library"),
            "faith-network": date(2024, 1, 1),
        },
    ),
    Measure(
        "family-survey",
        "Families: “the school hears me”",
        {
            "level": "partner",
            "kind": "score",
            "scale_min": 1,
            "scale_max": 5,
            "decimals": 1,
            "cadence": "yearly",
            "visibility": "anonymous",
            "definition": "Average answer, 1 (not at all) to 5 (very much), in the spring survey of families.",
        },
        _from(date(2023, 1, 1), "riverbend-unified", "eastside-schools", "parents-united"),
    ),
    Measure(
        "home-visits",
        "Home visits on schedule",
        {
            **_QUARTERLY,
            "kind": "ratio",
            "decimals": 0,
            "visibility": "partners",
            "definition": "Families with a newborn or toddler whose visits are on the agreed schedule.",
            "numerator_definition": "Families visited on schedule",
            "denominator_definition": "Families enrolled in home visiting",
        },
        _from(
            date(2022, 1, 1),
            "early-learning",
            "bright-start",
            "little-steps",
            "pediatric-clinic",
            "parents-united",
        ),
    ),
    Measure(
        "pupils-in-tutoring",
        "Pupils in tutoring at the quarter's end",
        {
            **_QUARTERLY,
            "kind": "count",
            "unit": "pupils",
            "time_behaviour": "stock",
            "visibility": "partners",
            "definition": "Pupils on the roster of a tutoring program on the last school day of the quarter.",
            "dimensions": ["grade", "sex"],
            "crossed": True,
        },
        {
            **_from(date(2022, 1, 1), "read-with-me", "harbor-youth", LEFT),
            "city-library": date(2022, 7, 1),
            "faith-network": date(2024, 1, 1),
        },
    ),
    Measure(
        "tutoring-sessions",
        "Tutoring sessions delivered",
        {
            **_QUARTERLY,
            "kind": "count",
            "unit": "sessions",
            "about_people": False,
            "visibility": "public",
            "headline": True,
            "definition": "Sessions of 30 minutes or more held with one child or a group of up to three.",
        },
        {
            **_from(date(2022, 1, 1), "read-with-me", "harbor-youth", LEFT),
            "city-library": date(2022, 7, 1),
            "faith-network": date(2024, 1, 1),
        },
    ),
    Measure(
        "books-given",
        "Books given to families",
        {
            **_QUARTERLY,
            "kind": "count",
            "unit": "books",
            "about_people": False,
            "visibility": "public",
            "definition": "Books that families may keep, given at visits, check-ups, story hours and book tables.",
        },
        _from(
            date(2022, 1, 1),
            "city-library",
            "read-with-me",
            "bright-start",
            "little-steps",
            "pediatric-clinic",
            "faith-network",
        ),
    ),
    Measure(
        "attendance-nudges",
        "Attendance calls and texts",
        {
            "level": "partner",
            "cadence": "monthly",
            "kind": "count",
            "unit": "messages",
            "about_people": False,
            "visibility": "public",
            "direction": "context",
            "definition": "Calls and texts to families of pupils who missed two days or more in a week.",
        },
        _from(
            FIRST_NUDGES,
            "riverbend-unified",
            "eastside-schools",
            "harbor-youth",
            "parents-united",
            "faith-network",
        ),
    ),
    Measure(
        "volunteer-hours",
        "Volunteer hours",
        {
            **_QUARTERLY,
            "kind": "count",
            "unit": "hours",
            "about_people": False,
            "visibility": "public",
            "direction": "context",
            "definition": "Hours that volunteers gave to a program, whatever they did.",
        },
        _from(date(2022, 1, 1), "read-with-me", "harbor-youth", "parents-united", LEFT),
    ),
)
