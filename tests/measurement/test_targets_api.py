"""Targets, progress, forecasts and sessions through the API: examples 8, 18 and 21, and who may do and see what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from initiatives import queries as core
from initiatives.kernel import clock
from tests import factories
from tests.api import Answer, Api
from tests.factories import measurement
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
AsApi = Callable[..., Api]
TARGET = {
    "indicator": "read",
    "baseline_value": 40,
    "baseline_date": "2022-12-31",
    "value": "60",
    "date": "2030-12-31",
    "reason": "Agreed by all",
}


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B; "read" is a yearly percentage, not about people."""
    made = Scene("read-well", self_acceptance=True)
    made.partners("A", "B", "C", sector="education")
    made.indicator("read", "ratio", cadence="yearly", decimals=1)
    return made


@pytest.fixture
def lead(scene: Scene) -> Api:
    return Api(factories.token(scene.lead))


HOME = "/initiatives/read-well"


def give(scene: Scene, values: dict[int, str]) -> None:
    for year, value in values.items():
        parts = {"numerator": float(value) * 10, "denominator": 1000}
        scene.give("read", str(year), {"A": parts})


def series(api: Api, query: str = "") -> Any:
    return api.get(f"{HOME}/indicators/read/series/?{query}").json


def made(answer: Answer) -> Any:
    assert answer.status == 201, answer
    return answer.json


def test_8_a_path_and_the_progress_on_it(scene: Scene, lead: Api) -> None:
    give(scene, {2022: "40", 2026: "47"})
    row = made(lead.post(f"{HOME}/targets/", TARGET))

    assert (row["target_value"], row["value"], row["basis"], row["version"]) == ("60", "60", "absolute", 1)
    path = {step["period"]: step for step in series(lead)["target_path"]}
    assert (path["2026"]["value"], path["2026"]["kind"], path["2026"]["display"]) == ("50", "path", "50.0%")
    assert (path["2022"]["kind"], path["2030"]["kind"], path["2030"]["value"]) == ("baseline", "target", "60")
    with clock.at(moment("2026-12-31")):
        found = lead.get(f"{HOME}/indicators/read/progress/").json
    assert (found["share"], found["expected"], found["ratio"], found["wanted"]) == (
        "0.35",
        "0.5",
        "0.7",
        "50",
    )
    assert (found["state"], found["period"], found["value"]) == ("off_track", "2026", found["value"])
    assert float(found["value"]) == 47


def test_8_interims_points_and_per_cent(scene: Scene, lead: Api) -> None:
    interims = [{"date": "2025", "value": 44}]
    made(lead.post(f"{HOME}/targets/", {**TARGET, "interims": interims}))
    assert {s["period"]: s["value"] for s in series(lead)["target_path"]}["2026"] == "47.2"

    base = {**TARGET, "baseline_value": 45, "value": 10}
    assert made(lead.post(f"{HOME}/targets/", {**base, "basis": "points"}))["target_value"] == "55"
    assert made(lead.post(f"{HOME}/targets/", {**base, "basis": "relative"}))["target_value"] in (
        "49.5",
        "49.50",
    )


def test_a_target_is_changed_and_withdrawn_by_versions(scene: Scene, lead: Api) -> None:
    with clock.at(moment("2024-01-10 12:00")):
        row = made(lead.post(f"{HOME}/targets/", TARGET))
    path = f"{HOME}/targets/{row['id']}/"

    tag = lead.get(path).etag
    assert lead.patch(path, {"value": 55}, If_Match=tag).faults == {"reason": "required"}
    changed = lead.patch(path, {"value": 55, "reason": "The new test is harder"}, If_Match=tag)
    assert (changed.json["version"], changed.json["target_value"]) == (2, "55")
    assert lead.patch(path, {"value": 50, "reason": "x"}, If_Match=tag).status == 412
    assert [v["reason"] for v in lead.get(f"{path}versions/").json["results"]] == [
        "Agreed by all",
        "The new test is harder",
    ]
    [then] = lead.get(f"{HOME}/targets/?as_of=2024-02-01").json["results"]
    assert then["target_value"] == "60"
    assert series(lead, "as_of=2024-02-01")["target_path"][-1]["value"] == "60"
    assert series(lead, "as_of=2024-01-01")["target_path"] is None
    assert lead.post(f"{path}withdraw/", {"reason": "Something better"}).json["withdrawn"] is True
    assert lead.get(f"{HOME}/targets/").json["results"] == []
    assert lead.post(f"{path}withdraw/", {"reason": "Again"}).status == 409
    told = lead.get(f"{HOME}/events/?subject=indicator:read").json["results"]
    assert [row["key"] for row in told][-3:] == [
        "measurement.target_set",
        "measurement.target_set",
        "measurement.target_withdrawn",
    ]


