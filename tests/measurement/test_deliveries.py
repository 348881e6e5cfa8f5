"""Workbooks that came by e-mail: put in on behalf, handed in where they pass, asked for where the mark is gone."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from initiatives import queries as core
from initiatives.kernel.tenancy import tenant
from initiatives.limits import TooMany
from initiatives.models import Membership, Partner
from initiatives.services import add_person
from measurement import queries, services
from measurement.models import Delivery, HandInLink, Observation, Submission
from measurement.periods import parse
from measurement.queries.books import workbook
from measurement.services.deliveries import drop, give_up, say_whose
from tests.factories.books import at, filled
from tests.factories.scene import Scene, exact

pytestmark = pytest.mark.django_db
CODES = ("north", "south", "east", "west", "far")


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene() -> Scene:
    """Five partners asked for a percentage; the first has a contact."""
    scene = Scene()
    scene.partners(*CODES)
    scene.indicator("reading", "ratio")
    scene.assign("reading", *CODES)
    scene.cycle("2024-Q1")
    who = scene.person("contributor", "north")
    with tenant(scene.where):
        contact = Membership.objects.get(user=who)
        contact.email = "north@partner.example"
        contact.save()
        Partner.objects.filter(code="north").update(main_contact=contact)
    return scene


def book(scene: Scene, partner: str, top: object, below: object = 50, *, mark: bool = True) -> bytes:
    """A partner's workbook, filled."""
    with scene.acting() as actor:
        content = workbook(actor, queries.requests(actor).get(partner__code=partner))[1]
    cells = {
        at(content, "reading|numerator", "figure"): top,
        at(content, "reading|denominator", "figure"): below,
    }
    return filled(content, cells, mark=mark)


def dropped(scene: Scene, content: bytes, name: str = "q1.xlsx", sent_by: str = "") -> Delivery:
    with scene.acting() as actor:
        row = drop(actor, name=name, file=io.BytesIO(content), size=len(content), sent_by=sent_by)
    scene.work()
    return again(scene, row)


def again(scene: Scene, row: Delivery) -> Delivery:
    with tenant(scene.where):
        return Delivery.objects.select_related("submission", "request__partner").get(pk=row.pk)


def test_a_clean_one_is_handed_in_on_behalf_with_its_source_and_the_contact_is_written_to(
    scene: Scene,
) -> None:
    row = dropped(scene, book(scene, "north", 40), sent_by="Mo Field")
    assert (row.state, row.findings) == ("handed_in", [])
    assert row.submission is not None and row.submission.state == "submitted"
    assert row.submission.on_behalf and row.submission.source == "q1.xlsx, sent by Mo Field"
    (letter,) = mail.outbox
    assert letter.to == ["north@partner.example"] and "handed in on your behalf" in letter.body
    with tenant(scene.where):
        assert HandInLink.objects.get().request_id == row.request_id
    assert row.written_at is not None and row.stored_as == ""
    scene.work()
    assert len(mail.outbox) == 1


def test_whoever_of_the_partner_has_an_address_is_written_to_where_no_contact_is_named(scene: Scene) -> None:
    with scene.acting() as actor:
        south = core.partner(actor, "south")
        add_person(actor, name="Lena Ott", role="contributor", partner=south, email="lena@south.example")
    dropped(scene, book(scene, "south", 40))
    (letter,) = mail.outbox
    assert letter.to == ["lena@south.example"] and "handed in on your behalf" in letter.body


def test_what_does_not_pass_stays_in_the_draft_with_its_reasons_at_the_cells(scene: Scene) -> None:
    row = dropped(scene, book(scene, "north", "N/A"))
    assert row.state == "filled" and row.submission is not None and row.submission.state == "draft"
    assert [problem["message"] for problem in row.findings] == [
        "“N/A” is not a number. Do you mean that it does not apply?"
    ]
    half = dropped(scene, book(scene, "south", 40, None))
    assert (
        half.state == "filled"
        and "reading: The number it is out of is missing" in half.findings[0]["message"]
    )
    assert half.written_at is None, "nobody is known to write to"


def returned(scene: Scene, row: Delivery) -> None:
    who = scene.person("backbone_staff")
    assert row.submission is not None
    with scene.acting(who) as actor:
        services.return_(actor, queries.submission(actor, row.submission.public_id), reason="All of them?")


def test_a_returned_one_comes_back_in_the_same_workbook_corrected(scene: Scene) -> None:
    first, corrected = book(scene, "south", 40), book(scene, "south", 45)
    returned(scene, dropped(scene, first))
    row = dropped(scene, corrected)
    assert (row.state, row.findings) == ("handed_in", [])
    with tenant(scene.where):
        assert [entry.numerator for entry in row.submission.entries.all()] == [45]  # type: ignore[union-attr]


def test_what_somebody_changed_by_hand_since_is_looked_at_before_it_is_handed_in(scene: Scene) -> None:
    first, corrected = book(scene, "south", 40), book(scene, "south", 45)
    row = dropped(scene, first)
    returned(scene, row)
    with scene.acting() as actor:
        submission = queries.submission(actor, row.submission.public_id)  # type: ignore[union-attr]
        entered = {"indicator": "reading", "numerator": 44, "denominator": 50}
        services.save_draft(actor, submission, [exact(entered)])
    row = dropped(scene, corrected)
    assert row.state == "filled"
    assert (
        row.findings[0]["message"] == "“44” was entered here since this file was made; the file replaces it."
    )


