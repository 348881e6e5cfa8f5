"""Definitions over HTTP: their life, sign-off, what is wanted, contributions, overlapping counts, back-casting."""

from collections.abc import Callable

import pytest

from initiatives.models import Initiative, User
from tests.api import Api
from tests.factories import measurement as make

AsApi = Callable[..., Api]
HOME = "/initiatives/riverbend"

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(riverbend: Initiative, ana: User, as_api: AsApi) -> Api:
    """ana's client, in an initiative where she may accept what she handed in."""
    api = as_api(ana)
    api.patch(f"{HOME}/", {"self_acceptance": True}, If_Match="*")
    return api


def test_an_indicator_goes_from_proposal_to_collection_with_the_partners_answers(
    lead: Api, pia: User, as_api: AsApi
) -> None:
    lead.post(f"{HOME}/indicators/", {"code": "n", "name": "N", "state": "proposed"})
    path = f"{HOME}/indicators/n"
    assert lead.post(f"{path}/activate/", {}).status == 409

    assert lead.post(f"{path}/consult/", {"partners": ["food-bank"]}).json["state"] == "consulted"
    partner = as_api(pia)
    [asked] = partner.get(f"{HOME}/sign-offs/").json["results"]
    assert (asked["indicator"], asked["partner"], asked["position"]) == ("n", "food-bank", "waiting")
    give = f"{HOME}/sign-offs/{asked['id']}"
    said = partner.post(f"{give}/give/", {"position": "objects"})
    assert (said.status, said.json["errors"][0]["field"]) == (422, "comment")
    partner.post(f"{give}/give/", {"position": "objects", "comment": "We count visits."})

    held = lead.post(f"{path}/agree/", {})
    assert (held.status, held.json["code"]) == (409, "open_objections")
    assert partner.post(f"{give}/answer/", {"answer": "x"}).status == 403
    assert lead.post(f"{give}/answer/", {"answer": "Visits it is."}).json["answer"] == "Visits it is."
    assert lead.post(f"{path}/agree/", {}).json["state"] == "agreed"
    assert lead.post(f"{path}/activate/", {}).json["state"] == "active"
    assert lead.post(f"{path}/retire/", {}).status == 422
    assert lead.post(f"{path}/retire/", {"reason": "Done."}).json["state"] == "retired"
    steps = [row["state"] for row in lead.get(f"{path}/steps/").json["results"]]
    assert steps == ["consulted", "agreed", "active", "retired"]


def test_the_whole_sheet_goes_in_and_comes_out_and_versions_are_compared(lead: Api) -> None:
    sheet = {
        "rba_type": "better_off",
        "outcome": "Children read well",
        "inclusions": "All public schools",
        "collection_method": "State test",
        "publication_lag": 90,
        "decision_informed": "Where tutors go",
        "known_limits": "Few in Westside",
        "communication_power": 3,
    }
    lead.post(f"{HOME}/indicators/", {"code": "n", "name": "N", "kind": "count", **sheet})
    path = f"{HOME}/indicators/n/"
    assert {name: lead.get(path).json[name] for name in sheet} == sheet
    row = {"partner": "food-bank", "indicator": "n", "period": "2023-Q4", "value": 10}
    bulk = {"submit": True, "accept": True, "observations": [row]}
    assert lead.post(f"{HOME}/submissions/bulk/", bulk).status == 200

    change = {"inclusions": None, "valid_from": "2024-01-01", "break_note": "All schools now."}
    assert lead.patch(path, change, If_Match="*").json["version"] == 2
    told = lead.get(f"{path}versions/compare/").json
    changed = [row["field"] for row in told["fields"] if row["changed"]]
    assert (told["from"], told["to"], changed) == (1, 2, ["inclusions"])
    assert lead.get(f"{path}versions/compare/?from=7").status == 404

    given = {"partner": "food-bank", "period": "2023-Q4", "value": 8}
    cast = lead.post(f"{path}back-cast/", {"source": "Recount", "observations": [given]})
    assert (cast.status, cast.json["observations"]) == (200, 1)
    make.rolled_up()
    [then] = lead.get(f"{path}series/").json["points"]
    [now] = lead.get(f"{path}series/?definition=now").json["points"]
    assert (then["value"], then["back_cast"]) == ("10", False)
    assert (now["value"], now["back_cast"], now["version"]) == ("8", True, 2)


