"""The workbook of a hand-in over HTTP: download, upload, look, put into the draft."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from initiatives.kernel.tenancy import tenant
from initiatives.models import User
from measurement import queries
from measurement.models import Entry, Submission
from tests.factories.books import at, filled
from tests.factories.scene import Scene
from tests.measurement.test_imports_pages import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """Two partners asked for a percentage."""
    scene = Scene()
    scene.partners("north", "south")
    scene.indicator("reading", "ratio")
    scene.assign("reading", "north", "south")
    scene.cycle("2024-Q1")
    return scene


def browser(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def address(scene: Scene, partner: str = "north") -> str:
    with scene.acting() as actor:
        asked = queries.requests(actor).get(partner__code=partner)
    return f"/i/{scene.where.slug}/measurement/requests/{asked.public_id}/"


def upload(client: Client, where: str, content: bytes, name: str = "q1.xlsx") -> Any:
    return client.post(f"{where}workbook/", {"file": SimpleUploadedFile(name, content)})


def test_a_workbook_goes_round_and_nothing_is_stored_before_it_is_confirmed(scene: Scene) -> None:
    client, where = browser(scene.person("contributor", "north")), address(scene)
    book = client.get(f"{where}workbook/")
    assert book["Content-Disposition"] == 'attachment; filename="north-2024-Q1.xlsx"'
    top, below = (at(book.content, f"reading|{part}", "figure") for part in ("numerator", "denominator"))
    answer = upload(client, where, filled(book.content, {top: "N/A", below: 1250}))
    page = answer.content.decode()
    assert answer.status_code == 200 and f"Sheet “Hand-in”, {top}" in page and "1,250" in page
    with tenant(scene.where):
        assert not Submission.objects.exists()
    sent = fields_of(page)
    assert client.post(where, {**sent, "do": "save"}).status_code == 303
    with tenant(scene.where):
        entry = Entry.objects.get()
        assert (entry.typed, entry.denominator) == ({"numerator": "N/A"}, 1250)
    shown = fields(client.get(where).content.decode())
    assert [text for name, text in shown.items() if name.endswith("numerator")] == ["N/A"]


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    import html
    import re

    found = dict(re.findall(r'<textarea name="([^"]+)" hidden[^>]*>(.*?)</textarea>', page, re.S))
    version = re.search(r'name="version" value="(\d*)"', page)
    assert version is not None
    return {**{name: html.unescape(text) for name, text in found.items()}, "version": version.group(1)}


def test_another_partners_workbook_and_a_forged_one_are_refused(scene: Scene) -> None:
    client, where = browser(scene.person("contributor", "north")), address(scene)
    other = browser(scene.lead).get(f"{address(scene, 'south')}workbook/").content
    answer = upload(client, where, other)
    assert answer.status_code == 422 and "belongs to another hand-in" in answer.content.decode()
    assert "south" not in answer.content.decode()
    answer = upload(client, where, b"partner;figure\n", "q1.xlsx")
    assert answer.status_code == 422 and "not what its name says" in answer.content.decode()


def test_staff_take_the_workbooks_of_a_cycle_at_once(scene: Scene) -> None:
    with scene.acting() as actor:
        cycle = queries.cycles(actor).get()
    where = f"/i/{scene.where.slug}/measurement/cycles/{cycle.public_id}/workbooks/"
    answer = browser(scene.lead).get(where)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["north-2024-Q1.xlsx", "south-2024-Q1.xlsx"]
        assert at(archive.read("south-2024-Q1.xlsx"), "reading|numerator", "figure")
    assert browser(scene.person("contributor", "north")).get(where).status_code == 403


def test_a_form_to_print_has_a_box_for_every_figure(scene: Scene) -> None:
    page = browser(scene.person("contributor", "north")).get(f"{address(scene)}paper/").content.decode()
    assert page.count('class="paper-box"') == 2 and "Of how many" in page
