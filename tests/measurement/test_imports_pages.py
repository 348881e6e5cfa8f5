"""The pages of an import, over HTTP and without JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from initiatives import jobs
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, User
from initiatives.queries import enter
from measurement.models import Import, Observation
from measurement.services import define_indicator

pytestmark = pytest.mark.django_db
START = "/i/riverbend/measurement/imports/"
FILE = """partner,indicator,period,numerator,denominator
school-board,reading,2024-Q1,40,50
food-bank,reading,2024-Q1,*,*
Harbor Youth,reading,2024-Q1,120,90
Total,reading,2024-Q1,160,140
"""


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def browser(ana: User, riverbend: Initiative) -> Client:
    """ana's browser."""
    client = Client()
    client.force_login(ana)
    return client


def sent(client: Client, content: str, name: str = "reading.csv") -> Any:
    file = SimpleUploadedFile(name, content.encode())
    return client.post(START, {"file": file, "source": "City survey"})


def fields(html: str) -> dict[str, Any]:
    """What a browser would send of the forms of a page: text fields, chosen radios and options."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        found: dict[str, Any] = {}
        select = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name, value = given.get("name") or "", given.get("value") or ""
            if tag == "select":
                self.select = name
                self.found.setdefault(name, "")
            elif tag == "option" and "selected" in given:
                self.found[self.select] = value
            elif tag == "input" and given.get("type") in ("radio", "checkbox"):
                if "checked" in given:
                    self.found[name] = value
            elif tag == "input" and name and given.get("type") != "submit":
                self.found[name] = value

    reader = Reader()
    reader.found = {}
    reader.feed(html)
    reader.found.pop("csrfmiddlewaretoken", None)
    return reader.found


def test_a_file_goes_in_by_plain_forms(browser: Client, riverbend: Initiative) -> None:
    where = sent(browser, FILE)["Location"]
    page = browser.get(where)
    assert b"Reading the file" in page.content and b"http-equiv" in page.content
    jobs.run_due()
    page = browser.get(where).content.decode()
    data = fields(page)
    assert [data[f"goes.{n}"] for n in range(5)] == [
        "partner",
        "indicator",
        "period",
        "part:numerator",
        "part:denominator",
    ]
    assert browser.post(where + "match/", {**data, "do": "check"}).status_code == 303
    jobs.run_due()
    page = browser.get(where).content.decode()
    assert "120" in page and "90" in page
    assert "Harbor Youth" in page and "A sum of the rows above it" in page
    data = fields(page)
    browser.post(where + "decide/", {**data, "do": "import"})
    jobs.run_due()
    page = browser.get(where).content.decode()
    assert "Not every row is right" in page
    with tenant(riverbend):
        assert not Observation.objects.exists()
    browser.post(where + "decide/", {**fields(page), "bad": "leave", "do": "import"})
    jobs.run_due()
    page = browser.get(where).content.decode()
    assert "2 figures were taken in" in page
    with tenant(riverbend):
        stand = dict(Observation.objects.values_list("partner__code", "status"))
        assert stand == {"school-board": "reported", "food-bank": "suppressed_at_source"}
        assert set(Observation.objects.values_list("submission__source", flat=True)) == {"City survey"}
    browser.post(where + "undo/")
    assert "2 figures were taken back" in browser.get(where).content.decode()
    with tenant(riverbend):
        assert not Observation.objects.filter(superseded_at=None).exists()


def test_what_is_wrong_is_said_at_the_page_and_what_was_sent_is_kept(browser: Client) -> None:
    where = sent(browser, FILE)["Location"]
    jobs.run_due()
    data = fields(browser.get(where).content.decode())
    answer = browser.post(where + "match/", {**data, "goes.2": "", "skip": "7 and 8", "do": "check"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "write rows such as 3, 390-395" in page
    assert fields(page)["skip"] == "7 and 8"


def test_progress_is_a_fragment_until_the_step_is_done(browser: Client) -> None:
    where = sent(browser, FILE)["Location"]
    piece = browser.get(where, headers={"HX-Request": "true"})
    assert b"<html" not in piece.content and b"Reading the file" in piece.content
    jobs.run_due()
    done = browser.get(where, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == where


def test_the_same_confirmation_twice_takes_the_figures_in_once(
    browser: Client, riverbend: Initiative
) -> None:
    where = sent(browser, FILE)["Location"]
    jobs.run_due()
    browser.post(where + "match/", {**fields(browser.get(where).content.decode()), "do": "check"})
    jobs.run_due()
    data = {**fields(browser.get(where).content.decode()), "bad": "leave", "do": "import"}
    assert browser.post(where + "decide/", data).status_code == 303
    assert browser.post(where + "decide/", data).status_code == 422
    jobs.run_due()
    with tenant(riverbend):
        assert Observation.objects.count() == 2


@pytest.mark.parametrize("who", ["ben", "pia", "cleo", "dora", "zoe"])
def test_only_staff_import(request: pytest.FixtureRequest, browser: Client, who: str) -> None:
    where = sent(browser, FILE)["Location"]
    client = Client()
    client.force_login(request.getfixturevalue(who))
    expected = 404 if who == "zoe" else 403
    file = SimpleUploadedFile("x.csv", FILE.encode())
    answers = [
        client.get(START),
        client.post(START, {"file": file}),
        client.get(where),
        client.get(where + "rows.csv"),
        *(client.post(where + verb) for verb in ("match/", "decide/", "back/", "discard/", "undo/")),
    ]
    assert {answer.status_code for answer in answers} == {expected}


def test_an_import_of_another_initiative_does_not_exist(
    browser: Client, zoe: User, riverbend: Initiative
) -> None:
    where = sent(browser, FILE)["Location"]
    client = Client()
    client.force_login(zoe)
    assert client.get(where.replace("riverbend", "harbor")).status_code == 404


def test_a_file_of_another_kind_is_refused_at_the_field(browser: Client, riverbend: Initiative) -> None:
    file = SimpleUploadedFile("figures.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100))
    answer = browser.post(START, {"file": file})
    assert answer.status_code == 422
    assert (
        "not what its name says" in answer.content.decode() or "signs that no CSV" in answer.content.decode()
    )
    with tenant(riverbend):
        assert not Import.objects.exists()


def test_faulty_rows_come_as_a_file_without_formulas(browser: Client) -> None:
    where = sent(browser, "partner,indicator,period,value\nschool-board,reading,=1+1,5\n")["Location"]
    jobs.run_due()
    browser.post(where + "match/", {**fields(browser.get(where).content.decode()), "do": "check"})
    jobs.run_due()
    text = browser.get(where + "rows.csv").content.decode()
    assert "is not a period" in text
    assert "\n=" not in text and ",=" not in text


def test_giving_up_deletes_the_file(
    browser: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    where = sent(browser, FILE)["Location"]
    jobs.run_due()
    assert list((tmp_path / "imports").iterdir())
    assert browser.post(where + "discard/").status_code == 303
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run_due()
    assert not list((tmp_path / "imports").iterdir())
    assert "given up" in browser.get(where).content.decode()


def test_staff_find_the_import_among_the_tabs(browser: Client) -> None:
    assert f'href="{START}" aria-current="page"' in browser.get(START).content.decode()
    assert f'href="{START}"' in browser.get("/i/riverbend/measurement/").content.decode()


NEAR = """partner,indicator,period,numerator,denominator
school-board,reading,2024-Q1,40,50
food banc,reading,2024-Q1,*,*
"""


def previewed(client: Client, content: str) -> tuple[str, str]:
    """The address and the page of the preview of an upload."""
    where = sent(client, content)["Location"]
    jobs.run_due()
    client.post(where + "match/", {**fields(client.get(where).content.decode()), "do": "check"})
    jobs.run_due()
    return where, client.get(where).content.decode()


def measure(ana: User) -> None:
    """Riverbend measures reading."""
    with enter(ana, "riverbend") as actor:
        define_indicator(actor, code="reading", name="Reads at level", kind="ratio", cadence="quarterly")


def test_the_preview_speaks_of_names_and_says_what_is_missing(
    browser: Client, ana: User, riverbend: Initiative
) -> None:
    measure(ana)
    where, page = previewed(browser, NEAR)
    shown = page[page.index("The first figures as we understand them") :]
    shown = shown[: shown.index("</table>")]
    assert "School board" in shown and "Reads at level" in shown and "2024 Q1" in shown
    assert "suppressed_at_source" not in shown and "2024-Q1" not in shown
    assert "1 figure is ready" in page and "1 waits for a name" in page
    assert "Say what “food banc” is" in page and "Answer and import" in page
    assert page.index("Names that wait for your answer") < page.index("1 figure is ready")
    assert fields(page)["name.partner.0"] == "is:food-bank"
    assert "Adds 1 figure." in page and "adds 0" not in page
    browser.post(where + "decide/", {**fields(page), "do": "import"})
    jobs.run_due()
    assert "2 figures were taken in" in browser.get(where).content.decode()
    with tenant(riverbend):
        assert set(Observation.objects.values_list("partner__code", flat=True)) == {
            "school-board",
            "food-bank",
        }


def test_a_reason_that_is_missing_is_asked_for_at_once_and_what_was_sent_stays(
    browser: Client, ana: User, riverbend: Initiative
) -> None:
    measure(ana)
    plain = NEAR.splitlines()[0] + "\nschool-board,reading,2024-Q1,{},50\n"
    where, page = previewed(browser, plain.format(40))
    browser.post(where + "decide/", {**fields(page), "do": "import"})
    jobs.run_due()
    where, page = previewed(browser, plain.format(41))
    assert "Give a reason for the 1 figure that changes" in page and "Changes 1 figure." in page
    answer = browser.post(where + "decide/", {**fields(page), "source": "The archive", "do": "import"})
    assert answer.status_code == 422
    assert fields(answer.content.decode())["source"] == "The archive"
    with tenant(riverbend):
        assert set(Import.objects.values_list("state", flat=True)) == {"done", "preview"}


def test_columns_come_first_and_the_rest_is_folded_when_they_say_it_all(browser: Client, ana: User) -> None:
    measure(ana)
    where = sent(browser, NEAR)["Location"]
    jobs.run_due()
    page = browser.get(where).content.decode()
    assert page.index('id="h-columns"') < page.index("Headings and whole file")
    assert '<details class="panel more-panel"><summary' in page
    assert "1 of the first 1 known" in page
    where = sent(browser, "partner,reading\nschool-board,5\n")["Location"]
    jobs.run_due()
    assert '<details class="panel more-panel" open><summary' in browser.get(where).content.decode()
