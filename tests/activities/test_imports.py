"""Lists of activities on their way in: what goes in, what is asked, what is refused, and taking it back."""

import base64
import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from activities import queries, services
from activities.landscape import UNSAID
from activities.models import Activity, ActivityImport, ActivityPartner
from activities.queries.grid import grid
from activities.queries.imports import activity_import
from activities.queries.landscape import landscape
from activities.queries.presence import presences
from activities.services import imports
from activities.services.imports.checking import check
from initiatives import queries as core
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, Partner, Place
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
PRESENCE = Path(__file__).parents[3] / "shared" / "data" / "who-what-where" / "presence.csv"

LIST = """Organisation,Org type,Strategy,Activity,Where,For whom,Start
Harbor Youth,Non-profit,Reading help,Homework club,North Side,Grades 1 to 3,2026-01-05
Harbor Youth,Non-profit,Reading help,Homework club,Old Mill,Grades 1 to 3,2026-01-05
Harbor Youth,Non-profit,Reading help,Homework club,Old Mill,Grades 1 to 3,2026-01-05
HARBOR\u00a0YOUTH,Non-profit,Reading help,Tutoring,Old Mill,Grades 1 to 3,
City Library,Government,,Story hour,North Side,,
"""


@pytest.fixture
def scene() -> Scene:
    return Scene()


def upload(scene: Scene, text: str = LIST, name: str = "plan.csv") -> ActivityImport:
    """A list, uploaded and read."""
    content = text.encode()
    with scene.acting() as actor:
        row = imports.receive(actor, name=name, file=io.BytesIO(content), size=len(content))
    scene.work()
    return again(scene, row)


def again(scene: Scene, row: ActivityImport) -> ActivityImport:
    with scene.acting() as actor:
        return activity_import(actor, row.public_id)


def take_in(scene: Scene, row: ActivityImport, **choices: Any) -> ActivityImport:
    with scene.acting() as actor:
        imports.match(actor, row, choices=choices)
        imports.confirm(actor, row)
    scene.work()
    return again(scene, row)


def test_a_list_becomes_activities_with_their_partners_places_and_people(scene: Scene) -> None:
    row = upload(scene)
    assert row.state == "matching"

    done = take_in(scene, row, partner={"HARBOR\u00a0YOUTH": "as:Harbor Youth"})

    assert done.state == "done", done.message
    assert done.result == {
        "activities": 3, "partners": 2, "places": 2, "people": 1, "strategies": 1,
        "rows": 5, "repeated": 1, "faulty": 0, "left_out": 0, "here": 0, "merged": 1,
    }  # fmt: skip
    with scene.acting() as actor:
        found = {one.title: one for one in queries.activities(actor)}
        club: Any = found["Homework club"]
        assert sorted(link.place.name for link in club.happens_in) == ["North Side", "Old Mill"]
        assert [(link.partner.name, link.part) for link in club.parts] == [("Harbor Youth", "lead")]
        assert (club.state, club.starts_on.isoformat(), club.strategy.name) == (
            "under_way",
            "2026-01-05",
            "Reading help",
        )
        assert core.partners(actor).get(name="City Library").sector_code == "government"
        assert Event.objects.filter(key="activities.taken_in").count() == 1


def test_nothing_goes_in_while_a_name_is_undecided(scene: Scene) -> None:
    row = upload(scene)

    with scene.acting() as actor:
        assert [(kind, name.text) for kind, name in check(actor, row).asked] == [
            ("partner", "HARBOR\u00a0YOUTH")
        ]
        with pytest.raises(DomainError, match="HARBOR YOUTH"):
            imports.confirm(actor, row)
    with scene.acting():
        assert not Activity.objects.exists()


def test_a_list_taken_in_again_adds_nothing_twice(scene: Scene) -> None:
    take_in(scene, upload(scene), partner={"HARBOR\u00a0YOUTH": "as:Harbor Youth"})

    row = upload(scene)
    with scene.acting() as actor:
        row = imports.match(actor, row, choices={"partner": {"HARBOR\u00a0YOUTH": "as:Harbor Youth"}})
        checked = check(actor, row)
        assert [draft.key for draft in checked.new] == []
        assert len(checked.here) == 3
        with pytest.raises(DomainError, match="here already"):
            imports.confirm(actor, row)


def test_undoing_removes_what_nobody_touched_and_keeps_the_rest(scene: Scene) -> None:
    done = take_in(scene, upload(scene), partner={"HARBOR\u00a0YOUTH": "as:Harbor Youth"})
    with scene.acting() as actor:
        story = queries.activities(actor).get(title="Story hour")
        services.move_activity(actor, story, state="done")

        imports.undo(actor, done)

        left = activity_import(actor, done.public_id)
        assert [one.title for one in queries.activities(actor)] == ["Story hour"]
        assert (left.state, left.result["taken_back"], left.result["kept"]) == ("undone", 2, 1)
        assert {row.name for row in core.partners(actor)} == {"City Library"}, "what is used stays"
        assert [place.name for place in Place.objects.all()] == ["North Side"]
        with pytest.raises(Conflict):
            imports.undo(actor, left)


