"""Shared measurement over HTTP: definitions, calendar, hand-ins, figures."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from initiatives.kernel import clock
from initiatives.models import Initiative, User
from tests import factories
from tests.api import Api
from tests.factories import measurement as make

AsApi = Callable[..., Api]
HOME = "/initiatives/riverbend"


@pytest.fixture
def lead(riverbend: Initiative, ana: User, as_api: AsApi) -> Api:
    """ana's client, in an initiative where she may accept what she handed in."""
    api = as_api(ana)
    api.patch(f"{HOME}/", {"self_acceptance": True}, If_Match="*")
    return api


def points(api: Api, code: str, query: str = "") -> list[dict[str, Any]]:
    answer = api.get(f"{HOME}/indicators/{code}/series/?{query}")
    assert answer.status == 200, answer
    return list(answer.json["points"])


# Definitions ------------------------------------------------------------------------------------------------


def test_dimensions_are_defined_read_and_extended(lead: Api) -> None:
    body: dict[str, Any] = {
        "code": "sex",
        "name": "Sex",
        "exclusive": True,
        "categories": [{"code": "f", "name": "Women"}, {"code": "m", "name": "Men"}],
    }

    made = lead.post(f"{HOME}/dimensions/", body)

    whole = {"not_known": False, "starts_on": None, "retired_on": None}
    body["categories"] = [{**category, **whole} for category in body["categories"]]
    assert (made.status, made.json) == (201, body)
    path = f"{HOME}/dimensions/sex/"
    assert lead.get(path).content == made.content
    assert lead.get(f"{HOME}/dimensions/").json["results"] == [body]
    more = [{"code": "f", "name": "Female"}, {"code": "x"}]
    grown = lead.patch(path, {"categories": more}, If_Match=made.etag)
    assert {c["code"]: c["name"] for c in grown.json["categories"]} == {"f": "Female", "m": "Men", "x": "x"}
    assert lead.patch(path, {"name": "S"}, If_Match=made.etag).status == 412


@pytest.mark.parametrize(
    ("change", "status", "fault"),
    [
        ({"code": "place"}, 422, ("code", "reserved_code")),
        ({"categories": [{"code": "a"}, {"code": "a"}]}, 422, ("categories", "code_taken")),
        ({"categories": [{"code": "total"}]}, 422, ("code", "reserved_code")),
        ({"categories": [{"name": "x"}]}, 400, ("categories.0.code", "required")),
        ({"categories": [{"code": "a", "id": 1}]}, 400, ("categories.0.id", "unknown_field")),
        ({"categories": {"code": "a"}}, 400, ("categories", "not_a_list")),
    ],
)
def test_a_bad_dimension_is_told_at_its_field(
    lead: Api, change: Any, status: int, fault: tuple[str, str]
) -> None:
    answer = lead.post(f"{HOME}/dimensions/", {"code": "age", "name": "Age", **change})

    assert (answer.status, answer.faults) == (status, dict([fault])), answer


INDICATOR = {
    "code": "reading",
    "name": "Reading on time",
    "definition": "Third graders who read at grade level, of those tested",
    "level": "partner",
    "kind": "ratio",
    "unit": "%",
    "decimals": 1,
    "direction": "up",
    "time_behaviour": "ratio",
    "partner_rollup": "ratio",
    "cadence": "quarterly",
    "dimensions": [],
    "headline": False,
    "visibility": "partners",
}


def test_an_indicator_comes_back_as_it_was_defined(lead: Api) -> None:
    made = lead.post(f"{HOME}/indicators/", {**INDICATOR, "multiplier": "", "band_low": None})

    assert made.status == 201, made
    assert {name: made.json[name] for name in INDICATOR} == INDICATOR
    assert (made.json["version"], made.json["state"], made.json["about_people"]) == (1, "active", True)
    assert lead.get(f"{HOME}/indicators/reading/").content == made.content
    [listed] = lead.get(f"{HOME}/indicators/?kind=ratio&headline=false&state=active").json["results"]
    assert listed == made.json
    assert lead.get(f"{HOME}/indicators/?kind=count").json["results"] == []


