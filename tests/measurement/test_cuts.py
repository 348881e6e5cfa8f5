"""Where all indicators stand, of a part of the whole and as of a day: never another figure than the series gives."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.kernel import clock
from initiatives.kernel.errors import DomainError
from initiatives.models import User
from measurement import queries
from measurement.queries import Cut, Question, Standing
from tests import factories
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Six partners: three schools in the north, three non-profits in the south."""
    made = Scene(self_acceptance=True, suppression_threshold=10)
    for code in ("north", "south"):
        factories.place(made.where, code)
    made.partners("A", "B", "C", sector="education", place="north")
    made.partners("D", "E", "F", sector="nonprofit", place="south")
    return made


def standing(scene: Scene, code: str, who: User | None = None, **cut: Any) -> Standing:
    with scene.acting(who) as actor:
        return next(s for s in queries.standings(actor, cut=Cut.of(actor, **cut)) if s.indicator.code == code)


def test_a_sector_or_place_has_its_own_figures_and_is_not_judged_by_the_target_of_the_whole(
    scene: Scene,
) -> None:
    scene.indicator("books")
    scene.give("books", "2024-Q1", {"A": {"value": 10}, "B": {"value": 20}, "D": {"value": 400}})
    with scene.acting() as actor:
        from_all = queries.standings(actor)[0]
    assert from_all.value.number == "430"
    assert standing(scene, "books", sector="education").value.number == "30"
    assert standing(scene, "books", place="south").value.number == "400"
    assert standing(scene, "books", sector="health").latest is None
    judged = standing(scene, "books", place="south").judged
    assert judged is not None
    assert (judged.aim, judged.state) == (None, "")


def test_what_is_not_known_is_refused_at_its_field(scene: Scene) -> None:
    for given, field in (
        ({"sector": "hobbits"}, "sector"),
        ({"place": "moon"}, "place"),
        ({"sector": "education", "place": "north"}, "place"),
    ):
        with scene.acting() as actor, pytest.raises(DomainError) as refused:
            Cut.of(actor, **given)
        assert refused.value.errors[0].field == field


def test_as_of_a_day_it_is_what_stood_then(scene: Scene) -> None:
    scene.indicator("reading", "ratio", cadence="quarterly")
    scene.give("reading", "2024-Q1", {"A": {"numerator": 45, "denominator": 100}}, at="2024-04-10")
    scene.give(
        "reading", "2024-Q1", {"A": {"numerator": 48, "denominator": 100}}, at="2024-05-02", reason="Late"
    )
    assert standing(scene, "reading", as_of=moment("2024-04-20")).value.number == "45.0"
    assert standing(scene, "reading", as_of=moment("2024-05-03")).value.number == "48.0"
    assert standing(scene, "reading").value.number == "48.0"
    assert standing(scene, "reading", as_of=moment("2024-04-09")).latest is None
    # As of April 2024 the figure was fresh; today it is years old.
    assert standing(scene, "reading", as_of=moment("2024-04-20")).state == ""
    assert standing(scene, "reading").state == "out_of_date"


def test_a_funder_gets_the_snapshot_of_then(scene: Scene) -> None:
    cleo = scene.person("funder")
    scene.indicator("served", about_people=True)
    rows = {code: {"value": 20} for code in "ABCDEF"}
    scene.give("served", "2024-Q1", rows, at="2024-05-01")
    with clock.at(moment("2024-06-01")):
        scene.give("served", "2024-Q1", {code: {"value": 30} for code in "ABC"}, reason="Counted again")
    assert standing(scene, "served", cleo).value.number == "150"
    assert standing(scene, "served", cleo, as_of=moment("2024-05-20")).value.number == "120"
    assert standing(scene, "served", cleo, sector="education").value.number == "90"
    assert standing(scene, "served", cleo, as_of=moment("2024-04-20")).latest is None
    for by in ("sector", "place"):
        with scene.acting(cleo) as actor:
            told = queries.series(actor, queries.indicator(actor, "served"), Question(by=by))
            for point in told.points:
                cut = Cut.of(actor, **{by: point.group})
                [found] = queries.standings(actor, cut=cut)
                assert found.latest is not None
                assert (found.latest.value, found.latest.suppressed) == (point.value, point.suppressed)


def test_a_place_of_one_partner_is_as_hidden_as_in_the_series(scene: Scene) -> None:
    cleo = scene.person("funder")
    scene.indicator("money", "currency", currency="USD")
    scene.give(
        "money", "2024-Q1", {"A": {"value": 5}, "B": {"value": 6}, "C": {"value": 7}, "D": {"value": 90}}
    )
    found = standing(scene, "money", cleo, place="south")
    assert found.latest is not None
    assert (found.latest.suppressed, found.value.number) == (True, "")
    # Two moments would tell one partner's figure, so that nothing is kept as it stood.
    assert standing(scene, "money", cleo, as_of=moment("2100-01-01")).latest is None
    assert standing(scene, "money", as_of=moment("2100-01-01")).value.number.endswith("108.00")


def test_it_costs_no_query_more_for_more_indicators(scene: Scene) -> None:
    def count(**cut: Any) -> int:
        with scene.acting() as actor:
            asked = Cut.of(actor, **cut)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                queries.standings(actor, cut=asked)
        return len(seen)

    for number in range(2):
        scene.indicator(f"i{number}")
        scene.give(f"i{number}", "2024-Q1", {"A": {"value": 1}})
    few = [count(), count(sector="education"), count(as_of=moment("2100-01-01"))]
    for number in range(2, 8):
        scene.indicator(f"i{number}")
        scene.give(f"i{number}", "2024-Q1", {"A": {"value": 1}})
    assert [count(), count(sector="education"), count(as_of=moment("2100-01-01"))] == few
    assert max(few) <= 13
