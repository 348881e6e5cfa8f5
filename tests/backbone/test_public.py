"""What is open to everybody: opened by the lead, gone at once when closed, the same figures by every way out."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from agenda.services import move_strategy
from backbone import queries
from backbone.queries import public as asked
from backbone.services import public as services
from initiatives import limits
from initiatives.kernel.access import Role
from initiatives.kernel.errors import DomainError, Forbidden
from initiatives.kernel.tenancy import tenant
from initiatives.models import Partner
from measurement import queries as measured
from measurement.models import Indicator
from measurement.periods import parse
from tests.factories import agenda
from tests.factories import backbone as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
HIDDEN = "hidden (few people)"


@pytest.fixture
def scene(db: None) -> Scene:
    """Figures about people: one whole, one of few; by sex with one hidden group and its cover."""
    made = Scene("valley", self_acceptance=True, suppression_threshold=10)
    made.partners("A", "B", "C")
    made.dimension("sex", "f", "m", "x")
    made.indicator("many", about_people=True, headline=True, dimensions=["sex"], cadence="yearly")
    made.indicator("few", about_people=True, headline=True, cadence="yearly")
    made.indicator("inner", headline=False, visibility="public", cadence="yearly")
    rows = [
        {"partner": partner, "indicator": "many", "period": "2023", "cell": {"sex": sex}, "value": value}
        for partner, values in {"A": (20, 10, 2), "B": (30, 15, 2), "C": (25, 16, 3)}.items()
        for sex, value in zip(("f", "m", "x"), values, strict=True)
    ]
    made.load(*rows)
    made.give("few", "2023", {"A": {"value": 2}, "B": {"value": 3}, "C": {"value": 4}})
    made.give("inner", "2023", {"A": {"value": 61}, "B": {"value": 62}, "C": {"value": 63}})
    return made


def address(name: str, *args: Any) -> str:
    return reverse(name, args=["valley", *args])


def everywhere() -> list[str]:
    """Every open address of the scene."""
    names = ("public_page", "public_figures", "public_csv", "public_xlsx", "public_package", "public_picture")
    figures = [address(name, "many") for name in ("public_figure", "public_open_sdg", "embedded_figure")]
    return [*(address(name) for name in names), address("embedded_scorecard"), *figures]


def test_nobody_reads_a_page_that_was_not_opened_and_nothing_tells_that_it_is_there(
    scene: Scene, client: Client
) -> None:
    absent = client.get(reverse("public_page", args=["nowhere"]))
    for url in everywhere():
        answer = client.get(url)
        assert answer.status_code == absent.status_code == 404, url
        assert b"valley" not in answer.content.lower().replace(url.encode(), b"")


def test_an_open_page_is_read_by_everybody_and_gone_at_once_when_closed(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    for url in everywhere():
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer["Cache-Control"] == "private, no-cache", url
        assert not answer.cookies, url
    with scene.acting() as actor:
        services.set_public_page(actor, is_open=False)
    assert {client.get(url).status_code for url in everywhere()} == {404}


def test_only_the_lead_opens_it(scene: Scene) -> None:
    for role in ("backbone_staff", "partner_lead", "funder", "community"):
        who = scene.person(role, "A" if role == "partner_lead" else "")
        with scene.acting(who) as actor, pytest.raises(Forbidden):
            services.set_public_page(actor, is_open=True)


def test_what_is_not_shown_to_the_public_is_not_there(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    for name in ("public_figure", "public_open_sdg", "embedded_figure"):
        assert client.get(address(name, "inner")).status_code == 404
    assert "inner" not in client.get(address("public_csv")).content.decode()


def rows_of(answer: Any) -> dict[tuple[str, str, str], dict[str, str]]:
    read = csv.DictReader(io.StringIO(answer.content.decode()))
    return {(row["indicator"], row["by"], row["group"]): row for row in read}


def test_every_file_says_the_same_value_or_the_same_hidden(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    rows = rows_of(client.get(address("public_csv")))
    # 75 + 41 + 7 = 123: 7 is few, 41 its cover.
    told = {group: rows["many", "sex", group]["display"] for group in ("f", "m", "x")}
    assert told == {"f": "75", "m": HIDDEN, "x": HIDDEN}
    assert rows["many", "total", "total"]["value"] == "123"
    assert rows["few", "total", "total"]["display"] == HIDDEN
    for row in rows.values():
        if row["suppressed"] == "true":
            assert not any(
                row[name] for name in ("numerator", "denominator", "value", "low", "high", "coverage")
            )

    sheet = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(address("public_xlsx")).content)
    ).get_sheet_by_index(0)
    head, *body = sheet.to_python()
    written = {(r[0], r[4], r[5]): dict(zip(head, r, strict=True)) for r in body}
    assert written.keys() == rows.keys()
    for place, row in rows.items():
        assert str(written[place]["display"]) == row["display"]

    package = zipfile.ZipFile(io.BytesIO(client.get(address("public_package")).content))
    assert package.read("figures.csv") == client.get(address("public_csv")).content
    described = json.loads(package.read("datapackage.json"))
    assert [field["name"] for field in described["resources"][0]["schema"]["fields"]] == head

    sdg = list(csv.DictReader(io.StringIO(client.get(address("public_open_sdg", "many")).content.decode())))
    assert sdg == [
        {"Year": "2023", "sex": "", "Units": "", "Value": "123"},
        {"Year": "2023", "sex": "f", "Units": "", "Value": "75"},
    ]


def test_pages_and_frames_hide_what_the_files_hide(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    for url in (address("public_figure", "few"), address("embedded_figure", "few")):
        page = client.get(url).content.decode()
        assert HIDDEN in page
        assert ">9<" not in page and '"9"' not in page and "[9" not in page


# --- frames ------------------------------------------------------------------------------------------------


def test_only_the_sites_that_are_named_show_it_in_a_frame_and_only_what_is_made_for_it(
    scene: Scene, client: Client
) -> None:
    make.opened(scene.where, hosts=["www.example.org", " https://News.example.com/ "])
    framed = client.get(address("embedded_figure", "many"))
    assert "X-Frame-Options" not in framed
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors https://news.example.com https://www.example.org;" in f"{policy};"
    assert framed["X-Robots-Tag"] == "noindex"
    for url in (address("public_page"), address("public_figure", "many")):
        answer = client.get(url)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_without_a_named_site_nobody_frames_it(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    answer = client.get(address("embedded_scorecard"))
    assert (answer.status_code, answer["X-Frame-Options"]) == (200, "DENY")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["*", "*.example.org", "example.org; script-src *", "a b.org", "http://x.org", "'self'", "-a.org"]
)
def test_a_site_is_named_by_its_name_alone(scene: Scene, host: str) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        services.set_public_page(actor, is_open=True, hosts=[host])
    assert refused.value.field == "hosts"


def test_search_engines_are_told_where_not_to_look(scene: Scene, client: Client) -> None:
    asked_not_to = client.get("/robots.txt").content.decode().split("\n")
    for path in ("/i/", "/api/", "/accounts/", "/hand-in/", "/check-in/", "/calendar/", "/shared/"):
        assert f"Disallow: {path}" in asked_not_to
    make.opened(scene.where, indexed=False)
    answer = client.get(address("public_page"))
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


# --- languages ---------------------------------------------------------------------------------------------


def test_a_gap_shows_the_original_and_a_changed_original_marks_translations_stale(scene: Scene) -> None:
    make.opened(scene.where)
    with scene.acting() as actor:
        found = asked.texts(actor.initiative, "es")
        assert (found["headline"].body, found["headline"].gap) == ("Every child reads", True)
        assert (found["lead"].body, found["lead"].is_stale) == ("Escuelas y familias.", False)

        services.write_texts(actor, "en", {"lead": "Schools, families and the city."})
        assert asked.texts(actor.initiative, "es")["lead"].is_stale
        assert not asked.texts(actor.initiative, "en")["lead"].is_stale
        services.confirm_text(actor, "lead", "es")
        assert not asked.texts(actor.initiative, "es")["lead"].is_stale


def test_the_page_speaks_the_readers_language_and_says_what_is_not_translated(
    scene: Scene, client: Client
) -> None:
    make.opened(scene.where)
    page = client.get(address("public_page"), headers={"Accept-Language": "es"}).content.decode()
    assert 'lang="es"' in page
    assert "Escuelas y familias." in page
    assert '<h1 id="h-top" lang="en">Every child reads</h1>' in page
    assert "Schools and families." in client.get(address("public_page") + "?lang=en").content.decode()


def test_a_translation_sheet_goes_out_and_comes_back(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    client.force_login(scene.lead)
    out = client.get(address("backbone:public_sheet"))
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(out.content)).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    assert head == ["key", "what", "en", "en state", "es", "es state"]
    assert rows[0][:3] == ["headline", "Headline", "Every child reads"]

    with scene.acting() as actor:
        given = [dict(zip(head, row, strict=False)) for row in rows]
        given[0]["es"] = "Cada niño lee"
        assert services.take_sheet(actor, given) == 1
        found = asked.texts(actor.initiative, "es")
        assert (found["headline"].body, found["headline"].gap) == ("Cada niño lee", False)
        assert found["lead"].body == "Escuelas y familias."


def test_a_file_that_is_no_sheet_is_refused_and_changes_nothing(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    client.force_login(scene.lead)
    for name, content in (("a.xlsx", b"PK\x03\x04 nothing"), ("a.exe", b"MZ"), ("a.xlsx", b"")):
        upload = SimpleUploadedFile(name, content)
        answer = client.post(address("backbone:public_sheet"), {"file": upload})
        assert answer.status_code == 422, name


def test_a_sheet_with_signs_that_cannot_be_stored_is_read_without_them(scene: Scene, client: Client) -> None:
    """Workbooks write a NUL as _x0000_; PostgreSQL holds none."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for row, cells in enumerate((("key", "en"), ("lead", "Schools XX families."))):
            page.write_row(row, 0, cells)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(out) as given, zipfile.ZipFile(spoilt, "w") as kept:
        for name in given.namelist():
            kept.writestr(name, given.read(name).replace(b"XX", b"_x0000_and"))
    client.force_login(scene.lead)
    upload = SimpleUploadedFile("sheet.xlsx", spoilt.getvalue())
    assert client.post(address("backbone:public_sheet"), {"file": upload}).status_code == 303
    with scene.acting() as actor:
        assert asked.texts(actor.initiative, "en")["lead"].body == "Schools and families."


