"""What a funder sees of figures about people: snapshots, disclosed once, and no others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import services as initiative
from initiatives.jobs import GROUPS_CHANGED
from initiatives.kernel import clock
from initiatives.kernel.errors import DomainError
from initiatives.kernel.tenancy import tenant
from initiatives.models import Job, User
from measurement import queries, rollups, services
from measurement.models import Publication, PublishedFigure
from measurement.periods import parse
from measurement.queries import Point
from measurement.queries.series.shared import coarse_coverage
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Four partners, suppression below ten."""
    made = Scene(self_acceptance=True, suppression_threshold=10)
    made.partners("A", "B", "C", "D")
    return made


@pytest.fixture
def cleo(scene: Scene) -> User:
    """A funder."""
    return scene.person("funder")


def people(scene: Scene, code: str = "p", kind: str = "count", **values: Any) -> None:
    scene.indicator(code, kind, about_people=True, **values)


def seen(scene: Scene, who: User, code: str = "p", **question: Any) -> dict[str, Any]:
    points = scene.points(code, who, **question)
    return {p.group: "hidden" if p.suppressed else p.value for p in points}


def test_nothing_is_seen_until_three_partners_have_changed(scene: Scene, cleo: User) -> None:
    people(scene)
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}})
    assert seen(scene, cleo) == {}
    assert scene.point("p").value == 110

    scene.give("p", "2024-Q1", {"C": {"value": 70}})
    assert seen(scene, cleo) == {"total": 180}
    scene.give("p", "2024-Q1", {"A": {"value": 51}, "B": {"value": 61}}, reason="Again")
    assert (seen(scene, cleo), scene.point("p").value) == ({"total": 180}, 182)
    scene.give("p", "2024-Q1", {"D": {"value": 10}})
    assert seen(scene, cleo) == {"total": 192}


def test_a_lock_publishes_and_a_single_revision_after_it_does_not(scene: Scene, cleo: User) -> None:
    people(scene, visibility="public")
    scene.cycle("2024-Q1")
    with clock.at(moment("2024-04-10")):
        scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}})
        scene.lock("2024-Q1")
    point = scene.point("p", who=cleo)
    assert (point.value, point.status) == (110, "final")

    with clock.at(moment("2024-05-10")):
        scene.give("p", "2024-Q1", {"A": {"value": 51}}, reason="One more")
    assert seen(scene, cleo) == {"total": 110}
    assert scene.point("p").value == 111
    with clock.at(moment("2024-06-10")):
        scene.give("p", "2024-Q1", {"B": {"value": 61}, "C": {"value": 10}}, reason="More")
    assert seen(scene, cleo) == {"total": 122}
    assert seen(scene, cleo, as_of=moment("2024-05-20")) == {"total": 110}
    assert seen(scene, cleo, as_of=moment("2024-04-01")) == {}


def test_what_is_not_about_people_is_seen_at_once(scene: Scene, cleo: User) -> None:
    scene.indicator("books", visibility="public")
    scene.give("books", "2024-Q1", {"A": {"value": 3}})
    assert seen(scene, cleo, "books") == {"total": 3}


def test_the_same_snapshot_is_not_taken_twice(scene: Scene) -> None:
    people(scene)
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}, "C": {"value": 70}})
    with tenant(scene.where):
        rollups.mark_everything_dirty()
    scene.work()
    with tenant(scene.where):
        assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("figures", "hidden"),
    [
        ((42, 23, 7, 18), {"c", "d"}),
        ((42, 23, 7, 4), {"c", "d"}),
        ((42, 23, 3, 4), {"b", "c", "d"}),
        ((42, 23, 0, 7), {"b", "d"}),
        ((0, 0, 7, 0), {"c", "total"}),
        ((12, 15, 0, 10), set()),
    ],
)
def test_15_small_groups_are_hidden_with_as_many_others_as_it_takes(
    scene: Scene, cleo: User, figures: tuple[int, ...], hidden: set[str]
) -> None:
    scene.dimension("group", "a", "b", "c", "d")
    people(scene, visibility="public", dimensions=["group"])
    scene.cycle("2024-Q1")
    base = {"partner": "A", "indicator": "p", "period": "2024-Q1"}
    scene.load(*({**base, "cell": {"group": g}, "value": n} for g, n in zip("abcd", figures, strict=True)))
    scene.lock("2024-Q1")

    groups = {**seen(scene, cleo, by="group"), **seen(scene, cleo)}

    assert {code for code, value in groups.items() if value == "hidden"} == hidden
    assert len(groups) == 5


