"""The views of who does what where as people get them: what they say, what they leave out, what they offer."""

import csv
import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from activities.models import ActivityLink, Outside
from activities.queries import populations
from activities.queries.chains import chains
from activities.queries.landscape import landscape
from activities.services import put_outside
from activities.words import Part
from agenda import services as agreed
from agenda.services import Moving
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import headline
from initiatives.queries import partner, places
from initiatives.queries.stream import events
from measurement.queries import indicator
from tests.factories import activities as make
from tests.factories import agenda
from tests.factories.scene import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    """Four partners; tutoring in the north by two of them, visits in the whole town, and a policy nobody leads."""
    scene = Scene("town")
    scene.partners("library", "harbor", "clinic", "chamber")
    with scene.acting() as actor:
        town = core_services.add_place(actor, code="town", name="Town")
        north = core_services.add_place(actor, code="north", name="North Side", parent="town")
        core_services.add_place(actor, code="mill", name="Old Mill", parent="town")
        young, old = make.population(actor, "young", "Young children"), make.population(actor, "old", "Youth")
        reading, policy = agenda.strategy(actor, "Reading help"), agenda.strategy(actor, "A vote")
        for row in (reading, policy):
            choose(actor, row)
        today = clock.today(actor.initiative.timezone)
        first = make.activity(
            actor, "Tutoring", lead="library", strategy=reading, places=[north], populations=[young],
            parts=make.played(actor, co_deliver="harbor"),
            starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=30),
        )  # fmt: skip
        second = make.activity(
            actor, "Homework club", lead="harbor", strategy=reading, places=[north], populations=[young],
            starts_on=today + timedelta(days=10),
        )  # fmt: skip
        make.activity(actor, "Home visits", lead="clinic", strategy=None, places=[town], populations=[old])
        make.activity(
            actor, "Calling for the vote", strategy=policy, parts=make.played(actor, advocate="clinic")
        )
        _link(first, second)
    return scene


def choose(actor: Any, strategy: Any) -> None:
    """The strategy is weighed and chosen."""
    for state in ("assessing", "selected"):
        agreed.move_strategy(actor, strategy, state=state)


def _link(first: Any, second: Any) -> None:
    """The second depends on the first."""
    ActivityLink.objects.create(source=second, target=first, kind="depends_on", since=clock.today("UTC"))


def get(scene: Scene, path: str, **query: str) -> Any:
    client = Client()
    client.force_login(scene.lead)
    answer = client.get(f"/i/town/activities/{path}", query)
    assert answer.status_code == 200, answer.content[:300]
    return answer


def test_matrix_names_what_has_no_lead_and_who_has_no_part(scene: Scene) -> None:
    answer = get(scene, "matrix/")

    assert "1 strategy has no lead: A vote" in answer.context["said"]
    assert answer.context["partless"] == "chamber"
    [reading, vote] = answer.context["rows"]
    signs = [cell.get("roles", [{}])[0].get("letter", "") for cell in reading["cells"][:-1]]
    assert dict(zip([column["label"] for column in answer.context["columns"]], signs, strict=False)) == {
        "clinic": "",
        "harbor": "L",
        "library": "L",
    }
    assert vote["cells"][-1]["text"] == "no lead"


def test_the_views_share_one_entry_of_the_navigation_and_offer_one_another(scene: Scene) -> None:
    def current(path: str) -> list[str]:
        return re.findall(r'aria-current="(?:page|true)">([^<]+)', page_of(get(scene, path)))

    assert current("matrix/")[-2:] == ["Views", "Matrix"]
    assert current("gaps/")[-2:] == ["Views", "Gaps and overlaps"]
    listed = page_of(get(scene, ""))
    assert current("")[-1] == "List"
    assert "Gaps and overlaps" not in listed and "Views" in listed


def page_of(answer: Any) -> str:
    """What stands in the section's own navigation and below it."""
    html: str = answer.content.decode()
    return html[html.index('class="tabs"') :]


def test_grid_finds_the_gap_and_the_overlap_and_leads_to_them(scene: Scene) -> None:
    answer = get(scene, "gaps/", many="2")

    assert "1 gap and 1 overlap" in answer.context["said"]
    titles = [item["title"] for item in answer.context["talk"]]
    assert titles == ["Young children, North Side: many at once", "Young children, Old Mill: nobody"]

    over = get(scene, "gaps/cell/", people="young", place="north", many="2")
    assert over.context["kind"] == "over" and {row["work"].title for row in over.context["rows"]} == {
        "Tutoring",
        "Homework club",
    }
    gap = get(scene, "gaps/cell/", people="young", place="mill")
    assert gap.context["kind"] == "gap" and [one["name"] for one in gap.context["near"]] == [
        "harbor",
        "library",
    ]
    whole = get(scene, "gaps/cell/", people="old", place="mill")
    assert [row["work"].title for row in whole.context["rows"]] == ["Home visits"], "it is for the whole town"