def test_a_sixteenth_headline_names_the_one_that_gives_way(lead: Api) -> None:
    for number in range(15):
        lead.post(f"{HOME}/indicators/", {"code": f"h{number}", "name": "H", "headline": True})
    new = {"code": "new", "name": "New", "headline": True}
    refused = lead.post(f"{HOME}/indicators/", new)
    assert (refused.status, refused.json["code"]) == (409, "headline_full")
    assert lead.post(f"{HOME}/indicators/", {**new, "demote": "nobody"}).status == 422
    assert lead.post(f"{HOME}/indicators/", {**new, "demote": "h3"}).json["headline"] is True
    assert lead.get(f"{HOME}/indicators/h3/").json["headline"] is False


def test_what_is_wanted_becomes_a_proposal(lead: Api) -> None:
    made = lead.post(f"{HOME}/wanted-indicators/", {"name": "Sleep", "plan": "Ask", "by": "2030-01-01"})
    assert (made.status, made.json["state"]) == (201, "wanted")
    path = f"{HOME}/wanted-indicators/{made.json['id']}/"
    changed = lead.patch(path, {"state": "under_way", "plan": None}, If_Match="*").json
    assert (changed["state"], changed["plan"]) == ("under_way", "")
    defined = lead.post(f"{path}define/", {"code": "sleep", "kind": "mean"})
    assert (defined.status, defined.json["state"], defined.json["name"]) == (201, "proposed", "Sleep")
    assert lead.get(path).json["indicator"] == "sleep"
    assert lead.post(f"{path}drop/", {"reason": "x"}).status == 409


def test_7_a_possible_contribution_is_told_over_http(lead: Api) -> None:
    for code, more in (("reading", {"level": "community", "cadence": "yearly"}), ("tutoring", {})):
        body = {"code": code, "name": code, "kind": "ratio", "about_people": False, **more}
        lead.post(f"{HOME}/indicators/", body)
    rows = [
        {
            "partner": "school-board",
            "indicator": "reading",
            "period": "2024",
            "numerator": 1260,
            "denominator": 2800,
        },
        {
            "partner": "food-bank",
            "indicator": "tutoring",
            "period": "2024-Q1",
            "numerator": 117,
            "denominator": 180,
        },
    ]
    lead.post(f"{HOME}/submissions/bulk/", {"submit": True, "accept": True, "observations": rows})
    make.rolled_up()
    path = f"{HOME}/indicators/reading"
    linked = lead.post(f"{path}/contributors/", {"measure": "tutoring", "because": "One to one"})
    assert linked.status == 201

    told = lead.get(f"{path}/contribution/?target=55").json

    assert (float(told["value"]), told["needed"], told["gap"]) == (45, "1540", "280")
    [row] = told["measures"]
    assert (round(float(row["reach"]), 1), round(float(row["ceiling"]), 1)) == (6.4, 41.8)
    assert lead.delete(f"{path}/contributors/tutoring/", If_Match="*").status == 204
    assert lead.get(f"{path}/contribution/?target=55").json["measures"] == []


def test_4_overlapping_counts_are_told_over_http(lead: Api) -> None:
    body = {"code": "people", "name": "P", "time_behaviour": "unduplicated", "about_people": False}
    lead.post(f"{HOME}/indicators/", body)
    rows = [
        {"partner": code, "indicator": "people", "period": "2024-Q1", "value": value}
        for code, value in (("school-board", 150), ("food-bank", 100))
    ]
    lead.post(f"{HOME}/submissions/bulk/", {"submit": True, "accept": True, "observations": rows})
    make.rolled_up()
    path = f"{HOME}/indicators/people/heads/"
    for basis, value in (("overlap", 15), ("population", 240), ("counted", 207)):
        given = {"period": "2024-Q1", "basis": basis, "value": value, "source": "Audit"}
        assert lead.post(path, given).status == 201

    [told] = lead.get(path).json["results"]

    assert (told["duplicated"], told["low"], told["high"]) == ("250", "150", "240")
    assert (told["estimate"], told["counted"], told["duplication"]) == ("212.5", "207", "17.2")
    [point] = lead.get(f"{HOME}/indicators/people/series/").json["points"]
    assert (point["value"], point["numerator"], point["high"]) == ("207", None, "240")
