"""The pages of shared measurement over HTTP, without a browser and without JavaScript."""

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.models import Initiative, User
from measurement import queries, services
from tests import factories
from tests.factories import measurement as make

pytestmark = pytest.mark.django_db
HERE = "/i/riverbend/measurement/"


def client_of(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def asked(riverbend: Initiative, ana: User, ben: User) -> str:
    """The address of a hand-in: books (a count) and reading (a percentage by income) of the school board."""
    make.dimension(riverbend, "income", "low", "other")
    books = make.indicator(riverbend, "books", name="Books given out", headline=True, visibility="public")
    reading = make.indicator(
        riverbend, "reading", name="Reading at level", kind="ratio", about_people=True, dimensions=["income"]
    )
    with core.enter(ana, "riverbend") as actor:
        for indicator in (books, reading):
            services.assign(
                actor,
                partner=core.partner(actor, "school-board"),
                indicator=indicator,
                starts_on=date(2023, 10, 1),
            )
    make.cycle(riverbend, "2023-Q4")
    make.accepted(riverbend, ben, "school-board", "2023-Q4", [{"indicator": "books", "value": 100}])
    make.cycle(riverbend, "2024-Q1")
    return address(ben, "2024-Q1")


def address(who: User, period: str) -> str:
    with core.enter(who, "riverbend") as actor:
        first = make.parse(period).start
        row = queries.requests(actor).filter(cycle__period_start=first, partner__code="school-board").get()
        return f"{HERE}requests/{row.public_id}/"


def fields(html: str) -> dict[str, str]:
    """What a browser without JavaScript would send back of the hand-in form, untouched."""
    import html as entities

    found = {
        name: entities.unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', html)
    }
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.S):
        found[name] = entities.unescape(text)
    for name, inner in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    found.pop("do", None)
    return found


def name_of(html: str, label: str, part: str) -> str:
    """The name of an input by the beginning of its label."""
    found = re.search(rf'name="([^"]+\.{part})"[^>]*aria-label="{label}', html)
    assert found, (label, part)
    return found[1]


def filled(client: Client, url: str, **entered: Any) -> dict[str, str]:
    html = client.get(url).content.decode()
    sent = fields(html)
    labels = {"books": "Books given out", "reading": "Reading at level"}
    for key, value in entered.items():
        code, _, part = key.partition("_")
        sent[name_of(html, labels[code], part or "value")] = value
    return sent


def test_a_hand_in_goes_all_the_way_without_javascript(asked: str, ana: User, ben: User) -> None:
    mine, theirs = client_of(ben), client_of(ana)
    sent = filled(mine, asked, books="1,120", reading_numerator="410", reading_denominator="500")
    assert mine.post(asked, {**sent, "do": "later"}).status_code == 303
    assert filled(mine, asked)[name_of(mine.get(asked).content.decode(), "Books", "value")] == "1,120"
    answer = mine.post(asked, {**filled(mine, asked), "do": "check"})
    check = mine.get(answer["Location"]).content.decode()
    assert "The last figure was 100" in check
    version = fields(check)["version"]
    refused = mine.post(answer["Location"], {"version": version})
    assert refused.status_code == 422
    why = re.search(r'name="([^"]+\.explanation)"', check)
    assert why
    done = mine.post(answer["Location"], {"version": version, why[1]: "A publisher gave us its stock"})
    assert done.status_code == 303
    assert "Handed in, waiting for review" in mine.get(asked).content.decode()
    review = theirs.get(HERE + "review/").content.decode()
    found = re.search(r'href="([^"]*/submissions/[^"]+/)"', review)
    assert found
    page = theirs.get(found[1]).content.decode()
    assert "A publisher gave us its stock" in page
    assert "82.0" in page
    assert "410 of 500" in page
    assert theirs.post(found[1] + "return/", {"reason": ""}).status_code == 422
    stale = theirs.post(found[1] + "accept/", {"version": int(fields(page)["version"]) - 1})
    assert stale.status_code == 412, "figures that were not looked at are not accepted"
    assert theirs.post(found[1] + "accept/", {"version": fields(page)["version"]}).status_code == 303
    assert "The figures count now" in mine.get(asked).content.decode()


