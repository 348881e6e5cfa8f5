"""Riverbend Cradle to Career: where it works and who takes part."""

from datetime import date

from backbone.demo.beginnings import Circle, Setting
from backbone.demo.riverbend_measures import DIMENSIONS, LEFT, MEASURES
from backbone.demo.stage import Person

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

LEAD = Person("ana", "Ana Moreno", "backbone_lead", email="ana@riverbend.example", goes_along="address")
STAFF = (
    Person("sam", "Sam Okafor", "backbone_staff", email="sam@riverbend.example", goes_along="address"),
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
    Person("dora", "Dora Whitfield", "community", email="dora@riverbend.example", goes_along="nothing"),
    Person("theo", "Theo Banks", "community", phone="555-0168", goes_along="nothing"),
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
