"""Reports as PDF where the extra is installed; where it is not, the page prints and says so."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backbone import pdf, services
from measurement.periods import parse
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
SAYS = "Concert makes no PDF file here"


@pytest.fixture
def scene(db: None) -> Scene:
    made = Scene(self_acceptance=True)
    made.partners("A", "B", "C")
    made.indicator("r", "ratio", visibility="public", headline=True, name="Reading at level")
    given = {"A": (15, 50), "B": (20, 30), "C": (10, 20)}
    made.give("r", "2024-Q1", {p: {"numerator": n, "denominator": d} for p, (n, d) in given.items()})
    return made


class Engine:
    """Stands for the library: it keeps what it was given."""

    def __init__(self) -> None:
        self.page, self.sheet = "", ""
        self.CSS = lambda string, url_fetcher: SimpleNamespace(text=string)
        self.fetch: Any = None

    def HTML(self, string: str, url_fetcher: Any) -> Any:
        self.page, self.fetch = string, url_fetcher

        def write_pdf(stylesheets: Any, pdf_tags: bool) -> bytes:
            self.sheet = stylesheets[0].text
            return b"%PDF-1.7"

        return SimpleNamespace(write_pdf=write_pdf)


def addresses(scene: Scene) -> list[tuple[str, str]]:
    """The pages of one report with their PDF: for those who belong, for everybody, for the holder of a link."""
    make.opened(scene.where)
    report = make.report(scene.where, kind="public")
    _link, secret = make.shared(scene.where, report)
    slug = scene.where.slug
    return [
        *(
            (reverse(page, args=[slug, report.public_id]), reverse(file, args=[slug, report.public_id]))
            for page, file in (("backbone:report", "backbone:report_pdf"), ("public_report", "public_pdf"))
        ),
        (reverse("shared_report", args=[secret]), reverse("shared_pdf", args=[secret])),
    ]


def test_where_no_pdf_can_be_made_the_page_is_offered_and_says_so(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "engine", lambda: None)
    client.force_login(scene.lead)
    for page, file in addresses(scene):
        text = client.get(page).content.decode()
        assert SAYS in text
        assert file not in text
        assert "data-print" in text
        answer = client.get(file, {"as": "brief", "paper": "letter"})
        assert (answer.status_code, answer["Location"]) == (303, f"{page}?paper=letter&as=brief")


def test_where_it_can_each_way_to_a_report_gives_the_file_as_it_is_laid_out(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine()
    monkeypatch.setattr(pdf, "engine", lambda: engine)
    client.force_login(scene.lead)
    for page, file in addresses(scene):
        text = client.get(page, {"as": "brief", "paper": "letter"}).content.decode()
        assert SAYS not in text
        assert f'{file}?paper=letter&amp;as=brief"' in text
        answer = client.get(file, {"as": "brief", "paper": "letter"})
        assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7")
        assert "public-2024-01-01-brief.pdf" in answer["Content-Disposition"]
        assert "report-brief paper-letter" in engine.page
        assert "45.0" in engine.page
        assert "brief-letter" in engine.sheet
        assert "public-2024-01-01.pdf" in client.get(file)["Content-Disposition"]
        with pytest.raises(ValueError, match=r"example\.org"):
            engine.fetch("https://example.org/")


def test_a_report_whose_figures_are_being_read_is_no_file_yet(scene: Scene, client: Client) -> None:
    with scene.acting() as actor:
        begun = services.make_report(actor, kind="funder", period=parse("2024-Q1"), title="Not yet")
    client.force_login(scene.lead)
    file = reverse("backbone:report_pdf", args=[scene.where.slug, begun.public_id])
    assert client.get(file).status_code == 404


def test_the_library_writes_a_file_of_as_many_sheets_as_it_takes(scene: Scene, client: Client) -> None:
    pytest.importorskip("weasyprint", reason="the extra reports is not installed", exc_type=ImportError)
    client.force_login(scene.lead)
    _page, file = addresses(scene)[0]
    for asked in ({}, {"as": "brief"}, {"as": "brief", "paper": "letter"}):
        answer = client.get(file, asked)
        assert answer.content.startswith(b"%PDF-")
        assert len(answer.content) > 8_000, "a file without fonts or words"


def test_the_brief_of_the_backbones_year_is_no_longer_than_a_sheet_for_its_six_chapters(
    scene: Scene, client: Client
) -> None:
    report = make.report(scene.where, kind="yearly", period=parse("2024"))
    client.force_login(scene.lead)
    page = reverse("backbone:report", args=[scene.where.slug, report.public_id])
    whole, brief = (client.get(page, asked).content.decode() for asked in ({}, {"as": "brief"}))
    assert (whole.count('class="report-chapter"'), whole.count("How well the six roles are served")) == (6, 0)
    assert (brief.count('class="report-chapter"'), brief.count("How well the six roles are served")) == (0, 1)
    assert "report-packed" in brief and "report-packed" not in whole
    assert all(chapter["name"] in brief for chapter in report.chapters)
