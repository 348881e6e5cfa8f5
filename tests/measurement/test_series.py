"""Series: which points a question gets, and whose."""

from datetime import date
from decimal import Decimal

import pytest

from initiatives import services as initiative
from initiatives.kernel.errors import DomainError
from measurement import queries, services
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Three partners in two sectors, with two quarters of one count that goes by sex."""
    made = Scene(self_acceptance=True)
    with made.acting() as actor:
        for code, sector in (("A", "health"), ("B", "health"), ("C", "media")):
            initiative.add_partner(actor, code=code, name=code, sector=sector)
    made.dimension("sex", "f", "m")
    made.indicator("n", dimensions=["sex"], visibility="public", time_behaviour="flow")
    base = {"indicator": "n", "partner": "A"}
    made.load(
        *(
            {**base, "period": period, "cell": {"sex": sex}, "value": value}
            for period in ("2024-Q1", "2024-Q2")
            for sex, value in (("f", 1), ("m", 2))
        ),
        {"indicator": "n", "partner": "C", "period": "2024-Q1", "value": 10},
        at="2024-07-10",
    )
    return made


def told(scene: Scene, **question: object) -> dict[tuple[str, str], Decimal | None]:
    return {(p.period.code, p.group): p.value for p in scene.points("n", **question)}


def test_a_series_goes_by_what_is_asked(scene: Scene) -> None:
    assert told(scene) == {("2024-Q1", "total"): 13, ("2024-Q2", "total"): 3}
    assert told(scene, first=date(2024, 4, 1)) == {("2024-Q2", "total"): 3}
    assert told(scene, last=date(2024, 3, 31)) == {("2024-Q1", "total"): 13}
    assert told(scene, by="sector", last=date(2024, 3, 31)) == {
        ("2024-Q1", "health"): 3,
        ("2024-Q1", "media"): 10,
    }
    assert told(scene, by="sex", last=date(2024, 3, 31)) == {("2024-Q1", "f"): 1, ("2024-Q1", "m"): 2}
    assert told(scene, by="sector", categories={"sex": "m"})["2024-Q2", "health"] == 2
    assert told(scene, time="yearly") == {("2024", "total"): 16}


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"by": "age"}, "by"),
        ({"categories": {"age": "old"}}, "by"),
        ({"categories": {"sex": "z"}}, "cell"),
        ({"time": "hourly"}, "time"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_place(
    scene: Scene, question: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as fault:
        scene.points("n", **question)
    assert fault.value.field == field


def test_a_new_definition_breaks_the_series_and_nothing_is_added_across_it(scene: Scene) -> None:
    with scene.acting() as actor:
        found = queries.indicator(actor, "n")
        change = {"valid_from": date(2024, 7, 1), "break_note": "Counts visits, not people"}
        services.change_indicator(actor, found, definition="Visits", **change)
    scene.give("n", "2024-Q3", {"A": {"value": 100}})

    assert [(p.period.code, p.version) for p in scene.points("n")] == [
        ("2024-Q1", 1),
        ("2024-Q2", 1),
        ("2024-Q3", 2),
    ]
    year = scene.points("n", time="yearly")
    assert sorted((p.version, p.value) for p in year) == [(1, 16), (2, 100)]


def test_a_definition_is_not_changed_beneath_figures_that_stand(scene: Scene) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as fault:
        found = queries.indicator(actor, "n")
        change = {"valid_from": date(2024, 4, 1), "break_note": "Counts visits"}
        services.change_indicator(actor, found, definition="Visits", **change)
    assert (fault.value.code, fault.value.field) == ("figures_after", "valid_from")


def test_who_reads_by_partner_what(scene: Scene) -> None:
    scene.indicator("own", visibility="own")
    scene.indicator("named", visibility="partners")
    ben = scene.person("contributor", "A")
    cleo = scene.person("funder")
    for code in ("own", "named"):
        scene.give(code, "2024-Q1", {"A": {"value": 1}, "B": {"value": 2}}, at="2024-04-10")

    def seen(code: str, who: object) -> set[str]:
        return {p.group for p in scene.points(code, who, by="partner") if not p.suppressed}

    everybody = {"A", "B"}
    assert [seen("own", who) for who in (None, ben, cleo)] == [everybody, {"A"}, set()]
    assert [seen("named", who) for who in (None, ben, cleo)] == [everybody, everybody, set()]
    assert [seen("n", who) for who in (None, ben, cleo)] == [{"A", "C"}] * 3


def test_as_of_a_moment_is_what_stood_then_for_a_funder_too(scene: Scene) -> None:
    cleo = scene.person("funder")
    scene.indicator("p", about_people=True, visibility="public")
    for day, value, reason in (("2024-04-10", 50, ""), ("2024-06-10", 60, "Recounted")):
        figures = {code: {"value": value} for code in "ABC"}
        scene.give("p", "2024-Q1", figures, at=day, reason=reason)

    for who in (None, cleo):
        values = [
            scene.points("p", who, as_of=moment(day)) for day in ("2024-04-09", "2024-05-01", "2024-07-01")
        ]
        assert [[p.value for p in points] for points in values] == [[], [150], [180]]


def test_a_coarser_period_goes_by_the_rules_of_its_own_version(scene: Scene) -> None:
    scene.indicator("births", "rate", multiplier=1000)
    quarters = [f"2024-Q{n}" for n in (1, 2, 3, 4)]
    given = {"A": {"numerator": 3, "denominator": 1000}}
    for quarter in quarters:
        scene.give("births", quarter, given)
    with scene.acting() as actor:
        found = queries.indicator(actor, "births")
        change = {"valid_from": date(2025, 1, 1), "break_note": "As the county does"}
        services.change_indicator(actor, found, multiplier=Decimal(100_000), **change)
    scene.give("births", "2025-Q1", given)

    year = scene.points("births", time="yearly")

    assert [(p.period.code, p.value, p.display) for p in year] == [
        ("2024", 3, "3.0 per 1,000"),
        ("2025", 300, "300.0 per 100,000"),
    ]


@pytest.mark.parametrize(
    ("rollup", "value", "note"),
    [
        ("max", 7, "the largest of the periods"),
        ("min", 2, "the smallest of the periods"),
        ("latest", 4, ""),
        ("sum", 16, ""),
    ],
)
def test_extremes_over_time_are_extremes_for_one_partner_and_for_all(
    scene: Scene, rollup: str, value: int, note: str
) -> None:
    scene.indicator("w", partner_rollup=rollup, time_behaviour="flow")
    for number, given in enumerate((3, 7, 2, 4), start=1):
        scene.give("w", f"2024-Q{number}", {"A": {"value": given}})

    for by in ("total", "partner"):
        (year,) = scene.points("w", by=by, time="yearly")
        assert (year.value, year.note) == (value, note)


def test_a_range_stays_a_range_over_time(scene: Scene) -> None:
    scene.indicator("w", partner_rollup="none")
    for quarter, a, b in (("2024-Q1", 3, 9), ("2024-Q2", 1, 5)):
        scene.give("w", quarter, {"A": {"value": a}, "B": {"value": b}})
    (year,) = scene.points("w", time="yearly")
    assert (year.value, year.low, year.high) == (None, 1, 9)


@pytest.mark.parametrize(
    ("kind", "behaviour"),
    [("index", "flow"), ("index", "unduplicated"), ("ratio", "flow"), ("currency", "unduplicated")],
)
def test_what_does_not_add_up_is_not_said_to_add_up_over_time(
    scene: Scene, kind: str, behaviour: str
) -> None:
    with pytest.raises(DomainError) as fault:
        scene.indicator("x", kind, time_behaviour=behaviour)
    assert (fault.value.code, fault.value.field) == ("does_not_fit", "time_behaviour")
