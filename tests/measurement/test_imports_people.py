"""Files that tell of single people are stopped before anything of them is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from initiatives import jobs
from initiatives.kernel.access import Actor
from initiatives.models import Initiative, User
from initiatives.queries import enter
from measurement.imports.people import heading_kind, people_in
from measurement.models import Import
from tests.measurement.test_imports import upload, workbook
from tests.measurement.test_imports_pages import sent

PUPILS = "Pupil name,Date of birth,School,Grade\n" + "".join(
    f"{name},20{12 + n % 7}-0{1 + n % 9}-1{n % 9},Lincoln,{n % 4}\n"
    for n, name in enumerate(["Rosa Diaz", "Amir Khan", "Zoe Cole", "Jack Muir", "Lena Ott"])
)


def kinds(rows: list[list[Any]]) -> set[str]:
    return {suspect.kind for suspect in people_in([(0, rows)])}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("First name", "name"),
        ("SURNAME", "name"),
        ("Student's name", "name"),
        ("Nombre y apellidos", "name"),
        ("Nombre del alumno", "name"),
        ("D.O.B.", "birth"),
        ("Child's date of birth", "birth"),
        ("Fecha de nacimiento", "birth"),
        ("Client ID", "number"),
        ("Pupil number", "number"),
        ("Número de expediente", "number"),
        ("NHS number", "national"),
        ("DNI", "national"),
        ("Social Security Number", "national"),
        ("E-mail", "email"),
        ("Correo electrónico", "email"),
        ("Telephone no.", "phone"),
        ("Móvil", "phone"),
        ("Home address", "home"),
        ("Name", ""),
        ("Partner name", ""),
        ("Number of students", ""),
        ("Clients served", ""),
        ("School code", ""),
        ("Telephone counselling sessions", ""),
        ("Births", ""),
    ],
)
def test_headings_that_name_something_of_a_person(heading: str, kind: str) -> None:
    assert heading_kind(heading) == kind


def test_values_tell_where_headings_say_nothing() -> None:
    people = ["Maria Lopez", "John Carter", "Aisha Khan", "Jose Ruiz", "Emma Stone"]
    assert kinds([["Who", "n"], *([name, 1] for name in people)]) == {"name"}
    listed = ["Lopez, Maria", "Carter, John", "Khan, Aisha", "Ruiz, Jose"]
    assert kinds([["Key"], *([name] for name in listed)]) == {"name"}
    assert kinds([["a"], ["rosa@home.example"], ["amir@home.example"], ["zoe@home.example"]]) == {"email"}
    assert kinds([["a"], ["555-12-9876"], ["555-12-9877"], ["555-13-9876"]]) == {"national"}
    assert kinds([["a"], ["+44 161 496 0001"], ["+44 161 496 0002"], ["+44 161 496 0003"]]) == {"phone"}
    births = ["2011-03-14", "2004-09-02", "2016-01-23", "2009-12-30", "2013-06-07"]
    assert kinds([["a"], *([day] for day in births)]) == {"birth"}


def test_counts_and_organisations_are_no_people() -> None:
    assert (
        kinds([["Channel", "E-mail", "Phone", "Client ID"], ["Asked", 12, 30, 4], ["Helped", 9, "*", 4]])
        == set()
    )
    schools = ["Martin Luther King School", "Maria Montessori Centre", "John Adams High", "Leeds, City of"]
    assert kinds([["Partner", "n"], *([name, 1] for name in schools)]) == set()
    weeks = [[f"2024-{month:02d}-01", 5] for month in range(1, 13)]
    assert kinds([["Week", "n"], *weeks]) == set()


# --- through the verbs -------------------------------------------------------------------------------------


@pytest.fixture
def lead(ana: User, riverbend: Initiative, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    settings.MEDIA_ROOT = tmp_path
    with enter(ana, "riverbend") as actor:
        yield actor


@pytest.mark.django_db
def test_nothing_of_the_file_is_kept(lead: Actor, tmp_path: Path) -> None:
    row = upload(lead, PUPILS, "pupils.csv")
    assert (row.state, row.message, row.sheets, row.mapping) == ("refused", "people:0", [], {})
    assert [(found["column"], found["kind"]) for found in row.preview["people"]] == [
        ("A", "name"),
        ("B", "birth"),
    ]
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored == []
    kept = " ".join(str(value) for value in Import.objects.values_list()[0])
    assert "Diaz" not in kept and "2012-01" not in kept


@pytest.mark.django_db
def test_people_on_a_sheet_that_nobody_chose_stop_the_file_too(lead: Actor) -> None:
    counts = [["Partner", "Period", "Served"], ["school-board", "2024-01", 12]]
    contacts = [
        ["Agency", "Contact", "E-mail"],
        ["Harbor", "x", "rosa@h.example"],
        ["Mill", "y", "amir@m.example"],
    ]
    row = upload(lead, workbook(Data=counts, Contacts=contacts), "both.xlsx")
    assert row.state == "refused"
    assert [(found["sheet"], found["column"]) for found in row.preview["people"]] == [(2, "C")]


@pytest.mark.django_db
def test_the_page_says_which_columns_and_how_to_count_first(
    ana: User, riverbend: Initiative, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(ana)
    where = sent(client, PUPILS)["Location"]
    jobs.run_due()
    page = client.get(where).content.decode()
    assert "column A" in page and "Pupil name" in page and "days of birth" in page
    assert "Count first" in page
    assert "Diaz" not in page
