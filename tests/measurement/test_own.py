"""A partner's own page: its figures beside the others, everything held about it, its own reports, kept to itself."""

import json
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.ladders import LADDERS
from initiatives.models import User
from initiatives.services.reminding import remind_of
from measurement import queries, services
from measurement.queries.beside import beside, running_means
from measurement.queries.held import held_about
from measurement.queries.reports import layout, layouts, report
from measurement.services.reports import change_layout, copy_layout, make_layout
from tests.factories import measurement as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
AT = "2024-04-10"


@pytest.fixture
def scene(db: None) -> Scene:
    """Six partners with a count that nobody is named by: 10, 20, 30, 40, 50, 60."""
    made = Scene(self_acceptance=True)
    made.partners(*"ABCDEF")
    made.dimension("sex", "f", "m")
    made.indicator(
        "n", visibility="anonymous", dimensions=["sex"], time_behaviour="flow", definition="All of them."
    )
    figures = {code: {"value": 10 * place} for place, code in enumerate("ABCDEF", 1)}
    made.give("n", "2024-Q1", figures, at=AT)
    return made


@pytest.fixture
def pia(scene: Scene) -> User:
    return scene.person("partner_lead", "A")


def ranges(scene: Scene, who: User, code: str = "A") -> list[tuple[str, int, str, str, str]]:
    with scene.acting(who) as actor:
        found = beside(actor, core.partner(actor, code).pk)
    return [(str(b.figure.value), b.others, str(b.low), str(b.middle), str(b.high)) for b in found]


def test_the_middle_half_of_the_others(scene: Scene, pia: User) -> None:
    # The means of each three of 20, 30, 40, 50, 60 are 30, 40, 50; their quartiles are 35, 40 and 45.
    assert ranges(scene, pia) == [("10", 5, "35", "40", "45")]


def test_no_quartile_of_five_others_is_one_of_their_figures(scene: Scene, pia: User) -> None:
    """Of 20, 33, 41, 52, 90 the three means are 31.3, 42 and 61: told are 37, 42 and 52 (36.7, 42, 51.5)."""
    figures = {code: {"value": n} for code, n in zip("ABCDEF", (10, 20, 33, 41, 52, 90), strict=True)}
    scene.give("n", "2024-Q2", figures, at="2024-07-10")
    assert ranges(scene, pia)[0][2:] == ("37", "42", "52")
    assert running_means([Decimal(n) for n in (20, 33, 41, 52, 90)])[1:] == [Decimal(42), Decimal(61)]


def test_four_others_are_too_few(scene: Scene, pia: User) -> None:
    with scene.acting() as actor:
        made = services.draft_agreement(
            actor,
            parties=[core.partner(actor, "F")],
            title="x",
            starts_on=date(2024, 1, 1),
            audience="totals",
        )
        services.activate_agreement(actor, made)
    assert ranges(scene, pia) == [("10", 0, "None", "None", "None")]


def test_who_keeps_figures_to_oneself_is_compared_with_nobody(scene: Scene, pia: User) -> None:
    with scene.acting() as actor:
        from measurement import queries

        services.change_indicator(actor, queries.indicator(actor, "n"), visibility="own")
    assert ranges(scene, pia)[0][1] == 0


def test_figures_about_people_are_compared_once_published(scene: Scene, pia: User) -> None:
    scene.indicator("p", about_people=True, visibility="anonymous")
    scene.give("p", "2024-Q1", {code: {"value": 20} for code in "AB"}, at=AT)
    assert [row[1] for row in ranges(scene, pia)] == [5, 0]
    scene.give("p", "2024-Q1", {code: {"value": 20} for code in "CDE"} | {"F": {"value": 3}}, at=AT)
    # F's 3 stands for few people and is left out: four others are too few.
    assert [row[1] for row in ranges(scene, pia)] == [5, 0]