def test_the_list_says_what_is_left_until_it_is_handed_in(scene: Scene, client: Client) -> None:
    row = dropped(scene, book(scene, "south", 60))
    client.force_login(scene.lead)
    page = f"/i/{scene.where.slug}/measurement/deliveries/"
    html = client.get(page).content.decode()
    assert "Not handed in yet" in html and "Put it right in the draft" in html
    scene.hand_in(
        scene.lead, "south", "2024-Q1", [{"indicator": "reading", "numerator": 40, "denominator": 50}]
    )
    html = client.get(page).content.decode()
    assert "Handed in since" in html and "Put it right in the draft" not in html
    assert row.findings and row.findings[0]["message"] not in html


def test_without_its_mark_it_is_asked_for_and_then_goes_in(scene: Scene) -> None:
    row = dropped(scene, book(scene, "east", 40, mark=False))
    assert row.state == "asking" and row.request is None
    with scene.acting() as actor:
        cycle = queries.cycles(actor).get()
        say_whose(actor, row, partner=core.partner(actor, "east"), cycle=cycle)
    scene.work()
    row = again(scene, row)
    assert row.state == "handed_in" and row.request is not None and row.request.partner.code == "east"


def test_each_that_is_asked_for_has_boxes_with_labels_of_their_own(scene: Scene, client: Client) -> None:
    for partner in ("east", "west"):
        assert dropped(scene, book(scene, partner, 40, mark=False), f"{partner}.xlsx").state == "asking"
    client.force_login(scene.lead)
    page = client.get(f"/i/{scene.where.slug}/measurement/deliveries/").content.decode()
    boxes = re.findall(r'<select name="(?:partner|cycle)"[^>]* id="([^"]+)"', page)
    assert len(boxes) == len(set(boxes)) == 4
    assert all(f'<label for="{box}"' in page for box in boxes)


def test_a_mark_of_another_initiative_finds_nothing_here(scene: Scene) -> None:
    other = Scene()
    other.partners("north")
    other.indicator("reading", "ratio")
    other.assign("reading", "north")
    other.cycle("2024-Q1")
    row = dropped(scene, book(other, "north", 40))
    assert row.state == "refused" and "belongs to another hand-in" in row.message
    with tenant(scene.where):
        assert not Submission.objects.exists()


def test_a_partners_own_draft_is_not_touched(scene: Scene) -> None:
    content = book(scene, "north", 40)
    with tenant(scene.where):
        who = Membership.objects.get(partner__code="north").user
    assert who is not None
    scene.hand_in(who, "north", "2024-Q1", [{"indicator": "reading", "numerator": 1}], submit=False)
    row = dropped(scene, content)
    assert row.state == "refused" and "has begun a draft of its own" in row.message


def test_what_is_no_workbook_is_refused_at_once_and_not_kept(scene: Scene, tmp_path: Path) -> None:
    row = dropped(scene, b"hello", "figures.xlsx")
    assert row.state == "refused" and "not what its name says" in row.message
    assert not list(tmp_path.rglob("file"))
    with scene.acting() as actor:
        assert give_up(actor, row).state == "discarded"


def test_five_workbooks_are_dropped_at_once_and_accepted_by_another(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.lead)
    where = f"/i/{scene.where.slug}/measurement/deliveries/"
    files = [SimpleUploadedFile(f"{code}.xlsx", book(scene, code, 30 + n)) for n, code in enumerate(CODES)]
    assert client.post(where, {"workbooks": files, "sent_by": ""}).status_code == 303
    assert "Being read" in client.get(where).content.decode()
    scene.work()
    page = client.get(where).content.decode()
    assert page.count("Handed in") >= 5 and "hx-trigger" not in page.partition('id="delivery-list"')[2]
    reviewer = Client()
    reviewer.force_login(scene.person("backbone_staff"))
    passing = f"/i/{scene.where.slug}/measurement/review/passing/"
    with scene.acting() as actor:
        chosen = [f"{row.public_id}:{row.version}" for row in queries.submissions(actor)]
    assert client.post(passing, {"hand_in": chosen}).status_code == 200, "not one's own"
    assert reviewer.post(passing, {"hand_in": chosen}).status_code == 303
    with tenant(scene.where):
        assert sorted(Observation.objects.values_list("numerator", flat=True)) == [30, 31, 32, 33, 34]


def test_dropping_is_limited_by_the_hour(scene: Scene, settings: Any) -> None:
    settings.VERB_LIMITS = {**settings.VERB_LIMITS, "delivery": {"account": 0, "initiative": 9}}
    with scene.acting() as actor, pytest.raises(TooMany):
        drop(actor, name="a.xlsx", file=io.BytesIO(b"no"), size=2)


def test_one_of_practice_goes_into_practice(scene: Scene) -> None:
    with scene.acting() as actor:
        services.open_cycle(actor, parse("2024-Q1"), due=date(2100, 1, 1), practice=True)
        ask = queries.requests(actor).get(cycle__practice=True, partner__code="north")
        content = workbook(actor, ask)[1]
    cells = {
        at(content, "reading|numerator", "figure"): 40,
        at(content, "reading|denominator", "figure"): 50,
    }
    row = dropped(scene, filled(content, cells))
    with tenant(scene.where):
        [submission] = Submission.objects.select_related("cycle")
        assert submission.cycle.practice and row.submission == submission
