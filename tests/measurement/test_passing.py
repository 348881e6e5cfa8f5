"""Accepting all that pass: which do, why the others do not, and that each leaves its own trace."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.models import User
from initiatives.queries import events
from measurement import queries, services
from measurement.models import Observation
from measurement.queries.passing import waiting_hand_ins
from measurement.services.passing import accept_passing
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """Five partners asked for a percentage; all but `own` handed in by somebody of their own."""
    scene = Scene()
    codes = ("clean", "open", "told", "noted", "own")
    scene.partners(*codes)
    scene.indicator("reading", "ratio")
    scene.assign("reading", *codes)
    scene.cycle("2024-Q1")
    figure = {"indicator": "reading", "numerator": 40, "denominator": 50}
    rows: dict[str, dict[str, Any]] = {
        "clean": figure,
        "open": {"indicator": "reading", "numerator": 40},
        "told": {**figure, "explanation": "The school was closed in May"},
        "noted": {**figure, "note": "Without the branch in the north"},
        "own": figure,
    }
    for code, row in rows.items():
        who = scene.lead if code == "own" else scene.person("contributor", code)
        scene.hand_in(who, code, "2024-Q1", [row])
    return scene


def why(scene: Scene) -> dict[str, tuple[str, ...]]:
    with scene.acting() as actor:
        return {row.submission.partner.code: row.why for row in waiting_hand_ins(actor)}


def everything(actor: Any) -> dict[Any, int | None]:
    return {row.submission.public_id: row.submission.version for row in waiting_hand_ins(actor)}


def states(scene: Scene) -> dict[str, str]:
    with scene.acting() as actor:
        return dict(queries.submissions(actor).values_list("partner__code", "state"))


def test_only_what_leaves_nothing_to_read_passes(scene: Scene) -> None:
    assert why(scene) == {
        "clean": (),
        "open": ("reading: The number it is out of is missing, so the figure cannot be used.",),
        "told": ("It gives an explanation to read.",),
        "noted": ("It carries a note to read.",),
        "own": ("You handed it in yourself; somebody else accepts it.",),
    }


def test_each_that_passes_is_accepted_with_an_event_of_its_own_and_the_others_are_left(scene: Scene) -> None:
    with scene.acting() as actor:
        done = accept_passing(actor, everything(actor))
        assert [row.partner.code for row in done.accepted] == ["clean"] and len(done.left) == 4
        told = events(actor).filter(key="measurement.submission_accepted")
        assert [event.subject for event in told] == [f"submission:{done.accepted[0].public_id}"]
        assert Observation.objects.count() == 1
    assert states(scene) == {
        "clean": "accepted",
        "open": "submitted",
        "told": "submitted",
        "noted": "submitted",
        "own": "submitted",
    }


def test_ones_own_passes_where_the_initiative_allows_it_and_is_marked() -> None:
    scene = Scene(self_acceptance=True)
    scene.partners("own")
    scene.indicator("served")
    scene.assign("served", "own")
    scene.cycle("2024-Q1")
    scene.hand_in(scene.lead, "own", "2024-Q1", [{"indicator": "served", "value": 3}])
    with scene.acting() as actor:
        (done,) = accept_passing(actor, everything(actor)).accepted
        assert done.self_accepted


def test_what_came_otherwise_meanwhile_is_left(scene: Scene) -> None:
    with scene.acting() as actor:
        seen = {public_id: (version or 0) - 1 for public_id, version in everything(actor).items()}
        done = accept_passing(actor, seen)
        assert not done.accepted and len(done.left) == 5


def test_as_many_queries_for_many_as_for_one(scene: Scene) -> None:
    def asked(limit: int) -> int:
        with scene.acting() as actor, CaptureQueriesContext(connection) as seen:
            assert len(waiting_hand_ins(actor, limit)) == limit
        return len(seen)

    assert asked(1) == asked(5)


def test_the_page_shows_both_before_the_button_is_used(scene: Scene) -> None:
    reviewer: User = scene.person("backbone_staff")
    client = Client()
    client.force_login(reviewer)
    where = f"/i/{scene.where.slug}/measurement/review/passing/"
    page = client.get(where).content.decode()
    assert page.count('name="hand_in"') == 2 and "It carries a note to read." in page
    sent = re.findall(r'name="hand_in" value="([^"]+)"', page)
    answer = client.post(where, {"hand_in": [*sent, "nonsense", "x:1"]})
    assert answer.status_code == 303
    assert "2 hand-ins accepted" in client.get(answer["Location"]).content.decode()
    assert states(scene)["own"] == "accepted"


def test_the_api_accepts_those_named_or_all_and_says_why_others_are_left(scene: Scene) -> None:
    api = Api(factories.token(scene.lead))
    where = f"/initiatives/{scene.where.slug}/submissions/passing/"
    waiting = api.get(where).json["waiting"]
    assert [row["partner"] for row in waiting if row["passes"]] == ["clean"]
    told = next(row for row in waiting if row["partner"] == "told")
    answer = api.post(where, {"submissions": [told["id"]]}).json
    assert answer["accepted"] == [] and answer["left"][0]["why"] == ["It gives an explanation to read."]
    assert len(api.post(where, {}).json["accepted"]) == 1


def test_a_broken_rule_between_indicators_wants_a_persons_eyes(scene: Scene) -> None:
    """Enrolled is at least served; "clean" served 40 of 50 and says that 30 were enrolled."""
    scene.indicator("enrolled")
    scene.indicator("served")
    with scene.acting() as actor:
        made = services.make_rule(
            actor,
            name="Served are enrolled",
            left=[{"indicator": "served"}],
            operator="at_most",
            right=[{"indicator": "enrolled"}],
            message="More are served than enrolled.",
        )
    scene.cycle("2024-Q2")
    rows = [{"indicator": "served", "value": 40}, {"indicator": "enrolled", "value": 30}]
    who = scene.person("contributor", "clean")
    scene.hand_in(who, "clean", "2024-Q2", rows)
    with scene.acting() as actor:
        found = [row.why for row in waiting_hand_ins(actor) if row.submission.cycle.period_start.month == 4]
        assert found == [()]  # a new rule only notes
        services.change_rule(
            actor,
            made,
            severity="must_explain",
            reason="It held",
            left=[{"indicator": "served"}],
            operator="at_most",
            right=[{"indicator": "enrolled"}],
            message="More are served than enrolled.",
        )
        rows_now = [r for r in waiting_hand_ins(actor) if r.submission.cycle.period_start.month == 4]
        [why_not] = [row.why for row in rows_now]
        assert len(why_not) == 1 and why_not[0].startswith("served: More are served than enrolled.")
        done = accept_passing(actor, {rows_now[0].submission.public_id: None})
    assert (done.accepted, len(done.left)) == ([], 1)