def test_only_staff_and_its_own_people_open_the_page(scene: Scene, pia: User) -> None:
    address = f"/i/{scene.where.slug}/measurement/partners/A/own/"
    for who, status in (
        (scene.lead, 200),
        (pia, 200),
        (scene.person("partner_lead", "B"), 403),
        (scene.person("funder"), 403),
    ):
        client = Client()
        client.force_login(who)
        assert client.get(address).status_code == status
        assert client.get(f"{address}held.json").status_code == status


def test_all_that_is_held_comes_out_and_nothing_of_others(scene: Scene, pia: User) -> None:
    client = Client()
    client.force_login(pia)
    home = f"/i/{scene.where.slug}/measurement/partners/A/own/"
    held = json.loads(client.get(f"{home}held.json").content)
    assert [(row["indicator"], row["numerator"]) for row in held["figures"]] == [("n", "10")]
    assert set(held) == {
        "partner",
        "people",
        "assignments",
        "hand_ins",
        "figures",
        "notes",
        "agreements",
        "reminders",
        "links",
        "events",
    }
    assert not any("minutes" in row for row in held["people"])
    answer = client.get(f"{home}held.xlsx")
    assert answer["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        assert len([name for name in book.namelist() if name.startswith("xl/worksheets/")]) == 10


def test_letters_about_hand_ins_and_about_agreements_are_held_alike(scene: Scene, pia: User) -> None:
    with clock.at(moment("2024-04-01 12:00")):
        cycle = scene.cycle("2024-Q2", opens=date(2024, 4, 1), due=date(2024, 4, 5))
        shared = make.agreement(scene.where, "A", ends_on=date(2024, 4, 30))
    for day in (10, 11):
        with clock.at(moment(f"2024-04-{day} 12:00")), scene.acting() as actor:
            if day == 10:
                remind_of(actor, LADDERS["agreements"], shared.public_id, message="Read it again.")
            else:
                services.nudge(actor, cycle, message="It is late.")
    with scene.acting(pia) as actor:
        found = held_about(actor, core.partner(actor, "A"))["reminders"]
    assert [(row["day"].day, row["message"]) for row in found] == [
        (11, "It is late."),
        (10, "Read it again."),
    ]


# --- our report ----------------------------------------------------------------------------------------------


def made(scene: Scene, who: User, **values: Any) -> Any:
    with scene.acting(who) as actor:
        given = {"name": "For the county", "lines": [{"indicator": "n", "label": "Reached"}], **values}
        return make_layout(actor, core.partner(actor, "A"), **given)


def test_a_year_of_one_s_own_in_quarters_and_whole(scene: Scene, pia: User) -> None:
    for period, value in (("2023-Q3", 1), ("2023-Q4", 2), ("2024-Q2", 4)):
        scene.give("n", period, {"A": {"value": value}, "B": {"value": 99}}, at=AT)
    quarters, whole = (
        made(scene, pia, starts_in=7),
        made(scene, pia, name="Whole", starts_in=7, by_time="yearly"),
    )
    with scene.acting(pia) as actor:
        found = report(actor, quarters, 2024)
        assert (found.first, found.last) == (date(2023, 7, 1), date(2024, 6, 30))
        assert found.blocks[0].label == "Reached"
        assert found.blocks[0].rows[0].values == (1, 2, 10, 4)
        assert report(actor, whole, 2024).blocks[0].rows[0].values == (17,)
        assert report(actor, whole, 2024).names == ("2023/24",)


def test_months_make_the_quarters_of_a_year_that_begins_in_february(scene: Scene, pia: User) -> None:
    """Feb to Apr 1 + 2 + 4 = 7; a stock is the last, 7 and 30; January lies in the last quarter of the year before."""
    scene.indicator("flow", cadence="monthly", time_behaviour="flow")
    scene.indicator("stock", cadence="monthly", time_behaviour="stock")
    for month, flow, stock in ((2, 1, 9), (3, 2, 8), (4, 4, 7), (5, 8, 20), (6, 16, 30)):
        scene.give("flow", f"2023-{month:02d}", {"A": {"value": flow}}, at=AT, work=False)
        scene.give("stock", f"2023-{month:02d}", {"A": {"value": stock}}, at=AT, work=False)
    scene.give("flow", "2023-01", {"A": {"value": 100}}, at=AT)
    lines = [{"indicator": code} for code in ("flow", "stock")]
    kept = made(scene, pia, starts_in=2, lines=lines)
    with scene.acting(pia) as actor:
        found = report(actor, kept, 2024)
    assert (found.first, found.last) == (date(2023, 2, 1), date(2024, 1, 31))
    flow, stock = found.blocks
    assert flow.rows[0].values == (7, 24, None, None)
    assert stock.rows[0].values == (7, 30, None, None)
    assert len(flow.notes) == 1 and "2 of the periods in 2023-05-01/2023-07-31" in flow.notes[0]
    assert stock.notes and "as of 2023-06" in stock.notes[0]
    assert not flow.left_out


def test_what_fits_no_column_is_left_out_and_said(scene: Scene, pia: User, client: Client) -> None:
    """Calendar quarters lie across those of a year from February; the year 2023 lies in no quarter."""
    scene.give("n", "2023-Q2", {"A": {"value": 5}}, at=AT)
    scene.give("n", "2023", {"A": {"value": 50}}, at=AT)
    kept = made(scene, pia, starts_in=2)
    with scene.acting(pia) as actor:
        [block] = report(actor, kept, 2024).blocks
    assert block.rows[0].values == (None, None, None, None)
    assert {period.code for period in block.left_out} >= {"2023-Q2", "2023"}
    client.force_login(pia)
    path = f"/i/{scene.where.slug}/measurement/partners/A/own/reports/{kept.public_id}/?year=2024"
    assert "left out, since they lie in no one column: " in client.get(path).content.decode()


def test_a_quarter_stands_for_its_months(scene: Scene, pia: User) -> None:
    """2 for April to June and 1 for April: the year has 2, not 3."""
    scene.indicator("both", cadence="monthly", time_behaviour="flow")
    for period, value in (("2023-Q2", 2), ("2023-04", 1)):
        scene.give("both", period, {"A": {"value": value}}, at=AT)
    kept = made(scene, pia, by_time="yearly", lines=[{"indicator": "both"}])
    with scene.acting(pia) as actor:
        assert report(actor, kept, 2023).blocks[0].rows[0].values == (2,)


def test_categories_stand_below_their_total(scene: Scene, pia: User) -> None:
    rows = [
        {"partner": "A", "indicator": "n", "period": "2024-Q2", "cell": cell, "value": value}
        for cell, value in (({}, 9), ({"sex": "f"}, 4), ({"sex": "m"}, 5))
    ]
    scene.load(*rows, at=AT)
    kept = made(scene, pia, lines=[{"indicator": "n", "by": "sex"}])
    with scene.acting(pia) as actor:
        block = report(actor, kept, 2024).blocks[0]
    assert [(row.name, row.values[1]) for row in block.rows] == [("", 9), ("f", 4), ("m", 5)]


def test_a_report_outlives_a_dimension_that_its_indicator_lost(scene: Scene, pia: User) -> None:
    kept = made(scene, pia, lines=[{"indicator": "n", "by": "sex"}])
    with scene.acting() as actor:
        services.change_indicator(
            actor,
            queries.indicator(actor, "n"),
            dimensions=[],
            valid_from=date(2024, 4, 1),
            break_note="Nobody asks for it any more",
        )
    with scene.acting(pia) as actor:
        [row] = report(actor, kept, 2024).blocks[0].rows
    assert (row.name, row.values) == ("", (10, None, None, None))


def test_a_report_is_its_partner_s_alone_unless_it_shares_it(scene: Scene, pia: User) -> None:
    kept = made(scene, pia)
    other = scene.person("partner_lead", "B")
    with scene.acting(other) as actor, pytest.raises(Forbidden):
        list(layouts(actor, kept.partner_id))
    with scene.acting() as actor:
        with pytest.raises(NotFound):
            layout(actor, kept.partner_id, kept.public_id)
        with pytest.raises(Conflict):
            change_layout(actor, kept, name="Mine")
    with scene.acting(pia) as actor:
        change_layout(actor, kept, shared=True)
        copied = copy_layout(actor, kept)
        assert (copied.name, copied.shared) == ("Copy of For the county", False)
    with scene.acting() as actor:
        assert [row.name for row in layouts(actor, kept.partner_id)] == ["For the county"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"lines": []}, "lines"),
        ({"lines": [{"indicator": "nothing"}]}, "lines"),
        ({"lines": [{"indicator": "n", "by": "age"}]}, "lines"),
        ({"starts_in": 13}, "starts_in"),
        ({"by_time": "weekly"}, "by_time"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    scene: Scene, pia: User, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as fault:
        made(scene, pia, **values)
    assert fault.value.field == field


def test_the_workbook_has_a_chart_and_the_definitions(scene: Scene, pia: User) -> None:
    kept = made(scene, pia, lines=[{"indicator": "n", "label": "=cmd()"}])
    client = Client()
    client.force_login(pia)
    home = f"/i/{scene.where.slug}/measurement/partners/A/own/reports"
    answer = client.get(f"{home}/{kept.public_id}/xlsx/?year=2024")
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        assert any(name.startswith("xl/charts/chart") for name in book.namelist())
        strings = book.read("xl/sharedStrings.xml").decode()
        assert "All of them." in strings
        assert "'=cmd()" in strings
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    page = client.get(f"{home}/{kept.public_id}/?year=2024").content.decode()
    assert ">10<" in page


def test_a_layout_is_made_on_its_page_and_a_mistake_loses_nothing(scene: Scene, pia: User) -> None:
    client = Client()
    client.force_login(pia)
    address = f"/i/{scene.where.slug}/measurement/partners/A/own/reports/new/"
    given = {"name": "", "funder": "Kept words", "starts_in": "7", "by_time": "quarterly", "place-n": "1"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    made_at = client.post(address, {**given, "name": "Ours"})
    assert made_at.status_code == 303
    assert client.get(made_at["Location"]).status_code == 200
    assert client.get(f"{made_at['Location']}change/").status_code == 200


def test_what_is_handed_in_on_the_last_evening_is_not_late() -> None:
    """At eleven in the evening there it is the next day elsewhere."""
    scene = Scene(timezone="America/Los_Angeles")
    scene.partners("A")
    scene.indicator("n")
    cycle = scene.cycle("2024-Q1")
    who = scene.person("contributor", "A")
    evening = datetime.combine(cycle.due, time(23), tzinfo=ZoneInfo("America/Los_Angeles"))
    with clock.at(evening):
        scene.hand_in(who, "A", "2024-Q1", [{"indicator": "n", "value": 1}])
    with scene.acting(who) as actor:
        [row] = held_about(actor, core.partner(actor, "A"))["hand_ins"]
    assert (row["handed_in"], row["days_late"]) == (evening, 0)


def test_a_changed_definition_touches_those_who_report_it(scene: Scene, pia: User, client: Client) -> None:
    scene.indicator("other")
    with scene.acting() as actor:
        for code in ("n", "other"):
            services.change_indicator(
                actor,
                queries.indicator(actor, code),
                definition="Otherwise",
                valid_from=date(2026, 1, 1),
                break_note=f"Because of {code}",
            )
    client.force_login(pia)
    page = client.get(f"/i/{scene.where.slug}/measurement/partners/A/own/")
    told = [line.text for line in page.context["touching"]]
    assert any("“n”" in line for line in told), told
    assert not any("“other”" in line for line in told)