@pytest.mark.parametrize("axes", [("people", "place"), ("strategy", "people"), ("place", "strategy")])
def test_every_cell_leads_to_the_work_that_it_counts(scene: Scene, axes: tuple[str, str]) -> None:
    with scene.acting() as actor:
        make.activity(actor, "A hotline", lead="chamber", strategy=None)
    answer = get(scene, "gaps/", rows=axes[0], columns=axes[1])
    cells = [cell for row in answer.context["rows"] for cell in row["cells"] if cell["url"]]

    led = [get(scene, cell["url"].removeprefix("/i/town/activities/")) for cell in cells]
    counted = [int(re.sub(r"\D", "", cell["text"]) or 0) for cell in cells]
    doing = {Part.LEAD.label, Part.CO_DELIVER.label}
    there = [
        {name for row in page.context["rows"] for name, part in row["partners"] if part in doing}
        for page in led
    ]
    assert [len(names) for names in there] == counted
    assert any("chamber" in names for names in there), "work that says nothing has its cells too"


def test_work_that_does_not_say_where_is_neither_gap_nor_overlap(scene: Scene) -> None:
    with scene.acting() as actor:
        for lead in ("chamber", "library"):
            make.activity(actor, f"Hotline of {lead}", lead=lead, strategy=None)
    page = get(scene, "gaps/cell/", people="-", place="-", many="2")

    assert (page.context["title"], page.context["kind"]) == ("People not said · Place not said", "")
    assert {row["work"].title for row in page.context["rows"]} == {
        "Hotline of chamber",
        "Hotline of library",
        "Calling for the vote",
    }
    assert "-" not in page.context["add_url"].partition("?")[2], "an activity is not added to nowhere"


def outside(scene: Scene, **values: str) -> Any:
    """Say in a form that a cell lies outside."""
    client = Client()
    client.force_login(scene.lead)
    where = f"/i/town/activities/gaps/cell/outside/?{urlencode(values)}"
    return client, client.post(where, {"reason": "There is no school at the mill"})


def test_what_lies_outside_the_agenda_is_no_gap_and_tells_why(scene: Scene) -> None:
    assert get(scene, "gaps/cell/", people="young", place="mill").context["outside_url"]
    outside(scene, people="young", place="mill")

    grid = get(scene, "gaps/", many="2").context
    assert "0 gaps and 1 overlap" in grid["said"]
    texts = {row["label"]: [cell["text"] for cell in row["cells"]] for row in grid["rows"]}
    assert texts["Young children"] == ["2, overlap", "outside", ""]
    assert {row["kind"] for row in api(scene, "gaps")["results"] if row["column"] == "mill"} == {"out", ""}
    cell = get(scene, "gaps/cell/", people="young", place="mill")
    assert cell.context["kind"] == "out" and b"There is no school at the mill" in cell.content

    by_strategy = get(scene, "gaps/", rows="strategy", columns="place")
    assert "outside" not in str(by_strategy.context["rows"]), "it was said of these people alone"
    assert (
        "2 gaps"
        in get(scene, "gaps/", strategy=str(by_strategy.context["found"].rows[0].key)).context["said"]
    )


def test_work_outside_the_agenda_is_worth_a_talk_until_it_is_brought_inside(scene: Scene) -> None:
    client, _answer = outside(scene, people="old", place="town")
    found = get(scene, "gaps/").context
    titles = [item["title"] for item in found["talk"] if item["kind"] == "out"]
    assert titles == ["Youth, North Side: outside the agenda", "Youth, Old Mill: outside the agenda"]
    with scene.acting() as actor:
        row = Outside.objects.get()
        assert str(row) == "Youth · Town"

    client.post(f"/i/town/activities/gaps/outside/{row.public_id}/inside/")
    assert "out" not in {item["kind"] for item in get(scene, "gaps/").context["talk"]}
    with scene.acting() as actor:
        again = Outside.objects.get()
        assert again.until == clock.today("UTC"), "that it lay outside is kept"
        told = [headline(row) for row in events(actor).order_by("-id")[:2]]
    assert told == [
        "“Youth · Town” lies inside the agenda again",
        "“Youth · Town” is said to lie outside the agenda: There is no school at the mill",
    ]


