"""The API of activities: the same doors as the pages."""

from typing import Any

import pytest

from activities import queries
from initiatives import queries as core
from initiatives.models import Initiative, User
from tests import factories
from tests.api import Api
from tests.factories import activities as make

pytestmark = pytest.mark.django_db

HOME = "/initiatives/riverbend"


@pytest.fixture
def api(riverbend: Initiative, ana: User) -> Api:
    return Api(factories.token(ana))


def added(api: Api, **values: Any) -> Any:
    answer = api.post(f"{HOME}/activities/", {"title": "Tutoring", **values})
    assert answer.status == 201, answer
    return answer.json


def test_an_activity_is_added_read_changed_and_moved(api: Api) -> None:
    row = added(api, state="under_way", parts=[{"partner": "school-board", "part": "lead"}], places=["north"])
    assert (row["health"], row["places"]) == ("on_track", ["north"])
    assert [(part["partner"], part["part"]) for part in row["parts"]] == [("school-board", "lead")]
    here = f"{HOME}/activities/{row['id']}/"
    assert api.patch(here, {"outputs": "x"}).status == 428
    changed = api.patch(here, {"outputs": "40 hours", "places": []}, If_Match="*")
    assert (changed.json["outputs"], changed.json["places"]) == ("40 hours", [])
    refused = api.post(f"{here}move/", {"state": "blocked"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "reason")
    assert api.post(f"{here}move/", {"state": "blocked", "reason": "No bus"}).json["health"] == "off_track"
    listed = api.get(f"{HOME}/activities/?health=off_track&place=north")
    assert listed.json["results"] == []
    assert len(api.get(f"{HOME}/activities/?health=off_track&partner=school-board").json["results"]) == 1


def test_whom_to_ask_is_set_read_and_cleared(api: Api, riverbend: Initiative, ana: User, ben: User) -> None:
    with core.enter(ana, "riverbend") as actor:
        ids = {row.user_id: str(row.public_id) for row in core.people(actor)}
    asked, backbone = ids[ben.pk], ids[ana.pk]
    row = added(api, parts=[{"partner": "school-board", "part": "lead"}], contact=asked)
    assert (row["contact"], row["contact_name"]) == (asked, ben.name)
    here = f"{HOME}/activities/{row['id']}/"

    assert api.patch(here, {"contact": None}, If_Match="*").json["contact"] is None
    assert api.patch(here, {"contact": backbone}, If_Match="*").json["contact_name"] == ana.name
    unknown = api.patch(here, {"contact": "00000000-0000-0000-0000-000000000001"}, If_Match="*")
    assert (unknown.status, unknown.json["errors"][0]["field"]) == (422, "contact")


def test_what_is_named_and_not_there_is_told_at_its_field(api: Api) -> None:
    for body, field in (
        ({"parts": [{"partner": "nobody", "part": "lead"}]}, "parts.0.partner"),
        ({"places": ["nowhere"]}, "places"),
        ({"feeds": ["nothing"]}, "feeds"),
        ({"strategy": "00000000-0000-0000-0000-000000000001"}, "strategy"),
    ):
        answer = api.post(f"{HOME}/activities/", {"title": "x", **body})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, field), answer


def test_links_make_no_circle_and_warn(api: Api) -> None:
    books, train = added(api, title="Books", state="under_way"), added(api, title="Train")
    link = {"source": train["id"], "target": books["id"], "kind": "depends_on"}
    assert api.post(f"{HOME}/activity-links/", link).status == 201
    back = {"source": books["id"], "target": train["id"], "kind": "depends_on"}
    assert api.post(f"{HOME}/activity-links/", back).code == "circle"
    move = {"state": "stopped", "reason": "No money"}
    assert api.post(f"{HOME}/activities/{books['id']}/move/", move).status == 200
    [warning] = api.get(f"{HOME}/activity-warnings/").json["warnings"]
    assert (warning["code"], warning["waiting"]) == ("stopped", train["id"])


def test_a_calendar_address_is_told_once(api: Api, riverbend: Initiative) -> None:
    made = api.post(f"{HOME}/calendar-feed/", {}).json["address"]
    state = api.get(f"{HOME}/calendar-feed/").json
    assert state["made_at"] and "address" not in state
    with queries.entered_by_feed(made.rpartition("/")[2].removesuffix(".ics")) as actor:
        assert actor.initiative == riverbend
        make.activity(actor)
    assert api.post(f"{HOME}/calendar-feed/revoke/", {}).status == 204
    assert api.get(f"{HOME}/calendar-feed/").json["made_at"] is None
