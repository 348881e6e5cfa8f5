"""What the backbone keeps of its relation with a partner, told on its page and taken along: by whom, and what not."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from backbone.queries.record import SECTIONS, record_of
from backbone.services.relations import Said, log_contact
from backbone.words import ContactWay
from communications.queries.asks import asks_listed
from communications.queries.touching import decisions_touching
from communications.services.asks import answer_ask, ask_group
from communications.services.positions import declare_interest, take_position
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Forbidden
from initiatives.models import Membership
from initiatives.services.groups import seat
from tests.factories.communications_decisions import group, proposed
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02 12:00"


@pytest.fixture
def scene() -> Scene:
    with clock.at(moment("2025-01-10")):
        scene = Scene("riverside")
        scene.partners("library", "school")
    return scene


def whom(scene: Scene, role: str, partner: str) -> Membership:
    """A new person of a partner."""
    who = scene.person(role, partner)
    with scene.acting():
        return Membership.objects.get(user=who)


def test_an_ask_touches_the_partners_whose_people_sit_there_or_answered(scene: Scene) -> None:
    reader, chair = whom(scene, "contributor", "library"), whom(scene, "partner_lead", "school")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        books, steering, other = group(actor, "Books"), group(actor, "Steering"), group(actor, "Other")
        seat(actor, books, reader)
        seat(actor, steering, chair, co_chair=True)
        money = ask_group(actor, from_group=books, to_group=steering, what="Money")
        ask_group(actor, from_group=other, to_group=steering, what="A room")
    with clock.at(moment(TODAY)), scene.acting(chair.user) as actor:
        answer_ask(actor, money, answer="Yes")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        assert [row.what for row in asks_listed(actor, partner="library")] == ["Money"]
        assert [row.what for row in asks_listed(actor, partner="school")] == ["A room", "Money"], (
            "what waits stands first"
        )
        assert not asks_listed(actor, partner="nobody")


def test_an_interest_and_a_position_make_a_decision_touch_a_partner_and_a_seat_does_not(scene: Scene) -> None:
    here, there = whom(scene, "partner_lead", "library"), whom(scene, "partner_lead", "school")
    with clock.at(moment(TODAY)), scene.acting() as actor:
        steering = group(actor, "Steering")
        for one in (here, there):
            seat(actor, steering, one)
        first, second = proposed(actor, steering, "First"), proposed(actor, steering, "Second")
        proposed(actor, steering, "Third")
        declare_interest(actor, first, what="Paid for places", member=here)
        library, school = core.partner(actor, "library"), core.partner(actor, "school")
    with clock.at(moment(TODAY)), scene.acting(here.user) as actor:
        take_position(actor, second, position="agree")
        assert [row.number for row in decisions_touching(actor, library)] == [second.number, first.number]
        assert not decisions_touching(actor, school)


def logged(scene: Scene, **values: object) -> None:
    given = {"on": date(2026, 3, 1), "way": ContactWay.CALL, "purpose": "How it goes", "person_name": "Ida"}
    with scene.acting() as actor:
        log_contact(actor, core.partner(actor, "library"), Said(**{**given, **values}))  # type: ignore[arg-type]


def test_the_record_is_the_same_for_both_and_holds_nothing_about_a_person(scene: Scene) -> None:
    lead, other = scene.person("partner_lead", "library"), scene.person("partner_lead", "school")
    ben = whom(scene, "contributor", "library")
    with clock.at(moment(TODAY)):
        logged(scene, note="They lack a van.")
        logged(scene, person=ben, about_person=True, purpose="His illness")
        with scene.acting() as actor:
            mine = record_of(actor, core.partner(actor, "library"))
        with scene.acting(lead) as actor:
            theirs = record_of(actor, core.partner(actor, "library"))
            with pytest.raises(Forbidden):
                record_of(actor, core.partner(actor, "school"))
        with scene.acting(ben.user) as actor, pytest.raises(Forbidden):
            record_of(actor, core.partner(actor, "library"))
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            record_of(actor, core.partner(actor, "library"))
    assert tuple(mine) == tuple(theirs) == SECTIONS
    assert [row["note"] for row in theirs["contacts"]] == ["They lack a van."]
    assert mine["contacts"] == theirs["contacts"]
    assert "illness" not in str(mine) + str(theirs)


def test_the_log_as_a_file_gives_each_what_they_read_and_no_formula(scene: Scene, client: Client) -> None:
    lead, ben = scene.person("partner_lead", "library"), whom(scene, "contributor", "library")
    with clock.at(moment(TODAY)):
        logged(scene, purpose="=1+1")
        logged(scene, person=ben, about_person=True, purpose="His illness")
    where = f"/i/{scene.where.slug}/partners/library/relation/contacts"
    client.force_login(scene.lead)
    rows = [*csv.DictReader(io.StringIO(client.get(f"{where}/csv/").content.decode()))]
    assert [row["purpose"] for row in rows] == ["His illness", "'=1+1"]
    client.force_login(lead)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{where}/xlsx/").content))
    [head, *told] = book.get_sheet_by_index(0).to_python()
    assert [row[head.index("purpose")] for row in told] == ["=1+1"]
    assert client.get(f"{where}/pdf/").status_code == 404
    client.force_login(ben.user)
    assert client.get(f"{where}/csv/").status_code == 403


def test_the_partners_lead_takes_its_record_along_whole(scene: Scene, client: Client) -> None:
    lead = scene.person("partner_lead", "library")
    with clock.at(moment(TODAY)):
        logged(scene)
        with scene.acting() as actor:
            books = group(actor, "Books")
            seat(actor, books, Membership.objects.get(user=lead))
            ask_group(actor, from_group=group(actor, "Steering"), to_group=books, what="Your figures")
        client.force_login(lead)
        where = f"/i/{scene.where.slug}/partners/library/relation"
        page = client.get(f"{where}/").content.decode()
        assert "Your figures" in page and f"{where}/record/xlsx/" in page
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{where}/record/xlsx/").content))
        assert tuple(book.sheet_names) == SECTIONS
        assert "Your figures" in str(book.get_sheet_by_name("asks").to_python())
        answer = client.get(f"{where}/record/json/")
        assert answer["Content-Disposition"] == 'attachment; filename="library-record.json"'
        assert client.get(f"/i/{scene.where.slug}/partners/school/relation/record/json/").status_code == 403
        api = client.get(f"/api/v1/initiatives/{scene.where.slug}/partners/library/record/")
        assert api.json() == answer.json()
        listed = client.get(f"/api/v1/initiatives/{scene.where.slug}/asks/?partner=library").json()["results"]
        assert [row["what"] for row in listed] == ["Your figures"]


def test_the_lists_are_narrowed_to_a_partner(scene: Scene, client: Client) -> None:
    one = whom(scene, "partner_lead", "library")
    with clock.at(moment(TODAY)):
        with scene.acting() as actor:
            steering = group(actor, "Steering")
            seat(actor, steering, one)
            declare_interest(actor, proposed(actor, steering, "Buses"), what="Runs them", member=one)
            proposed(actor, steering, "Books")
        client.force_login(scene.lead)
        where = f"/i/{scene.where.slug}/communications/decisions/?partner=library"
        page = client.get(where).content.decode()
        assert "Buses" in page and "Books" not in page
        api = client.get(f"/api/v1/initiatives/{scene.where.slug}/decisions/?partner=library").json()[
            "results"
        ]
        assert [row["title"] for row in api] == ["Buses"]


def test_the_brief_over_the_api_is_the_partners_own(scene: Scene, client: Client) -> None:
    pen = scene.person("contributor", "library")
    with clock.at(moment(TODAY)):
        with scene.acting() as actor:
            books = group(actor, "Books")
            seat(actor, books, Membership.objects.get(user=pen))
        client.force_login(pen)
        where = f"/api/v1/initiatives/{scene.where.slug}/partners"
        told = client.get(f"{where}/library/brief/").json()
        assert (told["partner"], told["groups"]) == ("library", ["Books"])
        assert client.get(f"{where}/school/brief/").status_code == 403