@pytest.mark.parametrize(
    ("change", "status", "fault"),
    [
        ({"kind": "average"}, 400, ("kind", "invalid_choice")),
        ({"kind": "count"}, 422, ("time_behaviour", "does_not_fit")),
        ({"kind": "index", "time_behaviour": "stock"}, 422, ("partner_rollup", "does_not_fit")),
        ({"decimals": 13}, 400, ("decimals", "max_value")),
        ({"decimals": 1.5}, 400, ("decimals", "invalid")),
        ({"dimensions": ["nowhere"]}, 422, ("dimensions", "unknown_dimension")),
        ({"suppression_threshold": 5}, 422, ("suppression_threshold", "too_lenient")),
        ({"rounded_to": 7}, 422, ("rounded_to", "invalid_choice")),
        ({"rounded_to": 11}, 400, ("rounded_to", "max_value")),
        ({"population_floor": -1}, 400, ("population_floor", "min_value")),
        ({"currency": "usd"}, 400, ("currency", "invalid")),
        ({"steward": "00000000-0000-0000-0000-000000000000"}, 422, ("steward", "unknown_person")),
        ({"valid_from": "2024-01-01"}, 400, ("valid_from", "unknown_field")),
    ],
)
def test_a_bad_indicator_is_told_at_its_field(
    lead: Api, change: Any, status: int, fault: tuple[str, str]
) -> None:
    answer = lead.post(f"{HOME}/indicators/", {**INDICATOR, **change})

    assert (answer.status, answer.faults) == (status, dict([fault])), answer


def test_a_new_meaning_makes_a_new_version_once_figures_stand(lead: Api, riverbend: Initiative) -> None:
    lead.post(f"{HOME}/indicators/", INDICATOR)
    path = f"{HOME}/indicators/reading/"
    lead.post(
        f"{HOME}/submissions/bulk/",
        {
            "accept": True,
            "observations": [
                {
                    "partner": "food-bank",
                    "indicator": "reading",
                    "period": "2024-Q1",
                    "numerator": 40,
                    "denominator": 50,
                }
            ],
        },
    )
    change = {"definition": "Of those enrolled"}

    refused = lead.patch(path, change, If_Match="*")
    changed = lead.patch(path, {**change, "valid_from": "2024-07-01", "break_note": "New test"}, If_Match="*")

    assert (refused.status, refused.faults) == (422, {"valid_from": "required"})
    assert (changed.json["version"], changed.json["valid_from"]) == (2, "2024-07-01")
    versions = lead.get(f"{path}versions/").json["results"]
    assert [(row["version"], row["definition"]) for row in versions] == [
        (1, INDICATOR["definition"]),
        (2, "Of those enrolled"),
    ]


def test_a_proposed_indicator_is_nothing_to_others(lead: Api, dora: User, as_api: AsApi) -> None:
    lead.post(f"{HOME}/indicators/", {**INDICATOR, "state": "proposed"})

    assert lead.get(f"{HOME}/indicators/reading/").status == 200
    api = as_api(dora)
    assert api.get(f"{HOME}/indicators/").json["results"] == []
    for path in ("", "versions/", "series/", "explain/?period=2024"):
        assert api.get(f"{HOME}/indicators/reading/{path}").status == 404


# Calendar ---------------------------------------------------------------------------------------------------


def test_periods_of_a_cadence(lead: Api) -> None:
    rows = lead.get(f"{HOME}/periods/?cadence=quarterly&from=2024-01-01&to=2024-Q3").json["results"]

    assert [(row["code"], row["start"], row["end"]) for row in rows] == [
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
    ]
    first = lead.get(f"{HOME}/periods/?cadence=weekly&from=2024-01-01&to=2024-12-31&page_size=50")
    rest = lead.get(first.json["next"])
    together = [row["code"] for row in first.json["results"] + rest.json["results"]]
    assert (len(together), len(set(together)), together[0], together[-1]) == (53, 53, "2024-W01", "2025-W01")
    assert rest.json["next"] is None
    assert lead.get(f"{HOME}/periods/?cadence=quarterly").faults == {"from": "required"}
    assert lead.get(f"{HOME}/periods/?cadence=weekly&from=9999-12-31").faults == {"from": "bad_day"}


