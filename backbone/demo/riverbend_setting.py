"""Riverbend Cradle to Career: where it works, who takes part, and what is measured."""

from datetime import date

from backbone.demo.beginnings import Circle, Setting
from backbone.demo.stage import Measure, Person

START = date(2021, 9, 6)

PLACES = (
    ("riverbend-county", "Riverbend County", ""),
    ("riverbend-district", "Riverbend district", "riverbend-county"),
    ("eastside-district", "Eastside district", "riverbend-county"),
    ("downtown", "Downtown", "riverbend-district"),
    ("millside", "Millside", "riverbend-district"),
    ("northgate", "Northgate", "riverbend-district"),
    ("harbor-hill", "Harbor Hill", "eastside-district"),
    ("cedar-flats", "Cedar Flats", "eastside-district"),
)

PARTNERS = (
    ("riverbend-unified", "Riverbend Unified School District", "education", "riverbend-district"),
    ("eastside-schools", "Eastside School District", "education", "eastside-district"),
    ("early-learning", "County Early Learning Office", "government", "riverbend-county"),
    ("city-library", "Riverbend City Library", "government", "downtown"),
    ("community-college", "Riverbend Community College", "education", "millside"),
    ("state-university", "State University, Riverbend Data Center", "education", "riverbend-county"),
    ("community-foundation", "Riverbend Community Foundation", "philanthropy", "downtown"),
    ("northline", "Northline Utilities", "business", "riverbend-county"),
    ("chamber", "Chamber of Commerce", "business", "downtown"),
    ("harbor-youth", "Harbor Youth", "nonprofit", "harbor-hill"),
    ("read-with-me", "Read With Me", "nonprofit", "millside"),
    ("bright-start", "Bright Start Early Years Center", "nonprofit", "northgate"),
    ("little-steps", "Little Steps Early Years Center", "nonprofit", "cedar-flats"),
    ("parents-united", "Parents United", "community", "eastside-district"),
    ("faith-network", "Faith Network", "faith", "cedar-flats"),
    ("pediatric-clinic", "Riverbend Pediatric Clinic", "health", "millside"),
    ("summit-after-school", "Summit After School", "nonprofit", "northgate"),
)
LEFT = "summit-after-school"

LEAD = Person("ana", "Ana Moreno", "backbone_lead", email="ana@riverbend.example")
STAFF = (
    Person("sam", "Sam Okafor", "backbone_staff", email="sam@riverbend.example"),
    Person("ruth", "Ruth Lindqvist", "backbone_staff", email="ruth@riverbend.example"),
)
PEOPLE = (
    Person("ines", "Ines Calder", "partner_lead", "riverbend-unified", "ines@unified.example"),
    Person("tom", "Tom Abara", "contributor", "riverbend-unified", "tom@unified.example"),
    Person("hal", "Hal Whitcomb", "partner_lead", "eastside-schools", "hal@eastside.example"),
    Person("june", "June Park", "partner_lead", "early-learning", "june@earlylearning.example"),
    Person("omar", "Omar Haddad", "contributor", "early-learning", phone="555-0114"),
    Person("lena", "Lena Fischer", "partner_lead", "city-library", "lena@library.example"),
    Person("carl", "Carl Jimenez", "partner_lead", "community-college", phone="555-0121"),
    Person("mei", "Mei Tanaka", "contributor", "state-university", "mei@university.example"),
    Person("noor", "Noor Rahman", "partner_lead", "northline", phone="555-0132"),
    Person("gus", "Gus Petersen", "partner_lead", "chamber", phone="555-0133"),
    Person("kofi", "Kofi Mensah", "partner_lead", "harbor-youth", "kofi@harboryouth.example"),
    Person("priya", "Priya Nair", "partner_lead", "read-with-me", "priya@readwithme.example"),
    Person("ben", "Ben Castillo", "contributor", "read-with-me", "ben@riverbend.example"),
    Person("dee", "Dee Walker", "partner_lead", "bright-start", "dee@brightstart.example"),
    Person("sol", "Sol Herrera", "partner_lead", "little-steps", "sol@littlesteps.example"),
    Person("rosa", "Rosa Delgado", "partner_lead", "parents-united", phone="555-0147"),
    Person("amos", "Amos Greene", "partner_lead", "faith-network", phone="555-0150"),
    Person("vera", "Vera Novak", "contributor", "pediatric-clinic", "vera@clinic.example"),
    Person("nell", "Nell Brandt", "partner_lead", LEFT, "nell@summit.example"),
    Person("cleo", "Cleo Laurent", "funder", "community-foundation", "cleo@riverbend.example"),
    Person("dora", "Dora Whitfield", "community", email="dora@riverbend.example"),
    Person("theo", "Theo Banks", "community", phone="555-0168"),
    Person("mina", "Mina Soto", "community", phone="555-0169"),
)
VOICES = {
    "riverbend-unified": "tom",
    "eastside-schools": "hal",
    "early-learning": "june",
    "city-library": "lena",
    "state-university": "mei",
    "harbor-youth": "kofi",
    "read-with-me": "ben",
    "bright-start": "dee",
    "little-steps": "sol",
    "pediatric-clinic": "vera",
    LEFT: "nell",
}

CIRCLES = (
    Circle(
        "Steering committee",
        "Owns the direction: adopts the agenda, settles what the groups cannot.",
        ("ines", "dora"),
        ("hal", "june", "lena", "cleo", "noor", "rosa", "ana"),
        "steering_committee",
    ),
    Circle(
        "Early Years",
        "Every child starts school ready.",
        ("june", "dee"),
        ("sol", "vera", "omar"),
    ),
    Circle(
        "Grade 3 Reading",
        "60% of third graders read at level by 2030.",
        ("priya", "ines"),
        ("lena", "kofi", "amos", "ben"),
    ),
    Circle(
        "Pathways",
        "From graduation to a first job or a degree.",
        ("carl", "gus"),
        ("noor", "hal"),
    ),
    Circle(
        "Data and Equity",
        "Agrees definitions, reads the figures, looks for the gaps.",
        ("mei", "sam"),
        ("tom", "cleo", "ruth"),
    ),
    Circle(
        "Family Voice Council",
        "Families shape the work, and say whether it helps.",
        ("rosa", "dora"),
        ("theo", "mina"),
    ),
)

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
            "dimensions": ["grade"],
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

SETTING = Setting(
    slug="riverbend",
    name="Riverbend Cradle to Career",
    purpose=(
        "By 2030, 60% of third graders in Riverbend County read at level, and the gap between pupils from "
        "low-income families and all others has halved."
    ),
    timezone="America/Chicago",
    start=START,
    lead=LEAD,
    staff=STAFF,
    people=PEOPLE,
    places=PLACES,
    partners=PARTNERS,
    circles=CIRCLES,
    dimensions=DIMENSIONS,
    measures=MEASURES,
)