def test_16_a_table_of_two_ways_hides_four(scene: Scene, cleo: User) -> None:
    scene.dimension("answer", "yes", "no")
    scene.dimension("side", "N", "S", "W")
    people(scene, visibility="public", dimensions=["answer", "side"])
    scene.cycle("2024-Q1")
    table = {"yes": (6, 20, 30), "no": (34, 25, 40)}
    base = {"partner": "A", "indicator": "p", "period": "2024-Q1"}
    rows = [
        {**base, "cell": {"answer": answer, "side": side}, "value": n}
        for answer, numbers in table.items()
        for side, n in zip("NSW", numbers, strict=True)
    ]
    scene.load(*rows)
    scene.lock("2024-Q1")

    for answer, (n, s, w) in {"yes": ("hidden", "hidden", 30), "no": ("hidden", "hidden", 40)}.items():
        assert seen(scene, cleo, by="side", categories={"answer": answer}) == {"N": n, "S": s, "W": w}
    assert seen(scene, cleo, by="answer") == {"yes": 56, "no": 99}
    assert seen(scene, cleo) == {"total": 155}


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"), [(4, 50, False), (97, 100, False), (5, 8, False), (30, 50, True)]
)
def test_17_a_percentage_is_hidden_with_either_of_its_sides(
    scene: Scene, cleo: User, numerator: int, denominator: int, shown: bool
) -> None:
    people(scene, kind="ratio", visibility="public")
    scene.cycle("2024-Q1")
    scene.give("p", "2024-Q1", {"A": {"numerator": numerator, "denominator": denominator}})
    scene.lock("2024-Q1")

    point = scene.point("p", who=cleo)

    assert point.suppressed is not shown
    if not shown:
        parts = (point.numerator, point.denominator, point.value, point.low, point.high, point.coverage)
        assert parts == (None,) * 6


def test_17_a_total_of_two_partners_is_not_for_others(scene: Scene, cleo: User) -> None:
    people(scene)
    scene.cycle("2024-Q1")
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}}, at="2024-04-10")
    scene.lock("2024-Q1")
    ben = scene.person("contributor", "A")

    assert seen(scene, cleo) == {"total": "hidden"}
    assert seen(scene, cleo, by="partner") == {}
    assert seen(scene, ben, by="partner") == {"A": 50, "B": 60}


def test_a_community_figure_is_its_sources_own(scene: Scene, cleo: User) -> None:
    people(scene, kind="ratio", level="community")
    scene.cycle("2024-Q1")
    scene.give("p", "2024-Q1", {"A": {"numerator": 1260, "denominator": 2800}})
    scene.lock("2024-Q1")

    assert scene.point("p", who=cleo).display == "45.0%"


def test_extremes_about_few_people_are_hidden(scene: Scene, cleo: User) -> None:
    people(scene, partner_rollup="max", visibility="public")
    scene.give("p", "2024-Q1", {"A": {"value": 4}, "B": {"value": 60}, "C": {"value": 70}})

    assert seen(scene, cleo) == {"total": "hidden"}