def test_a_cycle_is_opened_changed_and_locked(lead: Api, riverbend: Initiative) -> None:
    make.indicator(riverbend, "meals")
    assigned = {"partner": "food-bank", "indicator": "meals", "from": "2024-01-01"}
    lead.post(f"{HOME}/assignments/", assigned)

    made = lead.post(f"{HOME}/cycles/", {"period": "2024-Q1", "due": "2024-04-30", "grace_days": 5})

    assert made.status == 201, made
    assert (made.json["period"], made.json["opens"], made.json["asked"]) == ("2024-Q1", "2024-04-01", 1)
    path = f"{HOME}/cycles/{made.json['id']}/"
    assert lead.post(f"{HOME}/cycles/", {"period": "2024-Q1"}).code == "cycle_exists"
    assert lead.post(f"{HOME}/cycles/", {"period": "2024-Q5"}).faults == {"period": "bad_period"}
    [ask] = lead.get(f"{HOME}/requests/?state=overdue&period=2024-Q1").json["results"]
    assert (ask["partner"], ask["due"], ask["last_day"]) == ("food-bank", "2024-04-30", "2024-05-05")
    assert lead.get(f"{HOME}/requests/?state=submitted").json["results"] == []
    longer = lead.post(f"{HOME}/requests/{ask['id']}/extend/", {"until": "2090-01-01", "reason": "Flood"})
    assert (longer.json["extended_until"], longer.json["state"]) == ("2090-01-01", "not_started")
    moved = lead.patch(path, {"due": "2024-05-15"}, If_Match=made.etag)
    assert moved.json["due"] == "2024-05-15"
    assert lead.post(f"{path}lock/", If_Match=made.etag).status == 412
    locked = lead.post(f"{path}lock/", If_Match=moved.etag)
    assert (locked.json["state"], locked.json["locked_at"] is not None) == ("locked", True)
    assert lead.post(f"{path}lock/").code == "locked"
    assert lead.patch(path, {"due": "2024-06-01"}, If_Match="*").status == 409


def test_assignments_are_named_by_what_they_are(lead: Api, riverbend: Initiative) -> None:
    make.indicator(riverbend, "meals")
    body = {"partner": "food-bank", "indicator": "meals", "from": "2024-01-01"}

    made = lead.post(f"{HOME}/assignments/", body)

    assert made.json == {**body, "id": "food-bank:meals:2024-01-01", "to": None}
    path = made.headers["Location"].removeprefix("http://testserver")
    assert lead.post(f"{HOME}/assignments/", body).code == "already_assigned"
    ended = lead.patch(path, {"to": "2024-12-31"}, If_Match=made.etag)
    assert ended.json["to"] == "2024-12-31"
    for query, count in [("on=2024-06-01", 1), ("on=2025-01-01", 0), ("indicator=other", 0)]:
        assert len(lead.get(f"{HOME}/assignments/?{query}").json["results"]) == count, query
    for other in ("food-bank:meals:2024-01-02", "food-bank:meals:x", "food-bank"):
        assert lead.get(f"{HOME}/assignments/{other}/").status == 404
    wrong = {**body, "from": "2025-06-01", "to": "2025-01-01"}
    assert lead.post(f"{HOME}/assignments/", wrong).faults == {"to": "wrong_order"}
    assert lead.post(f"{HOME}/assignments/", {**body, "partner": "x"}).faults == {
        "partner": "unknown_partner"
    }


# Hand-ins ---------------------------------------------------------------------------------------------------


@pytest.fixture
def meals(riverbend: Initiative) -> Initiative:
    """riverbend with two indicators, a dimension, and an open cycle for 2024-Q1."""
    make.dimension(riverbend, "sex", "f", "m", "nk")
    make.indicator(riverbend, "meals", dimensions=["sex"])
    make.indicator(riverbend, "reading", kind="ratio", decimals=1)
    make.cycle(riverbend, "2024-Q1")
    return riverbend