def test_21_targets_of_partners_roll_up(scene: Scene, lead: Api) -> None:
    for code, value, of in (("A", 80, 50), ("B", 60, 100)):
        body = {
            "indicator": "read",
            "partner": code,
            "value": value,
            "denominator": of,
            "date": "2030",
            "reason": "x",
        }
        made(lead.post(f"{HOME}/targets/", body))

    found = lead.get(f"{HOME}/indicators/read/progress/").json

    assert (found["target_value"][:6], found["partners"]) == ("66.666", 2)
    [step] = series(lead)["target_path"]
    assert (step["display"], step["kind"], step["period"]) == ("66.7%", "target", "2030")
    assert [(s["group"], s["value"]) for s in series(lead, "by=partner")["target_path"]] == [
        ("A", "80"),
        ("B", "60"),
    ]


def test_a_target_of_a_category(scene: Scene, lead: Api) -> None:
    scene.dimension("sex", "f", "m")
    scene.dimension("form", "f", "g")
    scene.indicator("calm", "ratio", dimensions=["sex", "form"])
    body = {"indicator": "calm", "value": 50, "date": "2030-Q4", "reason": "x"}

    assert lead.post(f"{HOME}/targets/", {**body, "category": "f"}).faults == {"dimension": "ambiguous"}
    assert lead.post(f"{HOME}/targets/", {**body, "category": "x"}).faults == {"category": "unknown_category"}
    row = made(lead.post(f"{HOME}/targets/", {**body, "category": "f", "dimension": "sex"}))
    assert (row["dimension"], row["category"]) == ("sex", "f")
    both = {**body, "category": "m", "partner": "A"}
    assert lead.post(f"{HOME}/targets/", both).faults == {"category": "one_scope"}
    answer = lead.get(f"{HOME}/indicators/calm/series/?by=sex").json
    assert [(s["group"], s["kind"]) for s in answer["target_path"]] == [("f", "target")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "many"}, "value"),
        ({"value": True}, "value"),
        ({"value": "1e400"}, "value"),
        ({"value": 101}, "value"),
        ({"date": "soon"}, "date"),
        ({"date": "2022-06-01"}, "date"),
        ({"basis": "wish"}, "basis"),
        ({"indicator": "none"}, "indicator"),
        ({"partner": "none"}, "partner"),
        ({"reason": "\u0000"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"interims": [{"date": "2040", "value": 50}]}, "interims"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(lead: Api, wrong: dict[str, Any], field: str) -> None:
    answer = lead.post(f"{HOME}/targets/", {**TARGET, **wrong})

    assert answer.status in (400, 422), answer
    assert field in answer.faults or answer.code == "unwritable", answer


def test_18_a_forecast_is_frozen_and_the_curve_bends_and_turns(scene: Scene, lead: Api) -> None:
    give(scene, {2021: "50", 2022: "48", 2023: "47", 2024: "45", 2025: "44"})
    with clock.at(moment("2026-02-01")):
        frozen = made(lead.post(f"{HOME}/indicators/read/forecasts/", {"on": "2025-12-31"}))
    assert [round(float(p["expected"]), 1) for p in frozen["points"]] == [42.3, 40.8, 39.3]
    session = made(lead.post(f"{HOME}/indicators/read/turning/", {"result": "All read well"}))
    assert (session["forecast"], session["state"]) == (frozen["id"], "")

    give(scene, {2026: "43.5"})
    path = f"{HOME}/turning/{session['id']}/"
    assert lead.get(path).json["state"] == "bending"
    assert [round(float(p["expected"]), 1) for p in series(lead)["forecast"]] == [42.3, 40.8, 39.3]
    give(scene, {2027: "44.5"})
    assert lead.get(path).json["state"] == "turned"


def test_a_forecast_is_for_those_who_read_what_it_stands_on(scene: Scene, lead: Api) -> None:
    cleo = Api(factories.token(scene.person("funder")))
    for year, value in {2021: 500, 2022: 480, 2023: 470}.items():
        scene.give("read", str(year), {code: {"numerator": value, "denominator": 1000} for code in "ABC"})
    path = f"{HOME}/indicators/read/forecasts/"
    made(lead.post(path))
    assert len(cleo.get(path).json["results"]) == 1

    measurement.agreement(scene.where, "A", audience="backbone", starts_on=date(2020, 1, 1))

    assert len(lead.get(path).json["results"]) == 1
    assert cleo.get(path).json["results"] == []
    assert series(cleo)["forecast"] is None


def test_18_two_figures_take_a_judgement(scene: Scene, lead: Api) -> None:
    give(scene, {2024: "45", 2025: "44"})
    path = f"{HOME}/indicators/read/forecasts/"
    with clock.at(moment("2026-02-01")):
        assert lead.post(path).code == "too_few_figures"
        ours = [{"period": "2026", "low": 40, "expected": 43, "high": 44}]
        row = made(lead.post(path, {"points": ours}))
    assert (row["method"], row["points"]) == (
        "manual",
        [{"period": "2026", "low": "40", "expected": "43", "high": "44"}],
    )


def test_a_session_passes_through_all_its_steps(scene: Scene, lead: Api) -> None:
    session = made(lead.post(f"{HOME}/indicators/read/turning/", {"result": "All read well"}))
    path = f"{HOME}/turning/{session['id']}/"
    with scene.acting() as actor:
        me = str(core.people(actor).get(user=scene.lead).public_id)
    told = {
        "is_ok": "no",
        "story": [{"push": "down", "text": "Buses"}],
        "partners": [{"name": "The bus company", "part": "Later buses"}],
        "ideas": [{"text": "Walk together", "cost": "none", "off_the_wall": True, "leverage": 2}],
    }
    changed = lead.patch(path, told, If_Match=lead.get(path).etag)
    assert changed.json["partners"][0]["missing"] is True
    done = made(lead.post(f"{path}actions/", {"what": "Ask them", "owner": me, "due": "2026-05-01"}))
    [action] = done["actions"]
    assert (action["what"], action["owner"], action["state"]) == ("Ask them", me, "open")
    assert lead.post(f"{path}close/").json["closed_at"]
    assert lead.patch(path, {"is_ok": "yes"}, If_Match="*").status == 409

    task = f"{HOME}/actions/{action['id']}/"
    assert lead.patch(task, {"state": "dropped"}, If_Match="*").faults == {"outcome": "required"}
    assert lead.patch(task, {"state": "done", "outcome": "They agreed"}, If_Match="*").json["closed_at"]


def test_who_may_do_what(scene: Scene, lead: Api) -> None:
    give(scene, {2022: "40", 2023: "41", 2024: "42"})
    made(lead.post(f"{HOME}/targets/", TARGET))
    session = made(lead.post(f"{HOME}/indicators/read/turning/", {"result": "All read well"}))
    mine = scene.person("contributor", "A")
    with scene.acting(mine) as actor:
        me = str(core.myself(actor).public_id)
    path = f"{HOME}/turning/{session['id']}/"
    body = {"what": "Ask them", "owner": me, "due": date(2026, 5, 1).isoformat()}
    [action] = made(lead.post(f"{path}actions/", body))["actions"]
    ben, cleo = Api(factories.token(mine)), Api(factories.token(scene.person("funder")))

    for api in (ben, cleo):
        assert api.post(f"{HOME}/targets/", TARGET).status == 403
        assert api.post(f"{HOME}/indicators/read/forecasts/").status == 403
        assert api.get(path).status == 200
        assert len(api.get(f"{HOME}/targets/").json["results"]) == 1
    task = f"{HOME}/actions/{action['id']}/"
    assert ben.patch(task, {"state": "doing"}, If_Match="*").json["state"] == "doing"
    assert ben.patch(task, {"due": "2027-01-01"}, If_Match="*").status == 403
    assert cleo.get(task).status == 404
    stranger = Api(factories.token(Scene("elsewhere").lead))
    assert stranger.get(path).status == stranger.get(f"{HOME}/targets/").status == 404


def test_the_thresholds_of_judgement_are_settings(scene: Scene, lead: Api) -> None:
    changed = lead.patch(f"{HOME}/", {"on_track_from": "0.9", "slightly_behind_from": "0.5"}, If_Match="*")

    assert (changed.json["on_track_from"], changed.json["slightly_behind_from"]) in [
        ("0.9", "0.5"),
        ("0.900", "0.500"),
    ]
    assert lead.patch(f"{HOME}/", {"slightly_behind_from": "0.95"}, If_Match="*").faults == {
        "slightly_behind_from": "out_of_range"
    }
    assert lead.patch(f"{HOME}/", {"on_track_from": "7"}, If_Match="*").faults == {
        "on_track_from": "out_of_range"
    }


def test_9_a_figure_is_judged_and_10_told_with_its_run_and_what_chance_may_do(
    scene: Scene, lead: Api
) -> None:
    """45 % of 200: 45 -+ 1.96 x 3.52; 2 points more than 43 % of 200 is within what chance does."""
    for year, part in ((2020, 100), (2021, 96), (2022, 80), (2023, 84), (2024, 86), (2025, 90)):
        scene.give("read", str(year), {"A": {"numerator": part, "denominator": 200}})
    made(lead.post(f"{HOME}/targets/", {**TARGET, "date": "2026-12-31"}))

    with clock.at(moment("2025-12-31")):
        found = lead.get(f"{HOME}/indicators/read/progress/").json

    # 5 of 20 points by 3 of 4 years: 0.25 / 0.75.
    assert (found["state"], found["share"], found["expected"]) == ("off_track", "0.25", "0.75")
    assert (found["run"], found["run_told"]) == (3, "Rising for 3 periods.")
    assert [f"{float(found[side]):.1f}" for side in ("low", "high")] == ["38.1", "51.9"]
    assert found["clear"] is False
    assert found["chance"] == (
        "With 200 counted, chance alone could place it between 38.1\N{NO-BREAK SPACE}% and"
        " 51.9\N{NO-BREAK SPACE}%."
        " No clear change: chance alone could make it."
    )


def test_10_a_missing_period_ends_a_run_and_many_are_not_left_to_chance(scene: Scene, lead: Api) -> None:
    for year, part in ((2021, 480), (2022, 470), (2024, 900), (2025, 1000)):
        scene.give("read", str(year), {"A": {"numerator": part, "denominator": 2000}})

    found = lead.get(f"{HOME}/indicators/read/progress/").json

    assert (found["run"], found["run_told"]) == (1, "Rising for 1 period.")
    assert (found["low"], found["high"], found["clear"], found["chance"]) == (None, None, None, "")


def test_10_the_page_says_it_to_those_who_see_the_parts(scene: Scene, client: Client) -> None:
    for year, part in ((2024, 90), (2025, 94)):
        scene.give("read", str(year), {"A": {"numerator": part, "denominator": 200}})
    client.force_login(scene.lead)

    page = client.get(f"/i/{scene.where.slug}/measurement/indicators/read/").content.decode()

    assert "Rising for 1 period. With 200 counted" in page
    assert "No clear change" in page