# --- how often ---------------------------------------------------------------------------------------------


def test_files_are_made_less_often_than_pages_are_read(
    scene: Scene, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file costs the server a hundred times what it costs whoever asks for it."""
    counted: dict[str, int] = {}

    def count(keys: list[str]) -> list[int]:
        """Counts without the minute at each key's end, which may turn between two requests."""
        kept = [key.rpartition(":")[0] for key in keys]
        for key in kept:
            counted[key] = counted.get(key, 0) + 1
        return [counted[key] for key in kept]

    make.opened(scene.where)
    report = make.report(scene.where, kind="public", period=parse("2023"))
    _link, secret = make.shared(scene.where, report)
    monkeypatch.setattr(limits, "_count", count)
    settings.API_LIMITS = {**settings.API_LIMITS, "file": 1}
    names = ("public_csv", "public_xlsx", "public_package", "public_picture")
    files = [address(name) for name in names]
    files += [address("public_open_sdg", "many"), address("public_slides", report.public_id)]
    files.append(reverse("shared_slides", args=[secret]))
    for url in files:
        counted.clear()
        assert [client.get(url).status_code for _ in range(2)] == [200, 429], url
    assert client.get(address("public_page")).status_code == 200
    assert client.get(reverse("shared_report", args=[secret])).status_code == 200


# --- names -------------------------------------------------------------------------------------------------


def test_a_partner_is_named_only_by_its_own_word(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    with tenant(scene.where):
        Partner.objects.filter(code="A").update(name="Alphabet School")
    pia, ben = scene.person("partner_lead", "A"), scene.person("contributor", "B")
    page = client.get(address("public_page")).content.decode()
    assert "Alphabet School" not in page
    assert "3 partners are not named here." in page

    client.force_login(pia)
    said = client.post(address("backbone:name_partner", "A"), {"agreed": "yes"})
    assert said.status_code == 303
    assert client.post(address("backbone:name_partner", "B"), {"agreed": "yes"}).status_code == 403
    client.force_login(ben)
    assert client.post(address("backbone:name_partner", "B"), {"agreed": "yes"}).status_code == 403
    client.logout()
    page = client.get(address("public_page")).content.decode()
    assert "Alphabet School" in page
    assert "2 partners are not named here." in page


# --- reports and links over HTTP ---------------------------------------------------------------------------


def test_a_report_for_the_public_stands_on_the_page_and_others_do_not(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    mine, theirs = make.report(scene.where, kind="public"), make.report(scene.where, kind="funder")
    assert client.get(address("public_report", mine.public_id)).status_code == 200
    assert client.get(address("public_slides", mine.public_id)).status_code == 200
    for name in ("public_report", "public_slides"):
        assert client.get(address(name, theirs.public_id)).status_code == 404
        assert (
            client.get(
                address(name, make.report(scene.where, kind="public", published=False).public_id)
            ).status_code
            == 404
        )


def test_a_link_opens_one_report_to_whoever_holds_it_and_nothing_else(scene: Scene, client: Client) -> None:
    report = make.report(scene.where, title="For the council")
    other = make.report(scene.where, title="For somebody else")
    link, secret = make.shared(scene.where, report)
    url = reverse("shared_report", args=[secret])

    page = client.get(url)
    assert page.status_code == 200
    assert "For the council" in page.content.decode()
    assert "For somebody else" not in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["X-Frame-Options"] == "DENY"
    assert not page.cookies
    slides = client.get(reverse("shared_slides", args=[secret]))
    assert slides.content.startswith(b"PK")
    for way in (address("backbone:report", report.public_id), address("backbone:report", other.public_id)):
        assert client.get(way).status_code == 302, "a link makes no session"
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(url).status_code == 405

    with scene.acting() as actor:
        queries.share_link(actor, report, link.public_id)
    client.force_login(scene.lead)
    client.post(address("backbone:revoke_share", report.public_id, link.public_id))
    client.logout()
    for name in ("shared_report", "shared_slides"):
        gone = client.get(reverse(name, args=[secret]))
        assert gone.status_code == 410
        assert "For the council" not in gone.content.decode()


@pytest.mark.parametrize("guess", ["x", "a" * 43, "%00", "..", "0" * 500, "é", "' OR 1=1 --"])
def test_guessing_finds_nothing(scene: Scene, client: Client, guess: str) -> None:
    make.shared(scene.where, make.report(scene.where))
    assert client.get(reverse("shared_report", args=[guess])).status_code == 404


def test_a_name_with_signs_that_no_document_holds_does_not_break_the_slides(
    scene: Scene, client: Client
) -> None:
    """A line broken by hand in a slide arrives as a vertical tab when it is pasted."""
    with scene.acting():
        Indicator.objects.filter(code="many").update(name="Children\x0bwho read\x01\ufffe")
    make.opened(scene.where)
    report = make.report(scene.where, kind="public", period=parse("2023"), title="Where\x0bwe stand\uffff")
    answer = client.get(address("public_slides", report.public_id))
    assert answer.status_code == 200
    deck = Presentation(io.BytesIO(answer.content))
    assert deck.slides[0].shapes.title.text == "Where we stand "
    [chart] = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert chart.plots[0].series[0].name == "Children who read  "


# --- looking as somebody else ------------------------------------------------------------------------------


def test_staff_look_as_a_funder_and_can_change_nothing_meanwhile(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    figure = reverse("measurement:indicator", args=["valley", "few"])
    assert 'class="hidden-value"' not in client.get(figure).content.decode()

    client.post(address("backbone:preview"), {"role": Role.FUNDER})
    page = client.get(figure).content.decode()
    assert "You are looking as: Funder" in page
    assert 'class="hidden-value"' in page
    assert client.get(address("backbone:public")).status_code == 403
    refused = client.post(address("backbone:reports"), {"kind": "board", "period": "2024", "title": "x"})
    assert refused.status_code == 403

    client.post(address("backbone:preview"))
    assert 'class="hidden-value"' not in client.get(figure).content.decode()


def test_nobody_looks_as_staff_and_only_staff_look_as_others(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    assert client.post(address("backbone:preview"), {"role": Role.CONTRIBUTOR}).status_code == 422
    who = scene.person("community")
    client.force_login(who)
    client.post(address("backbone:preview"), {"role": Role.FUNDER})
    assert "You are looking as" not in client.get(address("backbone:home")).content.decode()
    with scene.acting(who) as actor:
        assert actor.role == Role.COMMUNITY


def test_staff_see_what_is_hidden_and_why_and_nobody_else_does(scene: Scene, client: Client) -> None:
    client.force_login(scene.lead)
    page = " ".join(client.get(address("backbone:hidden")).content.decode().split())
    for words in ("sex: x", "sex: m", "stands for fewer than 10 people", "would give a hidden figure away"):
        assert words in page
    client.force_login(scene.person("funder"))
    assert client.get(address("backbone:hidden")).status_code == 403


def test_only_goals_in_force_are_promised(scene: Scene, client: Client) -> None:
    make.opened(scene.where)
    with scene.acting() as actor:
        agenda.draft(actor)
        agenda.goal(actor, "Nine in ten, one day")
    assert "Nine in ten" not in client.get(address("public_page")).content.decode()


def test_the_plan_on_a_page_is_open_once_adopted_with_published_figures_and_agreed_names(
    scene: Scene, client: Client
) -> None:
    make.opened(scene.where)
    plan = address("public_plan")
    with tenant(scene.where):
        for code, name in (("A", "Alphabet School"), ("B", "Bakery")):
            Partner.objects.filter(code=code).update(name=name)
    with scene.acting() as actor:
        every = list(measured.indicators(actor))
        aim = agenda.goal(actor, "Nine in ten read", indicators=every)
        bet = agenda.strategy(actor, "Tutoring for all", goals=[aim])
        for state in ("assessing", "selected"):
            bet = move_strategy(actor, bet, state=state)
    assert client.get(plan).status_code == 404
    assert plan not in client.get(address("public_page")).content.decode()

    agenda.adopted(scene.where)
    client.force_login(scene.person("partner_lead", "A"))
    client.post(address("backbone:name_partner", "A"), {"agreed": "yes"})
    client.logout()
    assert plan in client.get(address("public_page")).content.decode()
    page = client.get(plan).content.decode()
    for told in (
        "Nine in ten read",
        "Tutoring for all",
        "3 of 3 partners adopted it",
        "Alphabet School",
        "123",
    ):
        assert told in page, told
    for untold in ("Bakery", "186", ">9<"):
        assert untold not in page, untold


def test_the_line_to_embed_is_shown_as_text(scene: Scene, client: Client) -> None:
    make.opened(scene.where, hosts=["www.example.org"])
    client.force_login(scene.lead)
    page = client.get(address("backbone:public")).content.decode()
    assert "<iframe" not in page
    assert "&lt;iframe src=&quot;http://testserver/p/valley/embed/many/&quot;" in page
