"""The agenda through the API: the same verbs and questions as on the pages."""

from collections.abc import Callable
from typing import Any

import pytest

from initiatives.models import Initiative, User
from tests.api import Api
from tests.factories import agenda as make
from tests.factories import measurement as measure

HERE = "/initiatives/riverbend"
Clients = Callable[..., Api]


def change(api: Api, path: str, body: dict[str, Any]) -> Any:
    """A change of what was read just before."""
    tag = api.get(path).headers["ETag"]
    return api.patch(path, body, If_Match=tag)


@pytest.fixture
def draft(riverbend: Initiative, ana: User, as_api: Clients) -> str:
    """The address of a draft with its problem described."""
    api = as_api(ana)
    assert api.post(f"{HERE}/agendas/", {"title": "Every child reads"}).status == 201
    written = api.patch(f"{HERE}/agendas/1/", {"sections": {"problem": make.PROBLEM}}, If_Match="*")
    assert written.status == 200
    return f"{HERE}/agendas/1/"


def test_an_agenda_goes_from_draft_to_adoption_and_on_to_its_next_version(
    draft: str, ana: User, pia: User, cleo: User, as_api: Clients
) -> None:
    api = as_api(ana)
    assert api.post(f"{HERE}/goals/", {"statement": "Six in ten read"}).status == 201
    assert api.post(f"{draft}consult/").json["state"] == "in_consultation"
    assert api.post(f"{draft}propose/").json["state"] == "proposed"
    assert change(api, draft, {"title": "Otherwise"}).code == "not_writable"

    assert api.post(f"{draft}adopt/", {}).code == "no_quorum"
    theirs = {"partner": "food-bank", "position": "reservation", "reservation": "We miss the summer."}
    signed = as_api(pia).post(f"{draft}ratifications/", theirs)
    assert (signed.status, signed.json["on_behalf"]) == (201, False)
    assert as_api(pia).post(f"{draft}ratifications/", {**theirs, "partner": "school-board"}).status == 403
    recorded = {"partner": "school-board", "position": "adopts", "signer": "Al", "how_given": "By letter"}
    assert api.post(f"{draft}ratifications/", recorded).json["on_behalf"] is True

    adopted = api.post(f"{draft}adopt/", {"review_due": "2090-01-01"}).json
    assert (adopted["state"], adopted["review_due"]) == ("adopted", "2090-01-01")
    second = api.post(f"{HERE}/agendas/", {}).json
    assert (second["number"], second["supersedes"], second["sections"]["problem"]) == (2, 1, make.PROBLEM)
    change(api, f"{HERE}/agendas/2/", {"sections": {"problem": make.PROBLEM.replace("Four", "Five")}})

    reader = as_api(cleo, ["read"])
    stand = reader.get(f"{draft}stand/").json
    assert (stand["asked"], stand["adopted"], stand["reservations"]) == (2, 2, 1)
    positions = reader.get(f"{draft}ratifications/?current=true").json["results"]
    assert [(row["partner"], row["position"], row["reservation"]) for row in positions] == [
        ("food-bank", "reservation", "We miss the summer."),
        ("school-board", "adopts", ""),
    ]
    parts = reader.get(f"{HERE}/agendas/2/differences/?with=1").json["parts"]
    [problem] = [part for part in parts if part["changes"]]
    assert [piece for piece in problem["after"] if piece["kind"] == "in"] == [{"kind": "in", "text": "Five"}]


def test_parts_that_are_left_out_stay_and_an_empty_text_empties(
    draft: str, ana: User, as_api: Clients
) -> None:
    api = as_api(ana)
    change(api, draft, {"sections": {"vision": "All read.", "ages": "0 to 24"}})
    found = change(api, draft, {"sections": {"vision": ""}}).json

    assert found["sections"] == {"problem": make.PROBLEM, "ages": "0 to 24"}
    assert api.patch(draft, {"sections": {"vision": "x"}}, If_Match='"old"').status == 412
    assert api.patch(draft, {"sections": {"vision": "x"}}).status == 428
    assert change(api, draft, {"sections": {"poem": "x"}}).status == 400


def test_causes_make_a_tree_and_never_a_circle(draft: str, ana: User, as_api: Clients) -> None:
    api = as_api(ana)
    one = api.post(f"{draft}causes/", {"text": "Children miss school"}).json["id"]
    two = api.post(f"{draft}causes/", {"text": "Buses come late", "parent": one}).json
    assert two["parent"] == one

    refused = change(api, f"{draft}causes/{one}/", {"parent": two["id"]})
    assert (refused.status, refused.code) == (409, "circle")
    moved = change(api, f"{draft}causes/{two['id']}/", {"parent": None}).json
    assert moved["parent"] is None
    assert api.ask("DELETE", f"{draft}causes/{one}/", If_Match="*").status == 204
    assert [row["text"] for row in api.get(f"{draft}causes/").json["results"]] == ["Buses come late"]


