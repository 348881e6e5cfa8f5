"""The API of decisions and lessons: the same doors as the pages."""

from typing import Any

import pytest

from initiatives.models import Initiative, User
from tests import factories
from tests.api import Api
from tests.factories import communications_decisions as make

pytestmark = pytest.mark.django_db

HOME = "/initiatives/riverbend"
NOBODY = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def api(riverbend: Initiative, ana: User) -> Api:
    return Api(factories.token(ana))


@pytest.fixture
def group(api: Api) -> str:
    return str(api.post(f"{HOME}/groups/", {"name": "Steering", "decision_rule": "consent"}).json["id"])


def raised(api: Api, group: str, **values: Any) -> dict[str, Any]:
    body = {
        "group": group,
        "title": "Move tutoring",
        "question": "Should we?",
        "options": make.OPTIONS,
        "criteria": ["cost"],
        **values,
    }
    answer = api.post(f"{HOME}/decisions/", body)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json
    return found


def test_a_decision_goes_from_the_question_to_the_look_back(
    api: Api, group: str, riverbend: Initiative
) -> None:
    row = raised(api, group)
    here = f"{HOME}/decisions/{row['id']}/"
    assert (row["number"], row["state"], row["rule"], row["outcome"]) == (1, "raised", "consent", None)
    assert [option["key"] for option in row["options"]] == ["A", "B"]
    assert api.patch(here, {"title": "x"}).status == 428
    changed = api.patch(here, {"proposed": "A", "review_on": "2100-01-01"}, If_Match="*").json
    assert (changed["wording"], changed["proposed"], changed["review_on"]) == (2, "A", "2100-01-01")
    assert [one["number"] for one in api.get(f"{here}wordings/").json["results"]] == [1, 2]

    who = make.seated_in(riverbend, group, "community")
    assert api.post(f"{here}move/", {"state": "proposed"}).json["state"] == "proposed"
    member = Api(factories.token(who))
    refused = member.post(f"{here}positions/", {"position": "object"})
    assert refused.faults == {"reason": "required"}
    told = member.post(f"{here}positions/", {"position": "object", "reason": "Seven schools lose"}).json
    assert (told["verdict"], told["may_speak"], len(told["others"])) == ("held", 1, 1)
    assert member.post(f"{here}decide/", {"outcome": "adopted", "reasons": "x"}).status == 403
    assert api.post(f"{here}decide/", {"outcome": "adopted", "reasons": "x"}).code == "does_not_pass"
    position = told["others"][0]["id"]
    answer = api.post(f"{HOME}/decision-positions/{position}/answers/", {"text": "We review it"})
    assert (answer.status, answer.json["text"]) == (201, "We review it")
    told = member.post(f"{here}positions/", {"position": "reservation", "reason": "Review it"}).json
    assert told["verdict"] == "passes"

    taken = api.post(f"{here}decide/", {"outcome": "adopted", "reasons": "It reaches more"}).json
    assert (taken["state"], taken["chosen"], taken["spoke"], taken["seats"]) == ("in_effect", "A", 1, 1)
    assert api.patch(here, {"title": "x"}, If_Match="*").code == "decided"
    assert api.get(f"{here}positions/").json["verdict"] == "decided"
    found = api.get(f"{HOME}/decisions/?dissent=true&state=in_effect&review_by=2100-01-01").json["results"]
    assert [one["id"] for one in found] == [row["id"]]
    assert api.get(f"{HOME}/decisions/?state=open").json["results"] == []
    look = api.post(f"{here}reviews/", {"verdict": "keep", "found": "It holds"})
    assert (look.status, api.get(here).json["state"]) == (201, "reviewed")


def test_the_loop_is_followed_from_both_ends(api: Api, group: str, riverbend: Initiative) -> None:
    api.post(
        f"{HOME}/indicators/", {"code": "absence", "name": "Absence", "kind": "count", "level": "community"}
    )
    row = raised(api, group, signal="absence")
    here = f"{HOME}/decisions/{row['id']}/"
    figure = {"kind": "figure", "title": "Absence is high", "indicator": "absence"}
    kept = api.post(f"{here}evidence/", figure).json
    assert (row["signal"], kept["indicator"], kept["asked"]["by"]) == ("absence", "absence", "total")
    made = api.post(f"{here}effects/", {"indicator": "absence"})
    assert (made.status, made.json["indicator"]) == (201, "absence")
    found = api.get(f"{HOME}/decisions/?indicator=absence").json["results"]
    assert [one["id"] for one in found] == [row["id"]]
    effect = f"{HOME}/decision-effects/{made.json['id']}/"
    assert (api.delete(effect).status, api.delete(effect, If_Match="*").status) == (428, 204)
    assert api.get(f"{here}effects/").json["results"] == []
    assert api.delete(f"{HOME}/decision-evidence/{kept['id']}/", If_Match="*").status == 204


def test_what_is_named_and_not_there_is_told_at_its_field(api: Api, group: str) -> None:
    here = f"{HOME}/decisions/{raised(api, group)['id']}/"
    for path, body, field in (
        (f"{HOME}/decisions/", {"group": NOBODY, "title": "x", "question": "x"}, "group"),
        (f"{here}effects/", {"indicator": "nothing"}, "indicator"),
        (f"{here}effects/", {"goal": NOBODY}, "goal"),
        (f"{here}interests/", {"what": "Paid", "member": NOBODY}, "member"),
        (f"{HOME}/lessons/", {"claim": "x", "so_what": "x", "decision": NOBODY}, "decision"),
    ):
        answer = api.post(path, body)
        assert (answer.status, [*answer.faults]) == (422, [field]), answer


def test_a_lesson_is_shared_found_applied_and_retired(api: Api, riverbend: Initiative, ben: User) -> None:
    review = api.post(
        f"{HOME}/after-action-reviews/", {"title": "Spring", "expected": "More", "happened": "Less"}
    )
    body = {"claim": "Buses, not motivation", "so_what": "Ask the city", "review": review.json["id"]}
    own = Api(factories.token(ben)).post(
        f"{HOME}/lessons/", {**body, "partner": "school-board", "nameless": True}
    )
    assert (own.status, own.json["partner"], own.json["uses"]) == (201, "school-board", 0)
    here = f"{HOME}/lessons/{own.json['id']}/"
    assert api.get(here).json["partner"] == "school-board"
    reader = factories.user()
    factories.member(riverbend, reader, "funder")
    assert Api(factories.token(reader)).get(here).json["partner"] is None
    used = api.post(f"{here}uses/", {"what": "Asked for a bus on Mondays", "result": "held"})
    assert (used.status, api.get(f"{HOME}/lessons/?search=BUS&applied=true").json["results"][0]["uses"]) == (
        201,
        1,
    )
    assert api.post(f"{here}retire/", {"reason": "The buses run"}, If_Match="*").json["retired_at"]
    assert api.get(f"{HOME}/lessons/").json["results"] == []