def test_once_hidden_always_hidden_even_after_a_gap(scene: Scene, cleo: User) -> None:
    with scene.acting() as actor:
        initiative.add_partner(actor, code="S", name="S", sector="faith")
    people(scene, visibility="public")
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}, "S": {"value": 4}})
    assert seen(scene, cleo, by="sector")["faith"] == "hidden"
    away = {code: {"status": "not_applicable"} for code in "S"}
    scene.give("p", "2024-Q1", {**away, "A": {"value": 51}, "B": {"value": 61}}, reason="Again")
    assert "faith" not in seen(scene, cleo, by="sector")

    scene.give("p", "2024-Q1", {"S": {"value": 80}, "A": {"value": 52}, "B": {"value": 62}}, reason="Again")

    assert seen(scene, cleo, by="sector")["faith"] == "hidden"
    with tenant(scene.where):
        hidden = PublishedFigure.objects.exclude(hidden="")
        assert not hidden.filter(status="revised").exists()
        assert not hidden.exclude(numerator=None, value=None, coverage=None).exists()


def test_totals_and_sectors_of_few_partners_are_hidden_where_nobody_is_named(
    scene: Scene, cleo: User
) -> None:
    """Not about people, but no sum may give away one partner."""
    with scene.acting() as actor:
        for code, sector in (("H1", "health"), ("E1", "education"), ("E2", "education"), ("E3", "education")):
            initiative.add_partner(actor, code=code, name=code, sector=sector)
    scene.indicator("m", "currency", visibility="own", currency="USD")
    scene.give(
        "m", "2024-Q1", {c: {"value": 10 + n} for n, c in enumerate(("A", "B", "C", "H1", "E1", "E2", "E3"))}
    )

    sectors = seen(scene, cleo, "m", by="sector")

    assert seen(scene, cleo, "m") == {"total": 91}
    assert sectors["health"] == "hidden"
    assert list(sectors.values()).count("hidden") == 2
    assert "hidden" not in seen(scene, scene.lead, "m", by="sector").values()


def test_a_total_of_two_is_hidden_on_the_dashboard_as_in_the_series(scene: Scene, cleo: User) -> None:
    scene.indicator("m", visibility="partners")
    scene.give("m", "2024-Q1", {"A": {"value": 5}, "B": {"value": 6}})
    assert seen(scene, cleo, "m") == {"total": "hidden"}
    with scene.acting(cleo) as actor:
        (standing,) = queries.standings(actor)
    assert standing.latest is not None
    assert (standing.latest.suppressed, standing.latest.value) == (True, None)


def test_what_partners_keep_to_themselves_is_not_told_by_asking_between_two_acceptances(
    scene: Scene, cleo: User
) -> None:
    scene.indicator("m", visibility="own")
    days = ("2024-04-01", "2024-04-02", "2024-04-03", "2024-04-04", "2024-04-05", "2024-04-06")
    told = []
    for code, day in zip("ABCD", days, strict=False):
        scene.give("m", "2024-Q1", {code: {"value": 1000}}, at=day)
        told.append(seen(scene, cleo, "m"))
    assert told == [{}, {}, {"total": 3000}, {"total": 3000}]

    figures = {code: {"value": 2000} for code in "AB"}
    scene.give("m", "2024-Q1", figures, at=days[4], reason="Recounted")
    then = [seen(scene, cleo, "m", as_of=moment(f"{day} 12:00")) for day in days]
    assert [list(points.values()) for points in then] == [[], [], [3000], [3000], [6000], [6000]]
    assert seen(scene, scene.lead, "m", as_of=moment("2024-04-01 12:00")) == {"total": 1000}


def test_a_moment_is_refused_where_two_would_tell_one_partners_figure(scene: Scene, cleo: User) -> None:
    scene.indicator("m", visibility="partners")
    scene.give("m", "2024-Q1", {code: {"value": 5} for code in "ABC"})

    with pytest.raises(DomainError) as fault:
        scene.points("m", cleo, as_of=moment("2100-01-01"))

    assert (fault.value.code, fault.value.field) == ("as_of_not_offered", "as_of")
    assert seen(scene, cleo, "m") == {"total": 15}
    ben = scene.person("contributor", "A")
    assert seen(scene, ben, "m", as_of=moment("2100-01-01")) == {"total": 15}