def test_rows_that_are_not_right_stop_it_until_somebody_says_skip(scene: Scene) -> None:
    row = upload(scene, "Partner,Activity\nLibrary,Story hour\n,Nobody's\n")

    with scene.acting() as actor, pytest.raises(DomainError, match="not right"):
        imports.confirm(actor, row)
    done = take_in(scene, row, faults="skip")
    assert (done.result["activities"], done.result["faulty"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("list.exe", b"MZ", "unknown_ending"),
        ("list.xlsx", b"Partner,Activity\nA,B\n", "other_content"),
        ("list.csv", b"", "empty"),
    ],
)
def test_what_is_no_list_is_refused_at_the_door(scene: Scene, name: str, content: bytes, why: str) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as fault:
        imports.receive(actor, name=name, file=io.BytesIO(content), size=len(content))

    assert fault.value.code == why


def test_people_are_never_read(scene: Scene) -> None:
    row = upload(
        scene, "Partner,Activity,E-mail\nLibrary,Story hour,jo@example.org\nChurch,Choir,al@example.org\n"
    )

    assert (row.state, row.message) == ("refused", "people:0")


def test_only_who_may_import_does(scene: Scene) -> None:
    scene.partners("a")
    who = scene.person("partner_lead", "a")
    with scene.acting(who) as actor, pytest.raises(Forbidden):
        imports.receive(actor, name="x.csv", file=io.BytesIO(b"a,b"), size=3)


@pytest.mark.parametrize(
    "hostile",
    [
        {"goes.0": "partner", "goes.1": "partner", "do": "keep"},
        {"goes.0": "sudo", "do": "keep"},
        {"head": "99999999999", "do": "headings"},
        {"head": "0", "do": "headings"},
        {"sheet": "7", "head": "1", "do": "headings"},
        {"partner.0": "is:nobody", "state": "gone", "sector": "x", "do": "import"},
    ],
)
def test_a_hostile_form_changes_nothing_and_is_told_why(scene: Scene, hostile: dict[str, str]) -> None:
    row = upload(scene)
    client = Client()
    client.force_login(scene.lead)

    answer = client.post(f"/i/{scene.where.slug}/activities/imports/{row.public_id}/match/", hostile)

    assert answer.status_code in (303, 422)
    with scene.acting():
        assert not Activity.objects.exists()


@pytest.mark.skipif(not PRESENCE.exists(), reason="the real data is not here")
def test_the_real_list_goes_in_whole_and_grid_and_table_agree_with_the_file(scene: Scene) -> None:
    """1,201 rows of a response: counted here from the file itself, with one merge that a person chose."""
    with PRESENCE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    merged = {"German Agro Action": "German Agro Action (aka Welthungerhilfe)"}
    who = defaultdict(set)
    present = set()
    for line in rows:
        name = " ".join(line["Organisation"].split())
        name = merged.get(name, name)
        who[line["Activity"], line["Region"]].add(name)
        present.add((name, line["Activity"], line["Region"]))

    row = upload(scene, PRESENCE.read_text(encoding="utf-8-sig"), "presence.csv")
    with scene.acting() as actor:
        asked = [name.text for _kind, name in check(actor, row).asked]
        assert "German Agro Action" in asked and "Medecins sans Frontieres Belgique" in asked
        names = dict.fromkeys(asked, "make") | {one: f"as:{other}" for one, other in merged.items()}
        imports.match(actor, row, columns={"Activity": "both"})
        imports.match(actor, row, choices={"partner": names})
        kinds = {
            kind: {name.text: "make" for k, name in check(actor, row).asked if k == kind}
            for kind in ("strategy", "place")
        }
    done = take_in(scene, row, **kinds)

    assert done.state == "done", done.message
    assert (done.result["rows"], done.result["repeated"], done.result["partners"]) == (1201, 92, 127)
    assert done.result["activities"] == len({(name, activity) for name, activity, _region in present})
    with scene.acting() as actor:
        land = landscape(actor)
        countries = [place for place in land.places.values() if not place.parent]
        assert sorted(place.name for place in countries) == ["Guinea", "Liberia", "Sierra Leone"]
        counted = {}
        for country in countries:
            found = grid(land, "strategy", "place", within=country.key)
            for cell in found.cells.values():
                if cell.count and UNSAID not in (cell.row.key, cell.column.key):
                    counted[cell.row.name, cell.column.name] = {
                        land.partners[key].name for key in cell.partners
                    }
        assert counted == dict(who)
        table = {(one.partner.name, one.work.title, one.place.name) for one in presences(land) if one.place}
        assert table == present
        imports.undo(actor, done)
        assert not Activity.objects.exists() and not ActivityPartner.objects.exists()
        assert not Place.objects.exists() and not core.partners(actor).exists()
        assert Partner.objects.exclude(state="removed").count() == 0


