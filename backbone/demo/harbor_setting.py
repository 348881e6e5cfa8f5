"""Harbor County Home for Good: where it works, who takes part, and what is measured."""

from datetime import date

from backbone.demo.beginnings import Circle, Setting
from backbone.demo.stage import Measure, Person

PLACES = (
    ("harbor-county", "Harbor County", ""),
    ("north-county", "North county", "harbor-county"),
    ("south-county", "South county", "harbor-county"),
    ("port-city", "Port City", "south-county"),
    ("pine-ridge", "Pine Ridge", "north-county"),
)
PARTNERS = (
    ("human-services", "County Human Services", "government", "harbor-county"),
    ("housing-authority", "Housing Authority", "government", "harbor-county"),
    ("city-police", "City Police, outreach team", "government", "port-city"),
    ("veterans-center", "Veterans’ Medical Center", "health", "port-city"),
    ("regional-hospital", "Regional Hospital", "health", "north-county"),
    ("lighthouse-shelter", "Lighthouse Shelter", "nonprofit", "port-city"),
    ("st-brigid-shelter", "St. Brigid Shelter", "nonprofit", "pine-ridge"),
    ("second-door", "Second Door Family Shelter", "nonprofit", "south-county"),
    ("legal-aid", "Legal Aid", "nonprofit", "harbor-county"),
    ("landlords", "Landlords Association", "business", "harbor-county"),
    ("harbor-bank-foundation", "Harbor Bank Foundation", "philanthropy", "port-city"),
    ("faith-coalition", "Faith Coalition", "faith", "north-county"),
    ("lived-experience-board", "Lived Experience Board", "community", "harbor-county"),
    ("workforce-board", "Workforce Board", "government", "harbor-county"),
    ("behavioral-health", "Behavioral Health", "health", "south-county"),
)

LEAD = Person("zoe", "Zoe Marchetti", "backbone_lead", email="zoe@harbor.example")
STAFF = (Person("wes", "Wes Arden", "backbone_staff", email="wes@harbor.example"),)
PEOPLE = (
    Person("bea", "Bea Lindholm", "partner_lead", "human-services", "bea@humanservices.example"),
    Person("ike", "Ike Adeyemi", "partner_lead", "housing-authority", "ike@housing.example"),
    Person("pat", "Pat Moran", "contributor", "city-police", "pat@police.example"),
    Person("lou", "Lou Sandoval", "partner_lead", "lighthouse-shelter", "lou@lighthouse.example"),
    Person("moira", "Moira Keane", "partner_lead", "st-brigid-shelter", phone="555-0211"),
    Person("tess", "Tess Okoro", "partner_lead", "second-door", "tess@seconddoor.example"),
    Person("ray", "Ray Feldman", "partner_lead", "landlords", "ray@landlords.example"),
    Person("anya", "Anya Petrov", "contributor", "behavioral-health", "anya@behavioral.example"),
    Person("fran", "Fran Ellison", "partner_lead", "lived-experience-board", phone="555-0219"),
    Person("joe", "Joe Tillman", "contributor", "lived-experience-board", phone="555-0220"),
    Person("grace", "Grace Yoon", "funder", "harbor-bank-foundation", "grace@harborbank.example"),
    Person("luis", "Luis Ortega", "community", phone="555-0222"),
)
VOICES = {
    "human-services": "bea",
    "housing-authority": "ike",
    "city-police": "pat",
    "lighthouse-shelter": "lou",
    "second-door": "tess",
    "landlords": "ray",
    "behavioral-health": "anya",
}
CIRCLES = (
    Circle(
        "Steering committee",
        "Owns the direction; the Lived Experience Board has two votes.",
        ("bea", "fran"),
        ("ike", "grace", "ray", "joe", "zoe"),
        "steering_committee",
    ),
    Circle(
        "Case Conferencing", "Goes through the list by name, every week.", ("lou",), ("tess", "pat", "anya")
    ),
    Circle("Housing Supply", "Finds homes, and keeps the landlords with us.", ("ike", "ray"), ()),
    Circle("Prevention", "Keeps people from losing their home.", ("tess",), ("bea", "luis")),
    Circle("Data Quality", "Sees to it that the list and its flows agree.", ("wes", "bea"), ("lou",)),
    Circle("Lived Experience Board", "Those who know it from their own life.", ("fran",), ("joe", "luis")),
)
DIMENSIONS = (
    (
        "route",
        "Route into homelessness",
        (
            ("new", "New"),
            ("from-housing", "Returned from housing"),
            ("from-inactive", "Returned from inactive"),
        ),
    ),
    ("exit", "Way out", (("housed", "Housed"), ("inactive", "Inactive"))),
    (
        "race",
        "Race and ethnicity",
        (
            ("white", "White"),
            ("black", "Black or African American"),
            ("hispanic", "Hispanic or Latino"),
            ("native", "Native American"),
            ("another", "Another or several"),
        ),
    ),
)

_LIST = {"human-services": date(2025, 9, 1)}
_YEARLY = {"human-services": date(2023, 1, 1)}
_COMMUNITY = {
    "level": "community",
    "visibility": "public",
    "source": "County Human Services, by-name list",
    "steward": "wes",
}
_MONTHLY = {**_COMMUNITY, "kind": "count", "cadence": "monthly"}