def hand_in_body(**values: Any) -> dict[str, Any]:
    return {
        "partner": "school-board",
        "period": "2024-Q1",
        "submit": True,
        "observations": [
            {"indicator": "meals", "value": 100},
            {"indicator": "meals", "cell": {"sex": "f"}, "value": "52"},
            {"indicator": "reading", "numerator": "40", "denominator": 50, "note": ""},
        ],
        **values,
    }


def test_a_hand_in_goes_from_draft_to_accepted(
    meals: Initiative, ben: User, sam: User, as_api: AsApi
) -> None:
    contributor, staff = as_api(ben), as_api(sam)

    draft = contributor.post(f"{HOME}/submissions/", hand_in_body(submit=False))

    assert (draft.status, draft.json["state"]) == (201, "draft")
    assert [check["rule"] for check in draft.json["checks"]] == ["missing_category"]
    assert [(o["indicator"], o["cell"], o["value"]) for o in draft.json["observations"]] == [
        ("meals", {}, "100"),
        ("meals", {"sex": "f"}, "52"),
        ("reading", {}, None),
    ]
    path = f"{HOME}/submissions/{draft.json['id']}/"
    assert contributor.get(path).content == draft.content
    assert staff.get(path).status == 404, "a partner's drafts are its own"
    change = {"observations": [{"indicator": "meals", "value": 110}]}
    assert contributor.patch(path, change).status == 428
    changed = contributor.patch(path, change, If_Match=draft.etag)
    assert changed.json["observations"][0]["value"] == "110"
    assert contributor.patch(path, change, If_Match=draft.etag).status == 412
    assert contributor.post(f"{path}submit/", If_Match=draft.etag).status == 412
    submitted = contributor.post(f"{path}submit/", If_Match=changed.etag)
    assert submitted.json["state"] == "submitted"
    assert contributor.patch(path, change, If_Match="*").code == "not_editable"
    assert contributor.post(f"{path}accept/").code == "forbidden"
    returned = staff.post(f"{path}return/", {"reason": "Please look at the meals"})
    assert (returned.json["state"], returned.json["return_reason"]) == (
        "returned",
        "Please look at the meals",
    )
    contributor.post(f"{path}submit/")
    accepted = staff.post(f"{path}accept/")
    assert (accepted.status, accepted.json["state"]) == (200, "accepted")
    assert accepted.json["observations"][0]["value"] == "110"
    assert accepted.json["observations"][2]["numerator"] == "40"
    assert staff.post(f"{path}accept/").code == "transition_not_allowed"
    [listed] = staff.get(f"{HOME}/submissions/?state=accepted&partner=school-board").json["results"]
    assert listed == {k: v for k, v in accepted.json.items() if k not in ("checks", "observations")}


def test_a_figure_changes_by_a_revision_and_both_stand(
    meals: Initiative, ben: User, sam: User, ana: User, as_api: AsApi
) -> None:
    submission = make.accepted(
        meals, ben, "school-board", "2024-Q1", [{"indicator": "reading", "numerator": 45, "denominator": 100}]
    )
    path = f"{HOME}/submissions/{submission.public_id}/"
    staff = as_api(sam)
    figures = [{"indicator": "reading", "numerator": 48, "denominator": 100}]

    assert staff.post(f"{path}revise/", {"observations": figures}).faults == {"reason": "required"}
    revision = staff.post(f"{path}revise/", {"reason": "Two late forms", "observations": figures})

    assert (revision.status, revision.json["state"]) == (201, "submitted")
    assert revision.json["revises"] == str(submission.public_id)
    own = staff.post(f"{HOME}/submissions/{revision.json['id']}/accept/")
    assert (own.status, own.code) == (403, "own_submission")
    assert as_api(ana).post(f"{HOME}/submissions/{revision.json['id']}/accept/").json["state"] == "accepted"
    make.rolled_up()
    [point] = points(staff, "reading")
    assert (float(point["value"]), point["status"]) == (48.0, "revised")
    explained = staff.get(f"{HOME}/indicators/reading/explain/?period=2024-Q1").json
    [behind] = explained["observations"]
    assert (behind["numerator"], behind["revision"], behind["reason"]) == ("48", 2, "Two late forms")
    assert [row["numerator"] for row in behind["earlier"]] == ["45"]