def test_who_may_read_comments_and_who_settles_them(
    draft: str, ana: User, dora: User, cleo: User, as_api: Clients
) -> None:
    said = as_api(dora).post(f"{draft}comments/", {"text": "Whose figure?", "about": "problem"}).json
    here = f"{draft}comments/{said['id']}/"
    answered = as_api(ana).post(f"{here}reply/", {"text": "The state's."})
    assert (answered.status, answered.json["answers"]) == (201, said["id"])

    assert as_api(cleo).post(f"{here}settle/", {}, If_Match="*").status == 403
    assert (
        as_api(dora).post(f"{here}settle/", {"resolution": "Named"}, If_Match="*").json["resolution"]
        == "Named"
    )
    reply = f"{draft}comments/{answered.json['id']}/"
    assert as_api(ana).post(f"{reply}reply/", {"text": "x"}).status == 404, "a reply opens no conversation"
    assert as_api(dora).post(f"{draft}comments/", {"text": "x", "about": "poem"}).code == "unknown_section"


def test_a_consultation_tells_what_was_changed(draft: str, ana: User, as_api: Clients) -> None:
    api = as_api(ana)
    body = {
        "audience": "Parents",
        "method": "meeting",
        "starts_on": "2026-03-01",
        "participants": [{"group": "Parents", "n": 24}],
    }
    held = api.post(f"{draft}consultations/", body).json
    here = f"{draft}consultations/{held['id']}/"
    [theme] = api.post(f"{here}themes/", {"text": "Buses"}).json["themes"]
    told = api.post(f"{here}themes/{theme['id']}/answer/", {"response": "They are a cause now"}).json[
        "themes"
    ]

    assert told == [{"id": theme["id"], "text": "Buses", "response": "They are a cause now", "changed": True}]
    assert (
        api.post(f"{draft}consultations/", {**body, "ends_on": "2026-02-01"}).json["errors"][0]["field"]
        == "ends_on"
    )


def test_a_strategy_says_what_it_moves_and_where_it_stands(
    riverbend: Initiative, ana: User, as_api: Clients
) -> None:
    measure.indicator(riverbend, "absence", level="community", kind="ratio")
    measure.indicator(riverbend, "reading", level="community", kind="ratio")
    api = as_api(ana)
    goal = api.post(f"{HERE}/goals/", {"statement": "Read", "indicators": ["reading"]}).json
    body = {
        "name": "Nudges",
        "engagement": "consult",
        "evidence": "promising",
        "goals": [goal["id"]],
        "moves": [{"indicator": "absence", "foretells": "reading"}, {"wanted": "Families reached"}],
        "leverage": 4,
    }
    made = api.post(f"{HERE}/strategies/", body).json
    here = f"{HERE}/strategies/{made['id']}/"
    assert made["moves"] == [
        {"indicator": "absence", "wanted": "", "foretells": "reading"},
        {"indicator": None, "wanted": "Families reached", "foretells": None},
    ]
    assert made["goals"] == [goal["id"]]
    faulty = api.post(f"{HERE}/strategies/", {**body, "moves": [{"indicator": "absent"}]})
    assert faulty.json["errors"][0]["field"] == "moves.0.indicator"

    assert api.post(f"{here}move/", {"state": "active"}).status == 409
    for state in ("assessing", "selected", "active"):
        assert api.post(f"{here}move/", {"state": state}).json["state"] == state
    assert api.post(f"{here}move/", {"state": "dropped"}).json["errors"][0]["field"] == "reason"
    routes = api.get(f"{HERE}/theory/").json["routes"]
    assert [(row["moves_first"], row["wanted"], row["leads_to"]) for row in routes] == [
        ("absence", "", "reading"),
        ("", "Families reached", "reading"),
    ]
    assert (
        api.get(f"{HERE}/strategies/?goal={goal['id']}&state=active").json["results"][0]["name"] == "Nudges"
    )
    emptied = change(api, here, {"evidence": None, "goals": []}).json
    assert (emptied["evidence"], emptied["goals"]) == ("", [])


def test_a_test_cycle_is_closed_once(riverbend: Initiative, ana: User, as_api: Clients) -> None:
    api = as_api(ana)
    made = api.post(f"{HERE}/strategies/", {"name": "Nudges", "engagement": "consult"}).json
    body = {"aim": "Text or call", "change": "Texts", "prediction": "More come", "starts_on": "2026-03-01"}
    test = api.post(f"{HERE}/strategies/{made['id']}/tests/", body).json
    here = f"{HERE}/test-cycles/{test['id']}/"

    closed = api.post(f"{here}close/", {"result": "No difference", "verdict": "adapt"}).json
    assert (closed["verdict"], closed["prediction"]) == ("adapt", "More come")
    assert api.post(f"{here}close/", {"result": "x", "verdict": "adopt"}).status == 409