class TestByTheApi:
    """The same import through the API, by the backbone's own token."""

    @pytest.fixture
    def api(self, scene: Scene) -> Api:
        return Api(factories.token(scene.lead))

    def sent(self, api: Api, scene: Scene, text: str = LIST) -> Any:
        content = base64.b64encode(text.encode()).decode()
        answer = api.post(
            f"/initiatives/{scene.where.slug}/activity-imports/", {"name": "plan.csv", "content": content}
        )
        assert (answer.status, answer.json["state"]) == (201, "reading"), answer
        scene.work()
        return answer.json["id"]

    def test_a_list_is_looked_at_matched_taken_in_and_taken_back(self, api: Api, scene: Scene) -> None:
        here = f"/initiatives/{scene.where.slug}/activity-imports/{self.sent(api, scene)}/"

        seen = api.get(here).json["preview"]
        assert [column["goal"] for column in seen["columns"]] == [
            "partner", "sector", "strategy", "title", "place", "people", "starts_on",
        ]  # fmt: skip
        assert (seen["repeated"], seen["here"], seen["faults"], seen["ready"]) == (1, 0, [], False)
        asked = [name for name in seen["names"] if name["state"] == "ask"]
        assert [(name["text"], name["like"]) for name in asked] == [("HARBOR\u00a0YOUTH", ["Harbor Youth"])]
        early = api.post(f"{here}confirm/", {})
        assert (early.status, early.json["errors"][0]["field"]) == (422, "partner")

        assert api.patch(here, {"state": "agreed"}).status == 428
        said = {"partner": {"HARBOR\u00a0YOUTH": "as:Harbor Youth"}, "state": "agreed"}
        matched = api.patch(here, said, If_Match="*").json["preview"]
        assert (matched["new"], matched["ready"]) == (3, True)
        club = next(row for row in matched["activities"] if row["title"] == "Homework club")
        assert (club["partner"], club["places"], club["rows"]) == (
            "Harbor Youth",
            ["North Side", "Old Mill"],
            [2, 3],
        )

        assert api.post(f"{here}confirm/", {}).json["state"] == "loading"
        scene.work()
        done = api.get(here).json
        assert (done["state"], done["preview"], done["result"]["activities"]) == ("done", None, 3)
        rows = api.get(f"/initiatives/{scene.where.slug}/activities/").json["results"]
        assert {(row["title"], row["state"]) for row in rows} == {
            ("Homework club", "agreed"), ("Tutoring", "agreed"), ("Story hour", "agreed"),
        }  # fmt: skip

        back = api.post(f"{here}undo/", {}).json
        assert (back["state"], back["result"]["taken_back"], back["result"]["kept"]) == ("undone", 3, 0)
        assert api.get(f"/initiatives/{scene.where.slug}/activities/").json["results"] == []
        assert api.post(f"{here}undo/", {}).status == 409

    def test_columns_go_where_they_are_told_and_a_wrong_word_is_told_at_its_field(
        self, api: Api, scene: Scene
    ) -> None:
        here = f"/initiatives/{scene.where.slug}/activity-imports/{self.sent(api, scene)}/"
        turned = api.patch(here, {"columns": {"Where": "", "Strategy": ""}}, If_Match="*").json["preview"]
        goals = {column["label"]: column["goal"] for column in turned["columns"]}
        assert (goals["Where"], goals["Strategy"], goals["Activity"]) == ("", "", "title")

        for body, field in (
            ({"columns": {"Where": "partner"}}, "columns"),
            ({"columns": {"Where": "nonsense"}}, "columns"),
            ({"sector": "nonsense"}, "sector"),
            ({"everybody": ["nobody"]}, "everybody"),
            ({"sheet": 7}, "sheet"),
        ):
            answer = api.patch(here, body, If_Match="*")
            assert (answer.status, answer.json["errors"][0]["field"]) == (422, field), answer
        assert api.patch(here, {"partner": ["x"]}, If_Match="*").status == 400
        assert api.post(f"{here}discard/", {}).json["state"] == "discarded"
        listed = api.get(f"/initiatives/{scene.where.slug}/activity-imports/").json["results"]
        assert listed == []

    def test_a_file_that_is_not_what_its_name_says_is_refused_at_once(self, api: Api, scene: Scene) -> None:
        answer = api.post(
            f"/initiatives/{scene.where.slug}/activity-imports/", {"name": "plan.xlsx", "content": "YSxiCg=="}
        )

        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "file")
