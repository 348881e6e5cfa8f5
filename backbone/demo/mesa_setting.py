"""Mesa Valley Growing Strong: where it works, who takes part, and what is measured."""

from datetime import date

from backbone.demo.beginnings import Circle, Setting
from backbone.demo.stage import Measure, Person

PLACES = (
    ("mesa-valley", "Mesa Valley", ""),
    ("north-district", "North district", "mesa-valley"),
    ("south-district", "South district", "mesa-valley"),
    ("pinyon", "Pinyon", "north-district"),
    ("old-mill", "Old Mill", "south-district"),
    ("eastgate", "Eastgate", "south-district"),
)
PARTNERS = (
    ("public-health", "Public Health Department", "government", "mesa-valley"),
    ("parks", "Parks and Recreation", "government", "mesa-valley"),
    ("planning", "Planning Department", "government", "mesa-valley"),
    ("north-schools", "North School District", "education", "north-district"),
    ("south-schools", "South School District", "education", "south-district"),
    ("childrens-hospital", "Children’s Hospital", "health", "mesa-valley"),
    ("pinyon-clinic", "Pinyon Clinic", "health", "pinyon"),
    ("valley-clinic", "Valley Family Clinic", "health", "old-mill"),
    ("eastgate-clinic", "Eastgate Clinic", "health", "eastgate"),
    ("nutrition-office", "Nutrition Office", "government", "mesa-valley"),
    ("university-extension", "University Extension", "education", "mesa-valley"),
    ("grocers", "Grocers’ Association", "business", "mesa-valley"),
    ("bottling-company", "Mesa Bottling Company", "business", "south-district"),
    ("food-bank", "Valley Food Bank", "nonprofit", "old-mill"),
    ("bike-coalition", "Bike Coalition", "nonprofit", "mesa-valley"),
    ("promotoras", "Neighborhood Promotoras", "community", "eastgate"),
    ("health-foundation", "Mesa Health Foundation", "philanthropy", "mesa-valley"),
    ("restaurant-group", "Restaurant Group", "business", "mesa-valley"),
)

LEAD = Person("marta", "Marta Quill", "backbone_lead", email="marta@mesa.example")
STAFF = (
    Person("eli", "Eli Brandt", "backbone_staff", email="eli@mesa.example"),
    Person("ana", "Ana Moreno", "backbone_staff", email="ana@riverbend.example"),
)
PEOPLE = (
    Person("nadia", "Nadia Roth", "partner_lead", "public-health", "nadia@publichealth.example"),
    Person("owen", "Owen Castle", "partner_lead", "parks", "owen@parks.example"),
    Person("lucia", "Lucia Vega", "partner_lead", "north-schools", "lucia@northschools.example"),
    Person("bram", "Bram Visser", "partner_lead", "south-schools", "bram@southschools.example"),
    Person("hana", "Hana Sato", "contributor", "pinyon-clinic", "hana@pinyon.example"),
    Person("raul", "Raul Mendez", "contributor", "valley-clinic", "raul@valleyclinic.example"),
    Person("ada", "Ada Nwosu", "contributor", "eastgate-clinic", phone="555-0310"),
    Person("finn", "Finn Doyle", "partner_lead", "grocers", "finn@grocers.example"),
    Person("gail", "Gail Hobbs", "partner_lead", "bottling-company", phone="555-0313"),
    Person("imani", "Imani Cole", "partner_lead", "food-bank", "imani@foodbank.example"),
    Person("petra", "Petra Simms", "partner_lead", "bike-coalition", phone="555-0315"),
    Person("carmen", "Carmen Ruiz", "partner_lead", "promotoras", phone="555-0316"),
    Person("cleo", "Cleo Laurent", "funder", email="cleo@riverbend.example"),
    Person("elsa", "Elsa Montoya", "community", phone="555-0318"),
)
VOICES = {
    "public-health": "nadia",
    "parks": "owen",
    "north-schools": "lucia",
    "south-schools": "bram",
    "pinyon-clinic": "hana",
    "valley-clinic": "raul",
    "grocers": "finn",
    "food-bank": "imani",
}
CIRCLES = (
    Circle(
        "Leadership table",
        "Owns the direction; whoever has an interest in a question leaves the vote to the others.",
        ("nadia", "carmen"),
        ("owen", "lucia", "bram", "finn", "gail", "cleo", "marta"),
        "steering_committee",
    ),
    Circle("Schools", "Active classes, water first, good lunches.", ("lucia", "bram"), ("nadia",)),
    Circle("Food Environment", "Good food within reach.", ("finn", "imani"), ("gail",)),
    Circle("Active Places", "Parks and safe ways to get there.", ("owen", "petra"), ()),
    Circle("Clinics", "A word on food and movement at every check-up.", ("hana",), ("raul", "ada")),
    Circle("Neighborhood Voice", "Neighbours say what would help.", ("carmen", "elsa"), ()),
)
DIMENSIONS = (("district", "District", (("north", "North"), ("south", "South"))),)

_SINCE = date(2021, 1, 1)
_HEALTH = {"public-health": _SINCE}
_COMMUNITY = {
    "level": "community",
    "kind": "ratio",
    "decimals": 1,
    "cadence": "yearly",
    "visibility": "public",
    "source": "Public Health Department",
    "steward": "eli",
}
_PARTNER = {"level": "partner", "cadence": "yearly", "visibility": "partners"}


