"""How far partners agreed to be known: each level as each reader meets it, by every way that names a partner."""

import re

import pytest
from django.test import Client

from initiatives import queries as core
from measurement import queries, services
from measurement.queries.beside import beside
from tests import factories
from tests.api import Api
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
LONG_AGO = "2024-04-10"
GIVEN = {"A": 1111, "B": 2222, "C": 3434, "D": 4747, "E": 6161, "F": 9292}
EVERYBODY = set(GIVEN)
ITSELF = {"A"}
NOBODY: set[str] = set()
# Whom each level names to a partner's own people (those of A), and to everybody else.
LEVELS = {
    "own": (ITSELF, NOBODY),
    "anonymous": (ITSELF, NOBODY),
    "partners": (EVERYBODY, NOBODY),
    "public": (EVERYBODY, EVERYBODY),
}


@pytest.fixture(params=[False, True], ids=["things", "people"])
def scene(db: None, request: pytest.FixtureRequest) -> Scene:
    """One indicator for each level, of things or of people, to which six partners of one sector gave figures."""
    made = Scene("valley", self_acceptance=True)
    made.partners(*GIVEN)
    for level in LEVELS:
        made.indicator(level, visibility=level, about_people=request.param)
        made.give(level, "2024-Q1", {code: {"value": value} for code, value in GIVEN.items()}, at=LONG_AGO)
    return made


def of_people(scene: Scene) -> bool:
    with scene.acting() as actor:
        return queries.indicator(actor, "own").about_people


def found_in(text: str) -> set[str]:
    """Whose figures stand in a text, with or without a sign for thousands."""
    numbers = set(re.findall(r"\d+", re.sub(r"(?<=\d)[,\u202f](?=\d{3})", "", text)))
    return {code for code, value in GIVEN.items() if str(value) in numbers}


@pytest.mark.parametrize("role", ["contributor", "partner_lead", "funder", "community"])
def test_each_level_names_partners_to_those_it_says_by_every_way(scene: Scene, role: str) -> None:
    of_a_partner = role in ("contributor", "partner_lead")
    who = scene.person(role, "A" if of_a_partner else "")
    client, api = Client(), Api(factories.token(who))
    client.force_login(who)
    for level, (to_partners, to_others) in LEVELS.items():
        named = to_partners if of_a_partner else to_others
        page = f"/i/valley/measurement/indicators/{level}/"
        asked = f"/initiatives/valley/indicators/{level}/"
        ways = {
            "page": client.get(f"{page}?by=partner").content.decode(),
            "file": client.get(f"{page}csv/?by=partner").content.decode(),
            "API": str(api.get(f"{asked}series/?by=partner").json),
            "API's file": api.get(f"{asked}series/?by=partner&format=csv").content.decode(),
        }
        assert {way: found_in(text) for way, text in ways.items()} == dict.fromkeys(ways, named), level
        behind = {
            "page": client.get(f"{page}explain/?period=2024-Q1").content.decode(),
            "API": str(api.get(f"{asked}explain/?period=2024-Q1").json["observations"]),
        }
        # Of people, what was entered is for its own partner alone: others read what is published.
        told = named & (ITSELF if of_a_partner else NOBODY) if of_people(scene) else named
        assert {way: found_in(text) for way, text in behind.items()} == dict.fromkeys(behind, told), level
        assert scene.point(level, who=who).value == sum(GIVEN.values()), "the total is everybody's"


def test_staff_see_all_and_only_who_tells_more_than_its_own_is_compared(scene: Scene) -> None:
    with scene.acting(scene.person("partner_lead", "A")) as actor:
        told = {one.figure.indicator.code: one for one in beside(actor, core.partner(actor, "A").pk)}
    assert {code: one.others for code, one in told.items()} == {
        "own": 0,
        "anonymous": 5,
        "partners": 5,
        "public": 5,
    }
    for level, one in told.items():
        assert {point.group for point in scene.points(level, by="partner")} == EVERYBODY
        assert found_in(f"{one.low} {one.middle} {one.high}") == NOBODY, "a range is nobody's figure"


def test_without_an_account_no_file_names_a_partner(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        for level in LEVELS:
            services.change_indicator(actor, queries.indicator(actor, level), headline=True)
    make.opened(scene.where)
    whole = ("/p/valley/figures.csv", "/p/valley/figures/", "/p/valley/embed/")
    ways = [*whole, *(f"/p/valley/figures/{level}/" for level in LEVELS)]
    for way in [*ways, *(f"/p/valley/open-sdg/{level}.csv" for level in LEVELS)]:
        text = client.get(way).content.decode()
        assert str(sum(GIVEN.values())) in text.replace(",", ""), way
        assert found_in(text) == NOBODY, way