@pytest.mark.parametrize(
    ("observation", "status", "fault"),
    [
        ({"indicator": "nothing", "value": 1}, 422, ("indicator", "unknown_indicator")),
        ({"indicator": "meals", "value": -1}, 422, ("value", "negative")),
        ({"indicator": "meals", "value": True}, 400, ("value", "not_a_number")),
        ({"indicator": "meals", "value": "1e3"}, 400, ("value", "not_a_number")),
        ({"indicator": "meals", "value": "12 345"}, 400, ("value", "not_a_number")),
        ({"indicator": "meals", "cell": {"sex": "z"}, "value": 1}, 422, ("cell", "unknown_category")),
        ({"indicator": "meals", "cell": {"age": "f"}, "value": 1}, 422, ("cell", "unknown_dimension")),
        ({"indicator": "meals", "cell": [], "value": 1}, 400, ("cell", "invalid")),
        ({"indicator": "meals", "value": 1, "status": "gone"}, 422, ("status", "invalid_choice")),
        ({"indicator": "meals", "value": 1, "status": "not_reported"}, 422, ("status", "number_and_status")),
        ({"indicator": "meals", "value": 1, "partner": "x"}, 400, ("partner", "unknown_field")),
        ({"indicator": 1, "value": 1}, 400, ("indicator", "invalid")),
        ({"indicator": "meals", "value": 10**18}, 400, ("value", "not_a_number")),
    ],
)
def test_a_bad_figure_is_told_at_its_row_and_field(
    meals: Initiative, ben: User, as_api: AsApi, observation: Any, status: int, fault: tuple[str, str]
) -> None:
    rows = [{"indicator": "reading", "numerator": 1, "denominator": 2}, observation]

    answer = as_api(ben).post(f"{HOME}/submissions/", hand_in_body(observations=rows))

    field, code = fault
    assert (answer.status, answer.faults) == (status, {f"observations.1.{field}": code}), answer
    assert as_api(ben).get(f"{HOME}/submissions/").json["results"] == []


def test_a_word_in_a_numbers_place_is_met_with_the_status_it_means(
    meals: Initiative, ben: User, as_api: AsApi
) -> None:
    rows = [{"indicator": "meals", "value": "N/A"}]

    answer = as_api(ben).post(f"{HOME}/submissions/", hand_in_body(observations=rows))

    assert answer.status == 400
    assert "N/A" in answer.json["errors"][0]["message"]
    assert "does not apply" in answer.json["errors"][0]["message"]


def test_a_check_that_blocks_refuses_and_one_to_explain_is_told(
    meals: Initiative, ben: User, as_api: AsApi
) -> None:
    api = as_api(ben)
    blocked = hand_in_body(observations=[{"indicator": "reading", "numerator": 60, "denominator": 50}])

    refused = api.post(f"{HOME}/submissions/", blocked)
    assert (refused.status, refused.code) == (422, "checks_failed")
    assert list(refused.faults) == ["observations.0"]
    draft = api.post(f"{HOME}/submissions/", {**blocked, "submit": False})
    [check] = draft.json["checks"]
    assert (check["severity"], check["observation"], check["indicator"]) == ("block", 0, "reading")
    assert check["message"]


def test_a_period_without_cycle_opens_for_staff_only(
    meals: Initiative, ben: User, sam: User, as_api: AsApi
) -> None:
    body = hand_in_body(period="2023-Q4")

    refused = as_api(ben).post(f"{HOME}/submissions/", body)
    taken = as_api(sam).post(f"{HOME}/submissions/", body)

    assert (refused.status, refused.faults) == (422, {"period": "no_cycle"})
    assert (taken.status, taken.json["on_behalf"]) == (201, True)


