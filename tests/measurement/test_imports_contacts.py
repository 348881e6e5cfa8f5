"""A list of contacts is the one file of people that is taken: kept, invited only when asked, and taken back."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from initiatives import jobs
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.models import Event, Initiative, Invitation, User
from initiatives.queries import enter, partners, people
from measurement.imports.mapping import Layout
from measurement.models import Import
from measurement.queries import imports as questions
from measurement.services import imports
from measurement.services.imports.contacts import look_at_contacts, take_contacts_in
from tests.measurement.test_imports import again, workbook
from tests.measurement.test_imports_pages import START

pytestmark = pytest.mark.django_db
LIST: list[list[Any]] = [
    ["Whom to ask, 2026"],
    ["Agency", "Contact", "E-mail", "Phone", "Age group"],
    ["School Board", "Rosa Diaz", "rosa@board.example", "+1 555 010 1234", "adult"],
    ["Harbor Youth", "Amir Khan", "amir@harbor.example", None, None],
    [None, "Lena Ott", "lena@harbor.example", None, None],
    ["Mill Street Hub", "Jo Park", None, "+1 555 010 9999", None],
]


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        yield actor


def sent(actor: Actor, rows: list[list[Any]] = LIST) -> Import:
    data = workbook(Contacts=rows)
    purpose = Import.Purpose.CONTACTS
    row = imports.receive(actor, name="list.xlsx", file=io.BytesIO(data), size=len(data), purpose=purpose)
    return again(actor, row)


def test_columns_are_guessed_and_everybody_is_shown_before_anybody_is_added(lead: Actor) -> None:
    before = people(lead).count()
    row = sent(lead)
    assert row.state == "matching", row.message
    columns = Layout.from_json(row.mapping).columns
    assert [columns[label] for label in ("Agency", "Contact", "E-mail", "Phone", "Age group")] == [
        ("partner",),
        ("name",),
        ("email",),
        ("phone",),
        (),
    ]
    seen = look_at_contacts(lead, row)
    assert [(item.contact.partner, item.state) for item in seen] == [
        ("School Board", "add"),
        ("Harbor Youth", "new_partner"),
        ("Harbor Youth", "new_partner"),
        ("Mill Street Hub", "new_partner"),
    ]
    assert people(lead).count() == before


def test_people_are_kept_and_nobody_is_invited_unasked(lead: Actor, tmp_path: Path) -> None:
    row = take_contacts_in(lead, sent(lead), role="contributor", invite=False, sector="nonprofit")
    assert (row.state, row.result) == ("done", {"people": 4, "here": 0, "partners": 2, "invited": 0})
    assert not Invitation.objects.exists()
    harbor = partners(lead).get(name="Harbor Youth")
    assert harbor.main_contact.name == "Amir Khan"
    assert [person.name for person in people(lead).filter(partner=harbor).order_by("pk")] == [
        "Amir Khan",
        "Lena Ott",
    ]
    assert Event.objects.filter(key="measurement.contacts_taken_in").count() == 1
    assert people(lead).get(name="Jo Park").phone == "+1 555 010 9999"


def test_those_with_an_address_are_invited_when_asked(lead: Actor) -> None:
    row = take_contacts_in(lead, sent(lead), role="partner_lead", invite=True, sector="nonprofit")
    assert row.result["invited"] == 3
    assert set(Invitation.objects.values_list("email", flat=True)) == {
        "rosa@board.example",
        "amir@harbor.example",
        "lena@harbor.example",
    }


def test_the_same_list_again_adds_nobody_who_is_here(lead: Actor) -> None:
    take_contacts_in(lead, sent(lead), role="contributor", invite=False, sector="nonprofit")
    again_ = sent(lead, [row for row in LIST if row[:1] != ["Mill Street Hub"]])
    assert {item.state for item in look_at_contacts(lead, again_)} == {"here"}
    with pytest.raises(DomainError) as fault:
        take_contacts_in(lead, again_, role="contributor", invite=False, sector="nonprofit")
    assert fault.value.code == "nothing"


def test_undo_ends_what_came_with_the_list(lead: Actor) -> None:
    before = set(people(lead).filter(ended_on=None).values_list("pk", flat=True))
    row = take_contacts_in(lead, sent(lead), role="contributor", invite=False, sector="nonprofit")
    row = imports.undo(lead, row)
    assert (row.state, row.result["people_ended"], sorted(row.result["parted"])) == (
        "undone",
        4,
        ["harbor-youth", "mill-street-hub"],
    )
    assert set(people(lead).filter(ended_on=None).values_list("pk", flat=True)) == before
    assert not partners(lead).filter(name="Harbor Youth").exists()


def test_a_list_that_tells_more_than_whom_to_ask_is_refused(lead: Actor, tmp_path: Path) -> None:
    rows = [
        ["Agency", "Contact", "Date of birth"],
        ["Harbor", "Rosa", "1980-02-03"],
        ["Mill", "Amir", "1991-07-08"],
    ]
    row = sent(lead, rows)
    assert (row.state, [found["kind"] for found in row.preview["people"]]) == ("refused", ["birth"])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_row_that_is_not_right_stops_the_list(lead: Actor) -> None:
    row = sent(
        lead,
        [["Agency", "Contact", "E-mail"], ["Harbor", "Rosa", "rosa at home"], ["Mill", "Jo", "jo@m.example"]],
    )
    with pytest.raises(DomainError, match="not an e-mail address"):
        take_contacts_in(lead, row, role="contributor", invite=False, sector="nonprofit")
    assert not partners(lead).filter(name="Mill").exists()


def test_only_those_who_manage_people_send_a_list(lead: Actor) -> None:
    staff = Actor(lead.user, lead.initiative, "backbone_staff", lead.membership_id, None, None, None)
    with pytest.raises(Forbidden):
        sent(staff)


def test_the_page_adds_by_plain_forms(
    ana: User, riverbend: Initiative, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(ana)
    file = io.BytesIO(workbook(Contacts=LIST))
    file.name = "list.xlsx"
    where = client.post(START, {"file": file, "purpose": "contacts"})["Location"]
    jobs.run_due()
    page = client.get(where).content.decode()
    assert "4 people to add" in page and "Amir Khan" in page
    goes = {"goes.0": "partner", "goes.1": "name", "goes.2": "email"}
    wrong = client.post(f"{where}contacts/", {**goes, "do": "import", "role": "backbone_lead"})
    assert (wrong.status_code, "Choose one of the roles" in wrong.content.decode()) == (422, True)
    sent_ = client.post(
        f"{where}contacts/", {**goes, "do": "import", "role": "contributor", "sector": "nonprofit"}
    )
    assert sent_.status_code == 303, sent_.content
    page = client.get(where).content.decode()
    assert "4 people were added" in page and "Nobody was invited" in page
    start = client.get(START)
    assert start.status_code == 200 and "4 people" in start.content.decode()
    with enter(ana, "riverbend") as actor:
        assert questions.imports(actor).get().result["people"] == 4


def test_the_contacts_of_a_workbook_are_found_on_whatever_sheet_they_stand(lead: Actor) -> None:
    data = workbook(Hours=[["Organisation", "2023"], ["School Board", 12]], Contacts=LIST)
    purpose = Import.Purpose.CONTACTS
    row = imports.receive(lead, name="both.xlsx", file=io.BytesIO(data), size=len(data), purpose=purpose)
    row = again(lead, row)
    assert Layout.from_json(row.mapping).sheets == (1,)
    names = [item.contact.name for item in look_at_contacts(lead, row)]
    assert names == ["Rosa Diaz", "Amir Khan", "Lena Ott", "Jo Park"]


def test_a_list_of_contacts_sent_as_figures_is_told_its_own_door(
    ana: User, riverbend: Initiative, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(ana)
    file = io.BytesIO(workbook(Contacts=LIST))
    file.name = "list.xlsx"
    where = client.post(START, {"file": file})["Location"]
    jobs.run_due()
    page = client.get(where).content.decode()
    assert "This file was not taken" in page
    assert "say under “What is in it” that it holds contacts" in page