def test_one_axis_alone_cannot_lie_outside_nor_twice(scene: Scene) -> None:
    with scene.acting() as actor:
        [young] = populations(actor).filter(code="young")
        with pytest.raises(DomainError) as fault:
            put_outside(actor, population=young, reason="Too far")
        assert fault.value.code == "too_wide"
        [mill] = places(actor).filter(code="mill")
        put_outside(actor, population=young, place=mill, reason="Too far")
        with pytest.raises(Conflict):
            put_outside(actor, population=young, place=mill, reason="Too far")


def test_an_overlap_keeps_what_was_agreed_by_those_who_do_the_work(scene: Scene, client: Client) -> None:
    over = {"people": "young", "place": "north", "many": "2"}
    where = f"/i/town/activities/gaps/cell/agree/?{urlencode(over)}"
    client.force_login(scene.person("contributor", "harbor"))
    form = client.get(where).context["form"]
    titles = [name for _key, name in form["source"].field.choices]
    assert titles[1:] == ["Homework club", "Tutoring"], (
        "both are harbor's to change: one it leads, one it delivers"
    )
    keys = {name: key for key, name in form["target"].field.choices}

    ends = {"source": keys["Tutoring"], "target": keys["Homework club"]}
    refused = client.post(where, {**ends, "agreed": " "})
    assert (refused.status_code, refused.context["form"]["source"].value()) == (422, ends["source"])
    client.post(where, {**ends, "agreed": "The library takes Mondays"})

    cell = get(scene, "gaps/cell/", **over)
    assert [one.agreed for one in cell.context["agreed"]] == ["The library takes Mondays"]
    assert get(scene, "gaps/cell/", people="old", place="mill").context["agreed"] == []


def test_who_has_no_part_in_an_overlap_is_led_back_from_saying_what_was_agreed(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.person("contributor", "chamber"))
    cell = client.get("/i/town/activities/gaps/cell/?people=young&place=north&many=2")
    assert cell.context["agree_url"] == ""

    answer = client.get("/i/town/activities/gaps/cell/agree/?people=young&place=north&many=2")

    assert answer.status_code == 303
    assert answer["Location"].startswith("/i/town/activities/gaps/cell/?")


def test_timeline_says_what_a_delay_touches_and_equals_its_list(scene: Scene) -> None:
    answer = get(scene, "timeline/")

    assert (
        "Homework club" in answer.context["said"]
        and "begins before what it waits for" in answer.context["said"]
    )
    assert "ends 20 days after it begins" in answer.context["touched"][0]["text"]
    drawn = {bar.work.key for lane in answer.context["drawn"].lanes for bar in lane.bars}
    listed = {line["work"].key for _name, lines in answer.context["groups"] for line in lines}
    assert drawn == listed and len(listed) == 2
    by_partner = get(scene, "timeline/", by="partner")
    assert [lane.name for lane in by_partner.context["drawn"].lanes] == ["harbor", "library"]


def test_a_gap_leads_to_an_activity_that_fills_it(scene: Scene) -> None:
    gap = get(scene, "gaps/cell/", people="young", place="mill")

    form = get(scene, gap.context["add_url"].partition("/activities/")[2]).context["form"]

    assert (form["populations"].value(), form["places"].value()) == (["young"], ["mill"])
    assert gap.context["back"].endswith("/gaps/?place=town"), "back to the grid it stands in"


@pytest.mark.parametrize("start", ["", "2026-13", "x", "0001-01", "9999-12", "\x00"])
def test_timeline_takes_any_beginning(scene: Scene, start: str) -> None:
    get(scene, "timeline/", start=start)


def test_network_names_who_is_alone(scene: Scene) -> None:
    answer = get(scene, "network/")

    assert "2 of 4 partners share work, in 1 pair" in answer.context["said"]
    assert "Without shared work: chamber, clinic" in answer.context["said"]
    [row] = answer.context["rows"]
    assert (row["first"], row["second"], row["pair"].weight) == ("harbor", "library", 2)
    marked = get(scene, "network/", on="library")
    assert {node.key for node in marked.context["drawn"].nodes if node.marked} == {"harbor", "library"}


def test_where_gives_the_same_rows_on_the_page_and_in_the_file(scene: Scene) -> None:
    page = get(scene, "where/", strategy="", search="tutor")
    file = get(scene, "where/csv/", search="tutor")

    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(row["partner"], row["part"], row["place"]) for row in rows] == [
        ("harbor", "Co-delivers", "North Side"),
        ("library", "Leads", "North Side"),
    ]
    assert [row["partner"] for row in page.context["rows"]] == ["harbor", "library"]
    workbook = get(scene, "where/xlsx/")
    assert workbook.content[:2] == b"PK"


