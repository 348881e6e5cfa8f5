"""The API of meetings and asks: the same doors as the pages."""

from datetime import timedelta
from typing import Any

import pytest

from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Membership, User
from tests import factories
from tests.api import Api

pytestmark = pytest.mark.django_db

HOME = "/initiatives/riverbend"
NOBODY = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def api(riverbend: Initiative, ana: User) -> Api:
    return Api(factories.token(ana))


def grouped(api: Api, name: str = "Reading") -> str:
    return str(api.post(f"{HOME}/groups/", {"name": name}).json["id"])


def planned(api: Api, group: str, **values: Any) -> dict[str, Any]:
    begins = clock.now() + timedelta(hours=1)
    body = {
        "group": group,
        "title": "Getting ready",
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(minutes=90)).isoformat(),
        **values,
    }
    answer = api.post(f"{HOME}/meetings/", body)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json
    return found


def test_a_meeting_is_planned_held_and_approved(api: Api, riverbend: Initiative, ben: User) -> None:
    with tenant(riverbend):
        person = str(Membership.objects.get(user=ben).public_id)
    group, steering = grouped(api), grouped(api, "Steering")
    row = planned(api, group, facilitator=person)
    here = f"{HOME}/meetings/{row['id']}/"
    assert (row["state"], row["facilitator"], row["group_name"]) == ("scheduled", person, "Reading")
    assert api.patch(here, {"place": "Library"}).status == 428
    assert api.patch(here, {"place": "Library"}, If_Match="*").json["place"] == "Library"
    assert api.patch(here, {"place": None, "facilitator": None}, If_Match="*").json["place"] == ""
    refused = api.post(f"{here}move/", {"do": "send_agenda"})
    assert (refused.status, refused.code) == (409, "empty")

    item = api.post(f"{here}items/", {"title": "New books", "purpose": "decide", "lead": person})
    assert (item.status, item.json["position"], item.json["lead"]) == (201, 1, person)
    point = f"{HOME}/agenda-items/{item.json['id']}/"
    assert api.patch(point, {"notes": "Too early"}, If_Match="*").status == 409
    assert api.post(f"{here}move/", {"do": "open"}).json["state"] == "open"
    assert api.post(f"{point}begin/", {}, If_Match="*").json["begun_at"]
    assert api.patch(point, {"notes": "They come in May."}, If_Match="*").json["notes"] == "They come in May."

    there = [{"person": person, "presence": "online"}, {"guest": "Mr Lee", "presence": "here"}]
    noted = api.post(f"{here}attendance/", {"people": there}).json["results"]
    assert [(one["partner"], one["guest"], one["presence"]) for one in noted] == [
        ("school-board", "", "online"),
        (None, "Mr Lee", "here"),
    ]
    wrong = api.post(f"{here}attendance/", {"people": [{"person": NOBODY, "presence": "here"}]})
    assert wrong.json["errors"][0]["field"] == "people.0.person"
    task = api.post(f"{here}actions/", {"what": "Order them", "owner": person, "due": "2090-01-01"})
    assert (task.status, task.json["owner"]) == (201, person)
    ask = api.post(f"{here}asks/", {"what": "Pay for them?", "to_group": steering, "item": item.json["id"]})
    assert (ask.status, ask.json["item"]) == (201, item.json["id"])
    assert api.get(f"{HOME}/asks/").json["results"] == [], "an ask goes out when the meeting ends"

    assert api.post(f"{here}move/", {"do": "end"}).json["state"] == "held"
    assert [one["what"] for one in api.get(f"{HOME}/asks/?state=open").json["results"]] == ["Pay for them?"]
    assert api.get(f"{HOME}/asks/?to_group={group}").json["results"] == []
    close = f"{HOME}/asks/{ask.json['id']}/close/"
    assert api.post(close, {"state": "answered"}).json["errors"][0]["field"] == "answer"
    assert api.post(close, {"state": "answered", "answer": "Yes"}).json["answer"] == "Yes"
    assert api.post(f"{here}rating/", {"score": 4}).json == {"mean": None, "count": 1}
    assert api.post(f"{here}move/", {"do": "approve"}).json["state"] == "approved"
    assert api.patch(point, {"notes": "Other"}, If_Match="*").status == 409


def test_notes_are_not_told_before_they_are_approved(api: Api, riverbend: Initiative, ben: User) -> None:
    row = planned(api, grouped(api))
    here = f"{HOME}/meetings/{row['id']}/"
    item = api.post(f"{here}items/", {"title": "New books"}).json["id"]
    api.post(f"{here}move/", {"do": "open"})
    api.patch(f"{HOME}/agenda-items/{item}/", {"notes": "Between us"}, If_Match="*")
    other = Api(factories.token(ben))
    assert [one["notes"] for one in other.get(f"{here}items/").json["results"]] == [""]
    assert other.get(f"{HOME}/agenda-items/{item}/").json["notes"] == ""
    assert other.patch(f"{HOME}/agenda-items/{item}/", {"notes": "x"}, If_Match="*").status == 403
    api.post(f"{here}move/", {"do": "end"})
    api.post(f"{here}move/", {"do": "approve"})
    assert [one["notes"] for one in other.get(f"{here}items/").json["results"]] == ["Between us"]


def test_a_series_is_planned_ahead_and_ended(api: Api) -> None:
    first = clock.today("UTC") + timedelta(days=2)
    body = {
        "group": grouped(api),
        "title": "Reading group",
        "rhythm": "weekly",
        "first_on": first.isoformat(),
        "starts_at": "14:00",
        "length": 60,
        "until": (first + timedelta(weeks=2)).isoformat(),
    }
    made = api.post(f"{HOME}/meeting-series/", body)
    assert made.status == 201, made
    here = f"{HOME}/meeting-series/{made.json['id']}/"
    states = lambda: [row["state"] for row in api.get(f"{HOME}/meetings/").json["results"]]  # noqa: E731
    assert states() == ["scheduled"] * 3
    api.post(f"{here}plan/", {"until": (first + timedelta(weeks=3)).isoformat()})
    assert states() == ["scheduled"] * 4
    assert api.post(f"{here}end/", {"reason": "The work is done"}).json["ended_on"]
    assert states() == ["cancelled"] * 4
    assert api.get(f"{HOME}/meetings/?state=scheduled").json["results"] == []


def test_answers_are_for_those_who_prepare(api: Api, riverbend: Initiative, ben: User) -> None:
    group = grouped(api)
    with tenant(riverbend):
        person = str(Membership.objects.get(user=ben).public_id)
    api.post(f"{HOME}/groups/{group}/seats/", {"person": person})
    here = f"{HOME}/meetings/{planned(api, group)['id']}/replies/"
    api.post(here, {"coming": "online"})
    mine = Api(factories.token(ben))
    assert mine.post(here, {"coming": "yes", "childcare": 2}).json["childcare"] == 2
    assert [one["person"] for one in mine.get(here).json["results"]] == [person]
    assert len(api.get(here).json["results"]) == 2