def test_a_hidden_figure_does_not_tell_that_it_was_revised(scene: Scene, cleo: User) -> None:
    scene.indicator("m", visibility="partners")
    scene.cycle("2024-Q1")
    for quarter in ("2024-Q1", "2024-Q2"):
        scene.give("m", quarter, {"A": {"value": 5}, "B": {"value": 6}})
    scene.lock("2024-Q1")
    for quarter in ("2024-Q1", "2024-Q2"):
        scene.give("m", quarter, {"A": {"value": 7}}, reason="Recounted")

    for points in (scene.points("m", cleo), dashboard(scene, cleo)):
        assert [(p.suppressed, p.status) for p in points] == [(True, "final"), (True, "provisional")]


def dashboard(scene: Scene, who: User) -> list[Any]:
    with scene.acting(who) as actor:
        (standing,) = queries.standings(actor)
    return [p for p in standing.points if p is not None]


def test_a_communitys_revision_after_the_lock_is_published_at_once(scene: Scene, cleo: User) -> None:
    people(scene, level="community")
    people(scene, "q")
    scene.cycle("2024-Q1")
    for code in "pq":
        scene.give(code, "2024-Q1", {"A": {"value": 500}, "B": {"value": 50}, "C": {"value": 50}})
    scene.lock("2024-Q1")

    for code in "pq":
        scene.give(code, "2024-Q1", {"A": {"value": 510}}, reason="The census was put right")

    assert (seen(scene, cleo), seen(scene, cleo, "q")) == ({"total": 610}, {"total": 600})
    assert scene.point("p", who=cleo).status == "revised"


def test_stricter_rules_hold_for_what_stands_at_once_and_by_the_figures_of_then(
    scene: Scene, cleo: User
) -> None:
    people(scene, visibility="public")
    people(scene, "q", visibility="public", suppression_threshold=20)
    figures = {code: {"value": n} for code, n in zip("ABCD", (11, 12, 30, 40), strict=True)}
    for code in "pq":
        scene.give(code, "2024-Q1", figures, at="2024-04-10")
    assert seen(scene, cleo, by="partner") == {"A": 11, "B": 12, "C": 30, "D": 40}
    with scene.acting() as actor:
        services.change_indicator(actor, queries.indicator(actor, "p"), suppression_threshold=20)

    assert set(seen(scene, cleo, by="partner").values()) == {"hidden"}
    scene.give("p", "2024-Q1", {"D": {"value": 41}}, reason="One more")
    assert seen(scene, cleo, by="partner") == {"A": "hidden", "B": "hidden", "C": 30, "D": 40}
    assert seen(scene, cleo, "q", by="partner") == {"A": "hidden", "B": "hidden", "C": 30, "D": 40}


def test_many_snapshots_take_as_many_queries_as_one(scene: Scene) -> None:
    counted = []
    for codes in ("a", "bcde"):
        for code in codes:
            people(scene, code, visibility="public")
            scene.give(code, "2024-Q1", {p: {"value": 50} for p in "ABCD"}, work=False)
        with tenant(scene.where), CaptureQueriesContext(connection) as told:
            rollups.recompute()
        counted.append(len(told))
    with tenant(scene.where):
        assert Publication.objects.count() == 5
    assert counted[1] <= counted[0] <= 20


def test_a_raised_threshold_of_the_initiative_is_met_by_the_night(scene: Scene, cleo: User) -> None:
    people(scene, visibility="public")
    figures = {code: {"value": n} for code, n in zip("ABC", (11, 12, 30), strict=True)}
    scene.give("p", "2024-Q1", figures, at="2024-04-10")
    with scene.acting() as actor:
        initiative.change_settings(actor, suppression_threshold=20)
    assert set(seen(scene, cleo, by="partner").values()) == {"hidden"}

    with tenant(scene.where):
        rollups.reconcile()
    scene.work()

    assert seen(scene, cleo, by="partner") == {"A": "hidden", "B": "hidden", "C": 30}