def test_what_is_no_number_is_kept_and_met_with_the_status_that_is_meant(asked: str, ben: User) -> None:
    mine = client_of(ben)
    answer = mine.post(asked, {**filled(mine, asked, books="n/a"), "do": "check"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert fields(html)[name_of(html, "Books", "value")] == "n/a"
    assert "Do you mean that it does not apply?" in html
    quiet = mine.post(asked, filled(mine, asked, books="n/a"), headers={"X-Autosave": "1"}).json()
    offers = quiet["rows"][name_of(html, "Books", "value").rpartition(".")[0]]["suggestions"]
    assert offers[0][0].endswith(".status=not_applicable"), "the page that saves by itself offers it too"
    offered = re.findall(r'name="set" value="([^"]+)"', html)
    assert offered[0].endswith(".status=not_applicable"), "the likeliest stands first"
    mine.post(asked, {**filled(mine, asked), "set": offered[0]})
    html = mine.get(asked).content.decode()
    assert fields(html)[name_of(html, "Books", "value")] == ""
    assert fields(html)[offered[0].partition("=")[0]] == "not_applicable"


def test_saving_by_itself_answers_with_what_the_page_needs(asked: str, ben: User) -> None:
    mine = client_of(ben)
    sent = filled(mine, asked, books="120")
    answer = mine.post(asked, sent, headers={"X-Autosave": "1"}).json()
    assert (answer["ready"], answer["progress"]) == (1, "1 of 2 rows ready")
    name = name_of(mine.get(asked).content.decode(), "Books", "value")
    assert answer["rows"][name.rpartition(".")[0]]["change"] == "+20 (+20\u00a0%)"
    assert answer["base"][name] == "120"
    again = mine.post(asked, {**sent, name: "130", "version": answer["version"]}, headers={"X-Autosave": "1"})
    assert again.json()["version"] > answer["version"]


def test_the_button_pressed_while_the_page_saves_by_itself_still_does_what_it_says(
    asked: str, ben: User
) -> None:
    mine = client_of(ben)
    mine.post(asked, {**filled(mine, asked, books="100", reading_numerator="40", reading_denominator="100")})
    sent = filled(mine, asked, books="120")
    mine.post(asked, sent, headers={"X-Autosave": "1"})  # its answer has not come when the button is pressed
    answer = mine.post(asked, {**sent, "do": "check"})
    assert (answer.status_code, answer["Location"]) == (303, asked + "check/")
    assert filled(mine, asked)[name_of(mine.get(asked).content.decode(), "Books", "value")] == "120"


def test_of_two_people_both_changes_stand_unless_they_touch_the_same_field(
    asked: str, riverbend: Initiative, ben: User
) -> None:
    bea = factories.user("bea@riverbend.example")
    with core.enter(ben, "riverbend") as actor:
        partner = core.partner(actor, "school-board")
    factories.member(riverbend, bea, "contributor", of=partner)
    mine, hers = client_of(ben), client_of(bea)
    sent, also = filled(mine, asked, books="120"), filled(hers, asked, reading_denominator="500")
    assert mine.post(asked, {**sent, "do": "save"}).status_code == 303
    assert hers.post(asked, {**also, "do": "save"}).status_code == 303
    now = filled(mine, asked)
    html = mine.get(asked).content.decode()
    books, base = name_of(html, "Books", "value"), name_of(html, "Reading", "denominator")
    assert (now[books], now[base]) == ("120", "500")
    assert hers.post(asked, {**now, books: "130", "do": "save"}).status_code == 303
    clash = mine.post(asked, {**now, books: "140", "do": "save"})
    assert clash.status_code == 412
    html = clash.content.decode()
    assert "Saved by somebody else: <b>130</b>. You typed <b>140</b>." in html
    assert fields(html)[books] == "140"
    assert filled(hers, asked)[books] == "130", "nothing was overwritten"
    quiet = mine.post(asked, {**now, books: "140"}, headers={"X-Autosave": "1"})
    assert (quiet.status_code, quiet.json()["code"]) == (412, "stale")
    assert mine.post(asked, {**fields(html), "do": "save"}).status_code == 303
    assert filled(hers, asked)[books] == "140"


def test_a_draft_is_its_partners_own(asked: str, ana: User, ben: User, pia: User) -> None:
    mine = client_of(ben)
    mine.post(asked, {**filled(mine, asked, books="987"), "do": "save"})
    html = client_of(ana).get(asked).content.decode()
    assert "987" not in html
    assert "A draft has been begun" in html
    assert client_of(ana).post(asked, {"do": "save"}).status_code == 409
    assert client_of(pia).get(asked).status_code == 404


def test_staff_enter_on_a_partners_behalf_and_somebody_else_accepts(asked: str, ana: User, sam: User) -> None:
    staff = client_of(ana)
    assert "On behalf of School board" in staff.get(asked).content.decode()
    staff.post(asked, {**filled(staff, asked, books="110"), "do": "save"})
    check = asked + "check/"
    version = fields(staff.get(check).content.decode())["version"]
    assert staff.post(check, {"version": version}).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        found = queries.submissions(actor).get(state="submitted")
    page = f"{HERE}submissions/{found.public_id}/"
    html = staff.get(page).content.decode()
    assert "somebody else of the backbone must accept it" in html
    assert "Accept all" not in html
    assert staff.post(page + "accept/").status_code == 403
    assert client_of(sam).post(page + "accept/").status_code == 303


def test_a_revision_wants_a_reason_and_keeps_what_stood(asked: str, ana: User, ben: User) -> None:
    mine, former = client_of(ben), address(ben, "2023-Q4")
    html = mine.get(former + "revise/").content.decode()
    name = name_of(html, "Books", "value")
    assert mine.post(former + "revise/", {**fields(html), name: "110"}).status_code == 422
    assert mine.post(former + "revise/", {**fields(html), "reason": "because"}).status_code == 422
    done = mine.post(former + "revise/", {**fields(html), name: "110", "reason": "Counted twice"})
    assert done.status_code == 303
    with core.enter(ana, "riverbend") as actor:
        services.accept(actor, queries.submissions(actor).get(state="submitted"))
    make.rolled_up()
    explain = HERE + "indicators/books/explain/?period=2023-Q4&by=total&group=total"
    told = client_of(ana).get(explain).content.decode()
    assert "Counted twice" in told
    assert "<s>100" in told
    assert "<h1>110</h1>" in told


def test_a_revision_does_not_revert_one_made_since(
    asked: str, riverbend: Initiative, ana: User, ben: User
) -> None:
    mine, page = client_of(ben), address(ben, "2023-Q4") + "revise/"
    html = mine.get(page).content.decode()
    books = name_of(html, "Books", "value")
    assert mine.post(page, {**fields(html), books: "110", "reason": "Counted twice"}).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        services.accept(actor, queries.submissions(actor).get(state="submitted"))
    late = mine.post(page, {**fields(html), books: "105", "reason": "A box was missed"})
    assert late.status_code == 412
    again = late.content.decode()
    assert "Saved by somebody else: <b>110</b>. You typed <b>105</b>." in again
    assert "A box was missed" in again
    assert mine.post(page, {**fields(again), books: "105", "reason": "A box was missed"}).status_code == 303


def test_a_cycle_that_is_closed_before_its_day_opens_no_form(asked: str, ana: User, ben: User) -> None:
    with core.enter(ana, "riverbend") as actor:
        cycle = queries.cycles(actor).get(period_start=make.parse("2024-Q1").start)
        services.change_cycle(actor, cycle, opens=cycle.opens, due=date(2099, 1, 1), grace_days=0)
        services.close_cycle(actor, queries.cycle(actor, cycle.public_id))
    html = client_of(ben).get(asked).content.decode()
    assert "This cycle has been closed" in html
    assert "data-hand-in" not in html


def test_a_cycle_is_opened_extended_closed_and_locked(asked: str, ana: User, ben: User) -> None:
    staff = client_of(ana)
    assert staff.post(HERE + "new/cycle/", {"period": "2024-Q1"}).status_code == 422, "it stands already"
    html = staff.get(HERE + "new/cycle/").content.decode()
    offered = re.findall(r'<option value="(\d{4}-Q\d)"', html)
    assert staff.post(HERE + "new/cycle/", {"period": offered[0]}).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        cycle = queries.cycles(actor).get(period_start=make.parse("2024-Q1").start)
    board = f"{HERE}cycles/{cycle.public_id}/"
    assert "Not in yet" in staff.get(board).content.decode()
    assert staff.post(asked + "extend/", {"until": "2020-01-01"}).status_code == 422
    assert staff.post(asked + "extend/", {"until": "2099-01-01", "reason": "flood"}).status_code == 303
    assert "More time given" in staff.get(board).content.decode()
    assert staff.post(board + "close/").status_code == 303
    assert staff.post(board + "lock/").status_code == 303
    assert "final and published" in staff.get(board).content.decode()
    assert "This cycle is locked" in client_of(ben).get(asked).content.decode()


def test_an_indicator_is_defined_and_a_change_of_meaning_asks_when_and_why(asked: str, ana: User) -> None:
    staff = client_of(ana)
    form = HERE + "new/indicator/"
    given = {
        "name": "Visits",
        "kind": "count",
        "definition": "Home visits",
        "cadence": "quarterly",
        "direction": "up",
        "level": "partner",
        "visibility": "partners",
        "state": "active",
    }
    assert staff.post(form, {**given, "name": ""}).status_code == 422
    answer = staff.post(form, given)
    assert answer["Location"] == HERE + "indicators/visits/partners/"
    change = HERE + "indicators/books/change/"
    words = {**given, "name": "Books", "headline": "on", "visibility": "public"}
    refused = staff.post(change, {**words, "definition": "Something else"})
    assert refused.status_code == 422
    assert "from which day" in refused.content.decode()
    meant = {"definition": "Something else", "valid_from": "2024-01-01", "break_note": "New rules"}
    assert staff.post(change, {**words, **meant}).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        numbers = [v.number for v in queries.versions(actor, queries.indicator(actor, "books"))]
    assert numbers == [1, 2]


def test_an_indicators_own_rules_of_hiding_are_kept_and_shown(asked: str, ana: User) -> None:
    staff = client_of(ana)
    change = HERE + "indicators/reading/change/"
    shown = staff.get(change).context["form"].initial
    given = {key: value for key, value in shown.items() if value not in (None, False, "")}
    given |= {"definition": "Pupils who read at their grade's level", "clarification": "Said at all"}
    lax = staff.post(change, {**given, "suppression_threshold": "9"})
    assert lax.context["form"].errors == {
        "suppression_threshold": [
            "The initiative hides figures about fewer than 10 already: an indicator may hide more, not less."
        ]
    }
    assert staff.post(change, {**given, "population_floor": "300", "rounded_to": "5"}).status_code == 303
    assert 'value="5" selected' in staff.get(change).content.decode()
    page = staff.get(HERE + "indicators/reading/").content.decode()
    assert "<dd>300</dd>" in page and "<dd>to the nearest 5</dd>" in page


def test_the_csv_says_what_the_page_says_and_no_cell_is_a_formula(
    asked: str, ana: User, riverbend: Initiative
) -> None:
    factories.partner(riverbend, "evil", name='=HYPERLINK("http://x")')
    with core.enter(ana, "riverbend") as actor:
        partner = core.partner(actor, "evil")
        services.assign(
            actor,
            partner=partner,
            indicator=queries.indicator(actor, "books"),
            starts_on=date(2023, 10, 1),
        )
    sam = factories.user("sam2@riverbend.example")
    factories.member(riverbend, sam, "backbone_staff")
    make.accepted(riverbend, sam, "evil", "2023-Q4", [{"indicator": "books", "value": 7}])
    answer = client_of(ana).get(HERE + "indicators/books/csv/?by=partner")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["group"]: row["value"] for row in rows} == {"school-board": "100", "evil": "7"}
    assert {row["name"] for row in rows} == {"School board", '\'=HYPERLINK("http://x")'}
    total = csv.DictReader(io.StringIO(client_of(ana).get(HERE + "indicators/books/csv/").content.decode()))
    assert [row["display"] for row in total] == ["107"]
    assert ">107<" in client_of(ana).get(HERE + "indicators/books/").content.decode()


def test_figures_about_people_reach_readers_only_as_published(
    asked: str, riverbend: Initiative, ben: User, ana: User, cleo: User
) -> None:
    make.accepted(
        riverbend,
        ben,
        "school-board",
        "2024-Q1",
        [{"indicator": "reading", "numerator": 410, "denominator": 500}],
    )
    page = HERE + "indicators/reading/"
    assert "82.0" in client_of(ana).get(page).content.decode()
    for path in (page, page + "csv/", page + "explain/?period=2024-Q1", "/i/riverbend/dashboard/"):
        html = client_of(cleo).get(path).content.decode()
        assert "82.0" not in html, path
        assert "410" not in html, path


def test_an_explanation_of_nothing_is_not_found(asked: str, ana: User) -> None:
    page = HERE + "indicators/books/explain/"
    staff = client_of(ana)
    assert staff.get(page).status_code == 404
    assert staff.get(page + "?period=nonsense").status_code == 404
    assert staff.get(page + "?period=2023-Q4&by=sector&group=nonsense").status_code == 404
    assert staff.get(page + "?period=2023-Q4").status_code == 200


@pytest.mark.parametrize(
    ("who", "path"),
    [
        *((who, path) for who in ("ana", "ben", "cleo") for path in ("/i/riverbend/", HERE)),
        ("cleo", "/i/riverbend/dashboard/"),
        ("ana", HERE + "requests/"),
    ],
)
def test_a_page_asks_no_more_with_more_to_show(
    asked: str, riverbend: Initiative, ben: User, path: str, who: str, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(who))

    def count() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    before = count()
    for number in range(4):
        make.indicator(riverbend, f"more-{number}", headline=True, visibility="public")
    rows = [{"indicator": f"more-{number}", "value": 5} for number in range(4)]
    for quarter in ("2022-Q1", "2022-Q2"):
        make.cycle(riverbend, quarter)
        make.accepted(riverbend, ben, "school-board", quarter, rows)
    assert count() <= before + 1, "one more at most: the second half of a query that was empty"


def test_a_new_initiative_is_told_its_next_step(zoe: User) -> None:
    client = client_of(zoe)
    html = client.get("/i/harbor/").content.decode()
    assert "Add the partners you already work with" in html
    with core.enter(zoe, "harbor") as actor:
        where = actor.initiative
    factories.partner(where, "one")
    assert "Choose the first figures" in client.get("/i/harbor/").content.decode()


def test_half_of_the_reporters_make_no_fall_by_half(
    asked: str, riverbend: Initiative, ana: User, ben: User, pia: User
) -> None:
    """Example 13: a total of few reporters is not compared with one of all."""
    with core.enter(ana, "riverbend") as actor:
        services.assign(
            actor,
            partner=core.partner(actor, "food-bank"),
            indicator=queries.indicator(actor, "books"),
            starts_on=date(2023, 10, 1),
        )
    make.accepted(riverbend, pia, "food-bank", "2023-Q4", [{"indicator": "books", "value": 300}])
    make.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 110}])
    then = datetime(2024, 4, 20, tzinfo=UTC)
    with clock.at(then), core.enter(ana, "riverbend") as actor:
        standing = next(s for s in queries.standings(actor) if s.indicator.code == "books")
        assert (standing.value.number, standing.period, standing.state) == ("400", "2023 Q4", "")
        assert standing.partial_told == "2024 Q1 so far: 110, 1 of 2 reported"
        assert [point and point.value for point in standing.spark] == [400], "the line does not plunge to 110"
    html = client_of(ana).get(HERE + "indicators/books/").content.decode()
    assert "worse" not in html.partition("figure-tools")[0]
    assert "2024 Q1 so far: 110, 1 of 2 reported. Too few have reported to compare." in html