def test_a_partner_hands_in_for_itself_alone(
    meals: Initiative, ben: User, pia: User, cleo: User, as_api: AsApi
) -> None:
    made = make.hand_in(meals, ben, "school-board", "2024-Q1", [{"indicator": "meals", "value": 3}])
    path = f"{HOME}/submissions/{made.public_id}/"
    other = as_api(pia)

    assert other.post(f"{HOME}/submissions/", hand_in_body()).status == 403
    assert other.get(f"{HOME}/submissions/").json["results"] == []
    for answer in (
        other.get(path),
        other.patch(path, {"observations": []}, If_Match="*"),
        other.post(f"{path}submit/"),
        other.post(f"{path}revise/", {"reason": "x", "observations": []}),
    ):
        assert answer.status == 404, answer
    assert as_api(cleo).get(f"{HOME}/submissions/").status == 403
    assert as_api(cleo).get(path).status == 403


# Many figures at once ---------------------------------------------------------------------------------------


def bulk(**values: Any) -> dict[str, Any]:
    rows = [
        {
            "partner": "school-board",
            "indicator": "reading",
            "period": "2024-Q1",
            "numerator": "40",
            "denominator": "50",
        },
        {
            "partner": "food-bank",
            "indicator": "reading",
            "period": "2024-Q1",
            "numerator": 30,
            "denominator": 100,
        },
        {"partner": "food-bank", "indicator": "reading", "period": "2024-Q2", "status": "not_applicable"},
    ]
    return {"submit": True, "accept": True, "observations": rows, **values}


def test_a_bulk_is_summed_into_the_series(meals: Initiative, lead: Api) -> None:
    done = lead.post(f"{HOME}/submissions/bulk/", bulk())
    make.rolled_up()

    assert done.status == 200, done
    assert done.json["observations"] == 3
    assert {(row["partner"], row["period"], row["state"]) for row in done.json["submissions"]} == {
        ("school-board", "2024-Q1", "accepted"),
        ("food-bank", "2024-Q1", "accepted"),
        ("food-bank", "2024-Q2", "accepted"),
    }
    first = points(lead, "reading", "by=total")[0]
    assert (first["period"], first["group"], first["numerator"], first["denominator"]) == (
        "2024-Q1",
        "total",
        "70",
        "150",
    )
    assert first["value"].startswith("46.666666666") and first["display"] == "46.7%"
    by_place = {row["group"]: row["value"] for row in points(lead, "reading", "by=place&to=2024-Q1")}
    assert {place: float(value) for place, value in by_place.items()} == {"north": 80.0, "south": 30.0}
    again = lead.post(f"{HOME}/submissions/bulk/", bulk())
    assert (again.status, again.json["observations"]) == (200, 0)


def test_a_bulk_is_all_or_nothing(meals: Initiative, lead: Api) -> None:
    rows = bulk()["observations"]
    rows[1]["indicator"] = "nothing"
    rows[2]["partner"] = "nobody"

    refused = lead.post(f"{HOME}/submissions/bulk/", bulk(observations=rows))

    assert (refused.status, refused.faults) == (
        422,
        {"observations.1.indicator": "unknown_indicator", "observations.2.partner": "unknown_partner"},
    )
    assert lead.get(f"{HOME}/submissions/").json["results"] == []


def test_a_bulk_as_csv(meals: Initiative, lead: Api) -> None:
    sheet = (
        "partner,indicator,period,sex,numerator,denominator,value,n,status,note\r\n"
        "food-bank,meals,2024-Q1,,,,1000,,,\r\n"
        'food-bank,meals,2024-Q1,f,,,600,,,"with, comma"\r\n'
        "food-bank,reading,2024-Q1,,9,10,,,,\r\n"
        ",,,,,,,,,\r\n"
    )
    path = f"{HOME}/submissions/bulk/?accept=true&source=Sheet"

    done = lead.ask("POST", path, raw=sheet.encode(), content_type="text/csv; charset=utf-8")
    make.rolled_up()

    assert (done.status, done.json["observations"]) == (200, 3), done
    assert [p["value"] for p in points(lead, "meals")] == ["1000"]
    assert {p["group"]: p["value"] for p in points(lead, "meals", "by=sex")} == {"f": "600"}
    assert [p["value"] for p in points(lead, "meals", "sex=f")] == ["600"]
    [handed] = lead.get(f"{HOME}/submissions/").json["results"]
    assert (handed["source"], handed["state"]) == ("Sheet", "accepted")