def _from(first: date, *partners: str) -> dict[str, date]:
    return dict.fromkeys(partners, first)


MEASURES = (
    Measure(
        "healthy-weight",
        "Grade 5 pupils at a healthy weight",
        {
            **_COMMUNITY,
            "headline": True,
            "definition": "Fifth graders at a healthy weight for height and age, measured every second fall.",
            "source": "Public Health Department, school screening",
            "dimensions": ["district"],
        },
        _HEALTH,
    ),
    Measure(
        "active-60",
        "Active for 60 minutes on five days or more",
        {
            **_COMMUNITY,
            "headline": True,
            "definition": "Pupils of grades 4 to 6 who say so in the spring survey, a sample of each district.",
            "source": "Public Health Department, youth survey (sample)",
            "dimensions": ["district"],
        },
        _HEALTH,
    ),
    Measure(
        "sugary-drinks",
        "A sugary drink every day",
        {
            **_COMMUNITY,
            "direction": "down",
            "headline": True,
            "definition": "Pupils of grades 4 to 6 who say so in the spring survey, a sample of each district.",
            "source": "Public Health Department, youth survey (sample)",
            "dimensions": ["district"],
        },
        _HEALTH,
    ),
    Measure(
        "park-walk",
        "Within ten minutes’ walk of a park",
        {
            **_COMMUNITY,
            "decimals": 0,
            "definition": "Residents whose home lies within ten minutes’ walk of a park.",
            "source": "Planning Department",
        },
        {"planning": date(2023, 1, 1)},
    ),
    Measure(
        "corner-stores",
        "Stores with the healthy corner standard",
        {
            "level": "partner",
            "kind": "count",
            "unit": "stores",
            "time_behaviour": "cumulative",
            "cadence": "quarterly",
            "about_people": False,
            "visibility": "public",
            "headline": True,
            "definition": "Corner stores that have met the standard since the program began.",
        },
        {"grocers": date(2025, 4, 1)},
    ),
    Measure(
        "produce-prescriptions",
        "Produce prescriptions filled",
        {
            "level": "partner",
            "kind": "count",
            "unit": "prescriptions",
            "cadence": "quarterly",
            "about_people": False,
            "visibility": "public",
            "definition": "Boxes of fruit and vegetables handed out on a clinic’s prescription.",
        },
        _from(date(2025, 1, 1), "pinyon-clinic", "valley-clinic", "eastgate-clinic", "food-bank"),
    ),
    Measure(
        "schools-wellness",
        "Schools that meet the wellness policy",
        {
            **_PARTNER,
            "kind": "ratio",
            "decimals": 0,
            "about_people": False,
            "visibility": "public",
            "definition": "Schools that meet all ten points of the wellness policy, of the valley’s 20.",
        },
        _from(date(2023, 1, 1), "north-schools", "south-schools"),
    ),
    Measure(
        "breastfeeding",
        "Breastfeeding at six months",
        {**_COMMUNITY, "definition": "Infants who are breastfed at six months."},
        {"public-health": date(2024, 1, 1)},
    ),
    Measure(
        "well-child-counselling",
        "Well-child visits with counselling",
        {
            **_PARTNER,
            "kind": "ratio",
            "decimals": 1,
            "definition": "Well-child visits at which food and movement were talked about.",
        },
        _from(date(2024, 1, 1), "pinyon-clinic", "valley-clinic", "eastgate-clinic"),
    ),
    Measure(
        "active-class-minutes",
        "Active minutes in class",
        {
            **_PARTNER,
            "kind": "mean",
            "unit": "minutes",
            "decimals": 1,
            "about_people": False,
            "visibility": "public",
            "definition": "Minutes of movement in an hour of class, averaged over the classes observed.",
        },
        _from(date(2024, 1, 1), "north-schools", "south-schools"),
    ),
    Measure(
        "children-in-programs",
        "Children in programs",
        {
            **_PARTNER,
            "kind": "count",
            "unit": "children",
            "time_behaviour": "unduplicated",
            "direction": "context",
            "visibility": "public",
            "definition": "Children in a program that keeps them moving, each counted once by each organisation.",
        },
        _from(date(2024, 1, 1), "parks", "bike-coalition", "food-bank"),
    ),
    Measure(
        "policy-changes",
        "Policy changes adopted",
        {
            "level": "process",
            "kind": "count",
            "unit": "changes",
            "time_behaviour": "cumulative",
            "cadence": "yearly",
            "about_people": False,
            "visibility": "public",
            "definition": "Rules adopted by a council, a district or a company since the work began.",
        },
        {"public-health": date(2024, 1, 1)},
    ),
)

SETTING = Setting(
    slug="mesa",
    name="Mesa Valley Growing Strong",
    purpose=(
        "By 2031, 64% of fifth graders are at a healthy weight, and the gap between the north and the south "
        "district has halved."
    ),
    timezone="America/Phoenix",
    start=date(2024, 8, 19),
    lead=LEAD,
    staff=STAFF,
    people=PEOPLE,
    places=PLACES,
    partners=PARTNERS,
    circles=CIRCLES,
    dimensions=DIMENSIONS,
    measures=MEASURES,
)