def test_chain_leads_from_the_activity_over_what_the_strategy_moves_to_the_goal(scene: Scene) -> None:
    scene.indicator("absence", level="community")
    scene.indicator("grade3", level="community")
    scene.indicator("tutored", level="partner")
    with scene.acting() as actor:
        absence, grade3, tutored = (indicator(actor, code) for code in ("absence", "grade3", "tutored"))
        goal = agenda.goal(actor, indicators=[grade3])
        own = agenda.strategy(actor, "Nudges", goals=[goal], moving=[Moving(indicator=absence)])
        choose(actor, own)
        make.activity(actor, "Texts home", lead="library", strategy=own, feeds=[tutored])
        found = {chain.work.title: chain for chain in chains(actor, landscape(actor))}

    chain = found["Texts home"]
    assert [named.key for named in chain.measures] == ["tutored"]
    [way] = chain.ways
    assert way.first and way.core and way.goal
    assert (way.first.key, way.core.key, way.goal.name) == ("absence", "grade3", "Six in ten read")
    assert chain.arrives and chain.lacks == ()
    assert found["Home visits"].lacks == ("no_strategy", "no_measure", "no_goal")
    page = get(scene, "goals/")
    assert "1 of 5 activities lead over a core indicator to a goal" in page.context["said"]
    only = get(scene, "goals/", lacks="no_strategy")
    assert [row["chain"].work.title for row in only.context["rows"]] == ["Home visits"]


@pytest.mark.parametrize("path", ["matrix/", "gaps/", "timeline/", "network/", "where/", "goals/"])
def test_an_empty_initiative_is_told_how_to_begin(db: None, path: str) -> None:
    scene = Scene("town")

    answer = get(scene, path)

    assert b"Add an activity" in answer.content or path == "network/"


def api(scene: Scene, view: str, **query: str) -> Any:
    client = Client()
    client.force_login(scene.lead)
    answer = client.get(f"/api/v1/initiatives/town/activities/{view}/", query)
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


def test_the_data_of_each_view_says_what_its_page_says(scene: Scene) -> None:
    matrix = api(scene, "matrix")["results"]
    assert {(row["strategy_name"], row["partner"], *row["parts"]) for row in matrix} == {
        ("Reading help", "library", "lead"),
        ("Reading help", "harbor", "lead", "co_deliver"),
        ("A vote", "clinic", "advocate"),
    }
    assert {row["strategy_name"] for row in matrix if not row["has_lead"]} == {"A vote"}
    cells = {(row["row"], row["column"]): row for row in api(scene, "gaps", many="2")["results"]}
    assert cells["young", "north"]["kind"] == "over" and cells["young", "north"]["partners"] == [
        "harbor",
        "library",
    ]
    assert cells["young", "mill"]["kind"] == "gap"
    waits = {row["title"]: row["waits_for"] for row in api(scene, "timeline")["results"]}
    assert [(wait["late"], wait["days"]) for wait in waits["Homework club"]] == [(True, 20)]
    net = api(scene, "network")
    assert net["alone"] == ["chamber", "clinic"] and net["partners"]["library"] == 1
    assert [(row["partner"], row["place"]) for row in api(scene, "where", part="lead")["results"]] == [
        ("clinic", "town"),
        ("harbor", "north"),
        ("library", "north"),
    ]
    assert {row["title"] for row in api(scene, "goals")["results"] if row["arrives"]} == set()


def test_a_long_answer_comes_in_pages(scene: Scene) -> None:
    first = api(scene, "where", page_size="2")
    assert [row["number"] for row in first["results"]] == [1, 2] and "from=3" in first["next"]


@pytest.mark.parametrize(
    ("view", "query"),
    [
        ("gaps", {"many": "99999999999999999999"}),
        ("gaps", {"rows": "sideways"}),
        ("timeline", {"start": "0000-99-99"}),
        ("timeline", {"months": "-1"}),
        ("network", {"year": "99999"}),
        ("where", {"search": "\x00"}),
        ("goals", {"from": "0"}),
    ],
)
def test_bad_questions_are_refused(scene: Scene, view: str, query: dict[str, str]) -> None:
    client = Client()
    client.force_login(scene.lead)

    assert client.get(f"/api/v1/initiatives/town/activities/{view}/", query).status_code == 400


def test_a_partner_that_has_left_is_named_where_it_still_leads(scene: Scene) -> None:
    with scene.acting() as actor:
        leaving = core_services.change_partner(actor, partner(actor, "harbor"), name="Harbor House")
        core_services.part_with(actor, leaving)
    page = get(scene, "timeline/").content.decode()
    assert "Harbor House" in page