@pytest.mark.parametrize(
    ("sheet", "status", "faults"),
    [
        (
            b"partner,indicator,period,colour,value\nfood-bank,meals,2024-Q1,red,1\n",
            400,
            {"colour": "unknown_column"},
        ),
        (
            b"partner,indicator,period,value\nfood-bank,meals,2024-Q1,see note\n",
            400,
            {"observations.0.value": "not_a_number"},
        ),
        (
            b"partner,indicator,period,value\nfood-bank,meals,2024-13,1\n",
            422,
            {"observations.0.period": "bad_period"},
        ),
        (b"partner,partner\nfood-bank,x\n", 400, {}),
        (b"partner,indicator\nfood-bank,x,y\n", 400, {}),
        (b'partner,indicator\n"food-bank,x\n', 400, {}),
        (b"\xff\xfe", 400, {}),
        (b"", 422, {"observations": "required"}),
    ],
)
def test_a_bad_sheet_is_told_where(
    meals: Initiative, lead: Api, sheet: bytes, status: int, faults: dict[str, str]
) -> None:
    answer = lead.ask(
        "POST", f"{HOME}/submissions/bulk/?submit=true", raw=sheet or b"partner\n", content_type="text/csv"
    )

    assert (answer.status, answer.faults) == (status, faults), answer


def test_accepting_in_bulk_takes_those_who_may(
    meals: Initiative, sam: User, ben: User, as_api: AsApi
) -> None:
    assert as_api(sam).post(f"{HOME}/submissions/bulk/", bulk()).code == "own_submission"
    own = [row for row in bulk()["observations"] if row["partner"] == "school-board"]
    assert as_api(ben).post(f"{HOME}/submissions/bulk/", bulk(observations=own)).status == 403
    handed = as_api(ben).post(f"{HOME}/submissions/bulk/", bulk(observations=own, accept=False))
    assert [row["state"] for row in handed.json["submissions"]] == ["submitted"]
    others = as_api(ben).post(f"{HOME}/submissions/bulk/", bulk(accept=False))
    assert others.status == 422 and "observations.1.partner" in others.faults


# Figures ----------------------------------------------------------------------------------------------------


def test_a_series_as_it_stood_on_a_day(meals: Initiative, lead: Api) -> None:
    def load(moment: datetime, numerator: int, **values: Any) -> None:
        row = {"partner": "food-bank", "indicator": "reading", "period": "2024-Q1"}
        with clock.at(moment):
            api = Api(factories.token(User.objects.get(email="ana@riverbend.example")))
            done = api.post(
                f"{HOME}/submissions/bulk/",
                {
                    "accept": True,
                    "observations": [{**row, "numerator": numerator, "denominator": 100}],
                    **values,
                },
            )
            assert done.status == 200, done
            make.rolled_up()

    load(datetime(2026, 4, 10, 12, tzinfo=UTC), 45)
    load(datetime(2026, 5, 2, 12, tzinfo=UTC), 48, reason="Two late forms")

    def value(query: str) -> list[float]:
        return [float(point["value"]) for point in points(lead, "reading", query)]

    assert value("as_of=2026-04-09") == []
    assert value("as_of=2026-04-20") == [45.0]
    assert value("as_of=2026-05-01T23:00:00Z") == [45.0]
    assert value("as_of=2026-05-03") == [48.0]
    assert value("") == [48.0]
    assert lead.get(f"{HOME}/indicators/reading/series/?as_of=2026-05-03T10:00").faults == {
        "as_of": "bad_moment"
    }