def test_what_is_no_longer_public_is_hidden_where_it_tells_a_partner(scene: Scene, cleo: User) -> None:
    people(scene, visibility="public")
    scene.indicator("m", visibility="public")
    scene.cycle("2024-Q1")
    for code in "pm":
        scene.give(code, "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}})
    scene.lock("2024-Q1")
    assert (seen(scene, cleo), seen(scene, cleo, "m")) == ({"total": 110}, {"total": 110})

    for code in "pm":
        with scene.acting() as actor:
            services.change_indicator(actor, queries.indicator(actor, code), visibility="own")
    assert (seen(scene, cleo), seen(scene, cleo, "m")) == ({"total": "hidden"}, {})
    scene.work()
    assert (seen(scene, cleo), seen(scene, cleo, "m")) == ({"total": "hidden"},) * 2


def test_counts_of_people_are_rounded_for_others_each_by_itself(scene: Scene, cleo: User) -> None:
    """31 + 32 + 33 are 96: told are 30, 30, 35 and 95. Of 96 in 150 people, 64 %, told are 95 in 150: 63.3 %."""
    people(scene, visibility="public")
    people(scene, "r", "ratio", visibility="public")
    people(scene, "m", "mean", visibility="public")
    scene.indicator("books", visibility="public")
    for place, code in enumerate("ABC", 1):
        rows = {
            "p": {"value": 30 + place},
            "r": {"numerator": 30 + place, "denominator": 50},
            "m": {"value": Decimal("7.5"), "n": 30 + place},
            "books": {"value": 30 + place},
        }
        scene.load(
            *({"partner": code, "indicator": of, "period": "2024-Q1", **row} for of, row in rows.items()),
            at="2024-04-10",
        )
    assert seen(scene, cleo, by="partner") == {"A": 31, "B": 32, "C": 33}

    with scene.acting() as actor:
        initiative.change_settings(actor, rounded_to=5)
    assert set(seen(scene, cleo, by="partner").values()) == {"hidden"}, "until it is decided again"
    with tenant(scene.where):
        rollups.reconcile()
    scene.work()

    assert seen(scene, cleo, by="partner") == {"A": 30, "B": 30, "C": 35}
    assert seen(scene, cleo) == {"total": 95}
    share = scene.point("r", who=cleo)
    assert (share.numerator, share.denominator, share.display) == (95, 150, "63.3%")
    mean = scene.point("m", who=cleo)
    assert (mean.denominator, mean.value, mean.numerator) == (95, Decimal("7.5"), Decimal("712.5"))
    assert seen(scene, cleo, "books") == {"total": 96}, "things are no people"
    assert seen(scene, scene.lead) == {"total": 96}
    ben = scene.person("contributor", "A")
    assert seen(scene, ben, by="partner") == {"A": 31, "B": 30, "C": 35}, "one's own as it is"


def test_shares_out_of_a_small_population_are_hidden(scene: Scene, cleo: User) -> None:
    people(scene, "r", "ratio", visibility="public")
    people(scene, "m", "mean", visibility="public")
    with scene.acting() as actor:
        initiative.change_settings(actor, population_floor=250)
    shares = {"A": (80, 200), "B": (150, 300), "C": (300, 700)}
    given = {c: {"numerator": n, "denominator": d} for c, (n, d) in shares.items()}
    scene.give("r", "2024-Q1", given, at="2024-04-10")
    asked = {c: {"value": 7, "n": d} for c, (_n, d) in shares.items()}
    scene.give("m", "2024-Q1", asked, at="2024-04-10")
    told = seen(scene, cleo, "r", by="partner")
    assert (told["A"], told["B"]) == ("hidden", "hidden") and round(told["C"], 1) == Decimal("42.9")
    assert seen(scene, cleo, "m", by="partner") == dict.fromkeys("ABC", 7), "those asked are no population"


def test_a_raised_threshold_asks_for_new_decisions(scene: Scene) -> None:
    with scene.acting() as actor:
        initiative.change_settings(actor, suppression_threshold=30)
    assert Job.objects.filter(kind=GROUPS_CHANGED).exists()


# --- what is told beside the figures ---------------------------------------------------------------------------


def test_coverage_does_not_tell_what_the_one_who_is_missing_gave(scene: Scene, cleo: User) -> None:
    """D gave 37 of 200 the last time and is missing now: 163 of 200 is 0.815, and 200 less 163 would be D's 37."""
    people(scene)
    scene.assign("p", "A", "B", "C", "D", since="2023-01-01")
    scene.give("p", "2023-Q4", {c: {"value": v} for c, v in zip("ABCD", (50, 53, 60, 37), strict=True)})
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}, "C": {"value": 70}})

    assert scene.point("p").coverage == Decimal("0.815")
    [before] = [p for p in scene.points("p", cleo) if p.period.code == "2023-Q4"]
    told = scene.point("p", who=cleo)
    assert (before.value, told.value) == (200, 180)
    assert (told.coverage, told.coverage_basis) == (Decimal("0.75"), "count")
    assert told.coverage is not None and (1 - told.coverage) * 200 != 37