MEASURES = (
    Measure(
        "actively-homeless",
        "Actively homeless, month end",
        {
            **_MONTHLY,
            "unit": "people",
            "time_behaviour": "stock",
            "direction": "down",
            "headline": True,
            "definition": "People on the by-name list who are homeless on the last day of the month.",
        },
        _LIST,
    ),
    Measure(
        "inflow",
        "Inflow",
        {
            **_MONTHLY,
            "unit": "people",
            "direction": "down",
            "headline": True,
            "definition": "People who came onto the list in the month.",
            "dimensions": ["route"],
        },
        _LIST,
    ),
    Measure(
        "outflow",
        "Outflow",
        {
            **_MONTHLY,
            "unit": "people",
            "headline": True,
            "definition": "People who left the list in the month: housed, or not seen for 90 days.",
            "dimensions": ["exit"],
        },
        _LIST,
    ),
    Measure(
        "veterans-homeless",
        "Veterans actively homeless",
        {
            **_MONTHLY,
            "unit": "veterans",
            "time_behaviour": "stock",
            "direction": "down",
            "definition": "Veterans on the by-name list on the last day of the month.",
            "dimensions": ["race"],
        },
        _LIST,
    ),
    Measure(
        "outreach-contacts",
        "Outreach contacts",
        {
            "level": "partner",
            "kind": "count",
            "unit": "contacts",
            "cadence": "monthly",
            "about_people": False,
            "visibility": "public",
            "definition": "Conversations of outreach workers with people living outside.",
        },
        dict.fromkeys(
            (
                "city-police",
                "lighthouse-shelter",
                "st-brigid-shelter",
                "second-door",
                "legal-aid",
                "behavioral-health",
            ),
            date(2025, 9, 1),
        ),
    ),
    Measure(
        "data-reliability",
        "Data reliability",
        {
            **_COMMUNITY,
            "kind": "ratio",
            "decimals": 1,
            "cadence": "quarterly",
            "about_people": False,
            "definition": "Records of the list, out of 1,000 drawn each quarter, that agree with the agencies' own.",
        },
        {"human-services": date(2025, 4, 1)},
    ),
    Measure(
        "mean-days",
        "Mean days homeless",
        {
            **_COMMUNITY,
            "kind": "mean",
            "unit": "days",
            "decimals": 0,
            "cadence": "quarterly",
            "direction": "down",
            "definition": "Days from coming onto the list to a home, of those housed in the quarter.",
        },
        {"human-services": date(2025, 4, 1)},
    ),
    Measure(
        "landlords-engaged",
        "Landlords engaged",
        {
            "level": "partner",
            "kind": "count",
            "unit": "landlords",
            "time_behaviour": "cumulative",
            "cadence": "quarterly",
            "about_people": False,
            "visibility": "public",
            "headline": True,
            "definition": "Landlords who have let a home through the landlord fund, since it began.",
        },
        dict.fromkeys(("landlords", "housing-authority"), date(2025, 4, 1)),
    ),
    Measure(
        "returns",
        "Returns within 24 months",
        {
            **_COMMUNITY,
            "kind": "ratio",
            "decimals": 1,
            "cadence": "yearly",
            "direction": "down",
            "definition": "People housed two years before who are homeless again.",
        },
        _YEARLY,
    ),
    Measure(
        "exits-permanent",
        "Exits to permanent housing",
        {
            "level": "partner",
            "kind": "ratio",
            "decimals": 0,
            "cadence": "yearly",
            "visibility": "partners",
            "definition": "People leaving a shelter who move into a home of their own.",
        },
        dict.fromkeys(("lighthouse-shelter", "st-brigid-shelter", "second-door"), date(2023, 1, 1)),
    ),
    Measure(
        "first-time",
        "Homeless for the first time",
        {
            **_COMMUNITY,
            "kind": "count",
            "unit": "people",
            "time_behaviour": "unduplicated",
            "cadence": "yearly",
            "direction": "down",
            "definition": "People who came onto the list for the first time in the year, each counted once.",
        },
        _YEARLY,
    ),
    Measure(
        "point-in-time",
        "Point-in-time count",
        {
            **_COMMUNITY,
            "kind": "count",
            "unit": "people",
            "time_behaviour": "stock",
            "cadence": "yearly",
            "direction": "down",
            "definition": "People counted in shelters and outside in the last night of January.",
        },
        _YEARLY,
    ),
    Measure(
        "families-homeless",
        "Families homeless",
        {
            **_COMMUNITY,
            "kind": "count",
            "unit": "households",
            "time_behaviour": "stock",
            "cadence": "yearly",
            "direction": "down",
            "definition": "Households with children on the by-name list at the end of the year.",
        },
        _YEARLY,
    ),
    Measure(
        "outreach-people",
        "People served by outreach",
        {
            "level": "partner",
            "kind": "count",
            "unit": "people",
            "time_behaviour": "unduplicated",
            "cadence": "yearly",
            "direction": "context",
            "visibility": "public",
            "definition": "People served in the year, each counted once by each organisation, not across them.",
        },
        dict.fromkeys(("city-police", "behavioral-health", "faith-coalition"), date(2023, 1, 1)),
    ),
    Measure(
        "outreach-people-matched",
        "People served by outreach, each counted once",
        {
            **_COMMUNITY,
            "kind": "count",
            "unit": "people",
            "time_behaviour": "unduplicated",
            "cadence": "yearly",
            "direction": "context",
            "source": "County Human Services, match of the outreach rosters",
            "definition": "People served by any outreach team in the year, counted once across all of them.",
        },
        _YEARLY,
    ),
)

SETTING = Setting(
    slug="harbor",
    name="Harbor County Home for Good",
    purpose=(
        "Functional zero for veterans by December 2026, and 40% fewer homeless families by 2028: from 190 "
        "households to 114."
    ),
    timezone="America/New_York",
    start=date(2023, 3, 6),
    lead=LEAD,
    staff=STAFF,
    people=PEOPLE,
    places=PLACES,
    partners=PARTNERS,
    circles=CIRCLES,
    dimensions=DIMENSIONS,
    measures=MEASURES,
)