def test_a_series_is_told_in_full_and_as_csv(meals: Initiative, lead: Api) -> None:
    lead.post(f"{HOME}/submissions/bulk/", bulk())
    make.rolled_up()
    path = f"{HOME}/indicators/reading/series/"

    whole = lead.get(path)

    assert set(whole.json) == {"indicator", "version", "unit", "points", "target_path", "forecast"}
    assert set(whole.json["points"][0]) == {
        "period", "group", "numerator", "denominator", "value", "display", "reported", "expected", "coverage",
        "coverage_basis", "status", "suppressed", "bound", "low", "high", "note", "version", "back_cast",
        "later", "later_display",
    }  # fmt: skip
    assert (whole.json["points"][0]["reported"], whole.json["points"][0]["expected"]) == (2, 2)
    assert lead.get(path, If_None_Match=whole.etag).status == 304
    sheet = lead.get(f"{path}?format=csv&to=2024-Q1").content.decode().splitlines()
    assert sheet[0].startswith("period,group,numerator,denominator,value,display")
    assert sheet[1].startswith("2024-Q1,total,70,150,46.66")
    assert lead.get(f"{path}?by=colour").faults == {"by": "unknown_dimension"}
    assert lead.get(f"{path}?time=never").faults == {"time": "invalid_choice"}
    assert [p["period"] for p in points(lead, "reading", "time=yearly")] == ["2024"]


def test_explaining_names_who_and_when(meals: Initiative, lead: Api) -> None:
    lead.post(f"{HOME}/submissions/bulk/", bulk())
    make.rolled_up()

    told = lead.get(f"{HOME}/indicators/reading/explain/?period=2024-Q1").json

    assert (told["period"], told["by"], told["group"], told["version"]) == ("2024-Q1", "total", "total", 1)
    assert told["point"]["numerator"] == "70"
    behind = {row["partner"]: row for row in told["observations"]}
    assert set(behind) == {"school-board", "food-bank"}
    assert (behind["food-bank"]["numerator"], behind["food-bank"]["accepted_by"]) == ("30", "Ana")
    assert behind["food-bank"]["accepted_at"].endswith("Z")
    one = lead.get(f"{HOME}/indicators/reading/explain/?period=2024-Q1&by=place&group=north").json
    assert [row["partner"] for row in one["observations"]] == ["school-board"]
    nowhere = lead.get(f"{HOME}/indicators/reading/explain/?period=2024-Q1&by=place&group=moon")
    assert nowhere.status == 404


def test_what_is_hidden_on_pages_is_hidden_here(
    meals: Initiative, lead: Api, ben: User, cleo: User, as_api: AsApi
) -> None:
    """About people and not published: others than staff see nothing of it, in any form."""
    make.indicator(meals, "private", about_people=True, visibility="own")
    row = {"partner": "food-bank", "indicator": "private", "period": "2024-Q1", "value": 123456}
    lead.post(f"{HOME}/submissions/bulk/", {"accept": True, "observations": [row]})
    make.rolled_up()

    assert [p["value"] for p in points(lead, "private")] == ["123456"]
    for reader in (ben, cleo):
        api = as_api(reader)
        for query in ("", "by=partner", "by=place", "format=csv", "as_of=2030-01-01", "time=yearly"):
            answer = api.get(f"{HOME}/indicators/private/series/?{query}")
            assert answer.status == 200 and b"123456" not in answer.content, (reader, query, answer)
        told = api.get(f"{HOME}/indicators/private/explain/?period=2024-Q1")
        assert told.status == 200 and b"123456" not in told.content, told


@pytest.mark.parametrize("given", [123456789012345678, "123456789012345678.123456789012", "0.1", "1.10"])
def test_a_number_is_kept_to_the_digit(meals: Initiative, ben: User, as_api: AsApi, given: Any) -> None:
    rows = [{"indicator": "reading", "numerator": 1, "denominator": given}]

    draft = as_api(ben).post(f"{HOME}/submissions/", hand_in_body(submit=False, observations=rows))

    assert draft.json["observations"][0]["denominator"] == str(given)