def test_coverage_of_three_missing_is_told_in_steps(scene: Scene, cleo: User) -> None:
    """A, B and C have 163 of 300: 0.5433 is told as 0.55; what D, E and F gave lies anywhere from 127.5 to 142.5."""
    scene.partners("E", "F")
    people(scene)
    scene.assign("p", *"ABCDEF", since="2023-01-01")
    amounts = (50, 53, 60, 37, 40, 60)
    scene.give("p", "2023-Q4", {c: {"value": v} for c, v in zip("ABCDEF", amounts, strict=True)})
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}, "C": {"value": 70}})
    told = scene.point("p", who=cleo)
    assert (told.coverage, told.coverage_basis) == (Decimal("0.55"), "volume")
    assert scene.point("p").coverage == pytest.approx(Decimal(163) / 300)


def test_coverage_is_never_told_as_whole_where_some_are_missing() -> None:
    point = Point(
        period=parse("2024-Q1"),
        group="total",
        numerator=None,
        denominator=None,
        value=Decimal(1),
        reported=7,
        expected=10,
        coverage=Decimal("0.999"),
        coverage_basis="volume",
        status="provisional",
        version=1,
    )
    assert coarse_coverage(point).coverage == Decimal("0.95")
    assert coarse_coverage(replace(point, reported=10, coverage=Decimal(1))).coverage == 1


def test_a_baseline_is_told_where_it_is_what_was_published(scene: Scene, cleo: User) -> None:
    """180 was published for the first quarter; 182 stands unpublished; nothing at all stands for 2020."""
    people(scene)
    scene.give("p", "2024-Q1", {"A": {"value": 50}, "B": {"value": 60}, "C": {"value": 70}})
    scene.give("p", "2024-Q1", {"A": {"value": 52}}, reason="Again")
    assert (scene.point("p").value, scene.point("p", who=cleo).value) == (182, 180)

    def told(value: int, day: date) -> Decimal | None:
        with scene.acting() as actor:
            services.set_target(
                actor,
                queries.indicator(actor, "p"),
                value=Decimal(300),
                date=date(2030, 12, 31),
                baseline_value=Decimal(value),
                baseline_date=day,
                reason="x",
            )
        with scene.acting(cleo) as actor:
            [row] = queries.standing_targets(actor)
            return None if row.withheld else row.baseline_value

    first = date(2024, 3, 31)
    assert told(182, first) is None
    assert told(180, first) == 180
    assert told(150, date(2020, 3, 31)) == 150


def test_a_forecast_on_figures_that_are_not_published_is_not_told(scene: Scene, cleo: User) -> None:
    people(scene)
    for quarter, value in (("2023-Q2", 50), ("2023-Q3", 52), ("2023-Q4", 54)):
        scene.give("p", quarter, {c: {"value": value} for c in "ABC"})
    with scene.acting() as actor:
        services.freeze_forecast(actor, queries.indicator(actor, "p"))

    def seen(who: User | None = None) -> int:
        with scene.acting(who) as actor:
            return queries.forecasts(actor, queries.indicator(actor, "p")).count()

    assert (seen(), seen(cleo)) == (1, 1)
    scene.give("p", "2023-Q4", {"A": {"value": 60}}, reason="Again")
    with scene.acting() as actor:
        services.freeze_forecast(actor, queries.indicator(actor, "p"))
    assert (seen(), seen(cleo)) == (2, 1)