def test_an_indicator_that_readers_do_not_know_of_is_not_told_by_goals(
    riverbend: Initiative, ana: User, dora: User, as_api: Clients
) -> None:
    measure.indicator(riverbend, "secret", state="proposed", level="community", kind="ratio")
    api = as_api(ana)
    goal = api.post(f"{HERE}/goals/", {"statement": "Read", "indicators": ["secret"]}).json
    assert goal["indicators"] == ["secret"]

    answer = as_api(dora).get(f"{HERE}/goals/{goal['id']}/")
    assert answer.json["indicators"] == []
    as_api(ana).post(f"{HERE}/agendas/", {"title": "T"})
    assert b"secret" not in as_api(dora).get(f"{HERE}/agendas/1/contents/").content


def test_equity_targets_are_of_the_indicators_groups(
    riverbend: Initiative, ana: User, as_api: Clients
) -> None:
    measure.dimension(riverbend, "income", "low", "other")
    measure.indicator(riverbend, "reading", level="community", kind="ratio", dimensions=["income"])
    api = as_api(ana)
    goal = api.post(f"{HERE}/goals/", {"statement": "Read", "indicators": ["reading"]}).json
    here = f"{HERE}/goals/{goal['id']}/equity-targets/"
    body = {
        "indicator": "reading",
        "category": "low",
        "compared_with": "other",
        "baseline": "28.0",
        "target": 14,
        "due_on": "2030-12-31",
    }

    [gap] = api.post(here, body).json["equity_targets"]
    assert (gap["category"], gap["compared_with"], float(gap["baseline"]), float(gap["target"])) == (
        "low",
        "other",
        28,
        14,
    )
    assert api.post(here, {**body, "category": "absent"}).json["errors"][0]["field"] == "category"
    assert api.ask("DELETE", f"{here}{gap['id']}/", If_Match="*").status == 204


def test_commitments_phases_and_assessments(
    riverbend: Initiative, ana: User, pia: User, ben: User, as_api: Clients
) -> None:
    api, theirs = as_api(ana), as_api(pia)
    body = {
        "partner": "food-bank",
        "kind": "data",
        "promise": "Share",
        "starts_on": "2020-01-01",
        "ends_on": "2021-01-01",
        "signer": "Pia",
        "signed_on": "2020-01-01",
    }
    made = theirs.post(f"{HERE}/commitments/", body).json
    assert theirs.post(f"{HERE}/commitments/", {**body, "partner": "school-board"}).status == 403
    assert [row["id"] for row in api.get(f"{HERE}/commitments/?state=expired").json["results"]] == [
        made["id"]
    ]
    renewed = theirs.post(
        f"{HERE}/commitments/{made['id']}/renew/", {"signer": "Pia", "ends_on": "2090-01-01"}
    ).json
    assert renewed["renews"] == made["id"]
    assert [row["id"] for row in api.get(f"{HERE}/commitments/").json["results"]] == [renewed["id"]]

    assert api.post(f"{HERE}/phases/1/enter/", {}).status == 200
    assert api.post(f"{HERE}/phases/2/enter/", {}).json["errors"][0]["field"] == "answer"
    told = api.post(f"{HERE}/phases/2/enter/", {"answer": "Nine signed"}).json
    assert [phase["position"] for phase in told["phases"] if phase["current"]] == [2]
    assert change_phase(api, 2, {"name": "Gather"}).json["phases"][1]["name"] == "Gather"

    round_ = api.post(f"{HERE}/assessments/", {"screen": "suitability"}).json
    here = f"{HERE}/assessments/{round_['id']}/"
    answers = {"answers": [{"item": 1, "rating": "3"}, {"item": 2, "rating": "dont_know"}]}
    assert as_api(ben).post(f"{here}answers/", answers).json["kept_back"] is True
    results = api.get(f"{here}results/").json
    assert (results["voices"], results["items"][0]["mean"], results["items"][1]["unknown"]) == (1, "3", 1)
    ended = api.post(f"{here}close/", {"outcome": "not_yet", "reasons": "Two champions are missing"}).json
    assert (ended["outcome"], ended["reasons"]) == ("not_yet", "Two champions are missing")


def change_phase(api: Api, position: int, body: dict[str, Any]) -> Any:
    return api.patch(f"{HERE}/phases/{position}/", body, If_Match=api.get(f"{HERE}/phases/").headers["ETag"])


def test_a_chart_is_read_as_the_reader_may_see_it(
    draft: str, riverbend: Initiative, ana: User, dora: User, ben: User, as_api: Clients
) -> None:
    measure.indicator(riverbend, "absence", about_people=True)
    measure.cycle(riverbend, "2024-Q1")
    measure.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "absence", "value": 40}])
    assert as_api(ana).post(f"{draft}charts/", {"indicator": "absence", "caption": "It falls"}).status == 201

    [seen] = as_api(ana).get(f"{draft}charts/").json["results"]
    assert [point["display"] for point in seen["points"]] == ["40"]
    [public] = as_api(dora).get(f"{draft}charts/").json["results"]
    assert [point["value"] for point in public["points"] if point["value"]] == []
