"""The worked examples of how figures are combined, by their numbers; each states the only right answer."""

from decimal import Decimal
from typing import Any

import pytest

from initiatives import services as core_services
from initiatives.kernel.errors import DomainError
from measurement import money, queries, services, surveys
from measurement.periods import parse
from measurement.queries import Question
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Five partners A to E."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", "C", "D", "E", sector="education")
    return made


def test_1_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators(scene: Scene) -> None:
    scene.indicator("read", "ratio")
    shares = {"A": (40, 50), "B": (30, 100), "C": (9, 10)}
    parts = {code: {"numerator": n, "denominator": d} for code, (n, d) in shares.items()}
    scene.give("read", "2024-Q1", parts)

    point = scene.point("read")

    assert (point.numerator, point.denominator, point.value) == (79, 160, Decimal("49.375"))
    assert point.display == "49.4%"

    scene.give("read", "2024-Q1", {"D": {"numerator": 0, "denominator": 0}, "E": {"value": 72}})

    point = scene.point("read")
    assert (point.value, point.reported, point.expected) == (Decimal("49.375"), 4, 5)
    assert "1 left out" in point.note
    nobody = scene.point("read", group="D", by="partner")
    assert (nobody.value, nobody.reported) == (None, 1)
    assert nobody.note

    with pytest.raises(DomainError) as refused:
        scene.give("read", "2024-Q2", {"A": {"numerator": 51, "denominator": 50}})
    assert refused.value.errors[0].code == "above_denominator"


def test_2_means_are_weighted_and_what_does_not_add_up_is_a_range(scene: Scene) -> None:
    scene.indicator("days", "mean", decimals=1)
    scene.give("days", "2024-Q1", {"A": {"value": "12.0", "n": 10}, "B": {"value": "30.0", "n": 40}})

    assert scene.point("days").value == Decimal("26.4")

    scene.indicator("median", "index")
    scene.give("median", "2024-Q1", {"A": {"value": "0.71"}, "B": {"value": "0.40"}})
    point = scene.point("median")
    assert (point.value, point.low, point.high) == (None, Decimal("0.40"), Decimal("0.71"))


def test_3_rates_are_summed_before_they_are_divided(scene: Scene) -> None:
    scene.indicator("births", "rate", multiplier=Decimal(1000), decimals=1)
    rates = {"A": {"numerator": 12, "denominator": 4000}, "B": {"numerator": 30, "denominator": 6000}}
    scene.give("births", "2024-Q1", rates)

    assert scene.point("births").value == Decimal("4.2")


def test_4_people_counted_by_several_partners_are_bounded_never_summed(scene: Scene) -> None:
    scene.indicator("people", time_behaviour="unduplicated", cadence="quarterly")
    scene.give("people", "2024-Q1", {"A": {"value": 120}, "B": {"value": 80}, "C": {"value": 50}})

    point = scene.point("people")

    assert (point.value, point.numerator, point.low, point.high) == (None, None, 120, 250)

    scene.indicator("served", time_behaviour="unduplicated")
    for quarter, served in enumerate((60, 70, 50, 65), start=1):
        scene.give("served", f"2023-Q{quarter}", {"A": {"value": served}})
    year = scene.point("served", "2023", time="yearly")
    assert (year.value, year.low, year.high) == (None, 70, 245)


def know(scene: Scene, code: str, period: str, basis: str, value: str, source: str) -> None:
    with scene.acting() as actor:
        services.know_heads(
            actor,
            queries.indicator(actor, code),
            parse(period),
            basis=basis,
            value=Decimal(value),
            source=source,
        )


def heads(scene: Scene, code: str) -> queries.Heads:
    with scene.acting() as actor:
        found = queries.indicator(actor, code)
        told = queries.series(actor, found, Question(raw_counts=True))
        return queries.heads_of(actor, found, told.points)[0]


def test_4_what_is_known_of_overlaps_narrows_the_bounds_and_is_told_for_what_it_is(scene: Scene) -> None:
    scene.indicator("people", time_behaviour="unduplicated")
    scene.give("people", "2024-Q1", {"A": {"value": 120}, "B": {"value": 80}, "C": {"value": 50}})

    know(scene, "people", "2024-Q1", "population", "200", "City register")
    point = scene.point("people")
    assert (point.value, point.low, point.high) == (None, 120, 200)

    know(scene, "people", "2024-Q1", "overlap", "15", "The data group's guess")
    told = heads(scene, "people")
    assert (told.duplicated, told.estimate, told.low, told.high) == (250, Decimal("212.5"), 120, 200)
    # An estimate of more people than there are is told of.
    assert len(told.doubts) == 1
    assert scene.point("people").value is None

    know(scene, "people", "2024-Q1", "population", "240", "City register, corrected")
    know(scene, "people", "2024-Q1", "counted", "207", "Audit of the three lists")
    told, point = heads(scene, "people"), scene.point("people")
    assert told.duplication == Decimal("17.2")
    assert told.doubts == []
    assert (point.value, point.low, point.high, point.numerator) == (207, 120, 240, None)
    assert "Audit of the three lists" in point.note


@pytest.mark.parametrize(("value", "doubted"), [("140", False), ("69", True), ("246", True)])
def test_4_a_years_own_number_is_told_and_doubted_outside_its_bounds(
    scene: Scene, value: str, doubted: bool
) -> None:
    scene.indicator("served", time_behaviour="unduplicated")
    for quarter, served in enumerate((60, 70, 50, 65), start=1):
        scene.give("served", f"2023-Q{quarter}", {"A": {"value": served}})
    know(scene, "served", "2023", "counted", value, "Case files")

    year = scene.point("served", "2023", time="yearly")

    assert (year.value, year.low, year.high) == (Decimal(value), 70, 245)
    assert ("outside" in year.note) is doubted


@pytest.mark.parametrize(
    ("basis", "value", "fault"),
    [("overlap", "101", "value"), ("counted", "2.5", "value"), ("guess", "1", "basis")],
)
def test_4_what_cannot_be_known_is_refused_at_its_field(
    scene: Scene, basis: str, value: str, fault: str
) -> None:
    scene.indicator("people", time_behaviour="unduplicated")
    with pytest.raises(DomainError) as refused:
        know(scene, "people", "2024-Q1", basis, value, "x")
    assert refused.value.field == fault


def test_4_a_number_too_small_to_be_told_stays_with_staff(scene: Scene) -> None:
    scene.indicator("people", time_behaviour="unduplicated", about_people=True, visibility="public")
    figures = {code: {"value": 40} for code in ("A", "B", "C", "D", "E")}
    scene.give("people", "2024-Q1", figures)
    scene.lock("2024-Q1")
    funder = scene.person("funder")
    know(scene, "people", "2024-Q1", "counted", "7", "Audit")

    assert scene.point("people").value == 7
    assert scene.point("people", who=funder).value is None


def test_7_partner_measures_stand_beside_the_communitys_figure_never_inside(scene: Scene) -> None:
    scene.indicator("reading", "ratio", level="community", cadence="yearly")
    scene.indicator("tutoring", "ratio", cadence="quarterly", rba_type="better_off")
    scene.give("reading", "2024", {"A": {"numerator": 1260, "denominator": 2800}})
    scene.give("tutoring", "2024-Q1", {"B": {"numerator": 50, "denominator": 80}})
    scene.give("tutoring", "2024-Q2", {"C": {"numerator": 67, "denominator": 100}})
    with scene.acting() as actor:
        community, measure = queries.indicator(actor, "reading"), queries.indicator(actor, "tutoring")
        services.link_contribution(actor, measure=measure, indicator=community, because="One to one")
        with pytest.raises(DomainError):
            services.link_contribution(actor, measure=community, indicator=measure)
        told = queries.possible_contribution(actor, community, target=Decimal(55))
    [beside] = told.measures

    assert told.point is not None and told.point.display == "45.0%"
    assert (told.needed, told.gap) == (1540, 280)
    assert beside.reach is not None and beside.ceiling is not None
    assert (beside.served, beside.better_off) == (180, 117)
    assert (round(beside.reach, 1), round(beside.ceiling, 1)) == (Decimal("6.4"), Decimal("41.8"))
    # 117 of 180: 65 %; the community's own figure is what its source says.
    assert beside.point is not None and beside.point.display == "65.0%"
    assert scene.point("reading", "2024").value == 45


@pytest.mark.parametrize(
    ("behaviour", "months", "quarter", "note"),
    [
        ("flow", (10, 15, 5), 30, ""),
        ("cumulative", (10, 25, 30), 30, ""),
        ("stock", (410, 402, 395), 395, ""),
        ("stock", (410, 402, None), 402, "as of 2024-02"),
    ],
)
def test_5_periods_are_combined_by_how_a_figure_behaves_in_time(
    scene: Scene, behaviour: str, months: tuple[int | None, ...], quarter: int, note: str
) -> None:
    scene.indicator("x", time_behaviour=behaviour, cadence="monthly")
    for month, value in enumerate(months, start=1):
        if value is not None:
            scene.give("x", f"2024-{month:02d}", {"A": {"value": value}})

    point = scene.point("x", time="quarterly")

    assert (point.value, point.note) == (quarter, note)


def test_5_a_ratio_over_time_sums_its_parts(scene: Scene) -> None:
    scene.indicator("r", "ratio", cadence="monthly")
    for month, (n, d) in enumerate([(1, 10), (90, 100), (9, 10)], start=1):
        scene.give("r", f"2024-{month:02d}", {"A": {"numerator": n, "denominator": d}})

    point = scene.point("r", time="quarterly")
    assert (point.numerator, point.denominator, point.display) == (100, 120, "83.3%")


def test_11_categories_add_up_to_the_total_or_are_told(scene: Scene) -> None:
    scene.dimension("sex", "f", "m", "x", "nk")
    scene.dimension("need", "food", "rent", exclusive=False)
    scene.indicator("c", dimensions=["sex", "need"])

    def rows(f: int, m: int, x: int, nk: int) -> list[dict[str, Any]]:
        cells = {"f": f, "m": m, "x": x, "nk": nk}
        base = {"partner": "A", "indicator": "c", "period": "2024-Q1"}
        told = [{**base, "cell": {"sex": code}, "value": value} for code, value in cells.items()]
        return [{**base, "value": 100}, *told]

    with pytest.raises(DomainError) as refused:
        scene.load(*rows(52, 45, 2, 5))
    assert [error.code for error in refused.value.errors] == ["categories_above_total"]
    assert [found.code for found in scene.load(*rows(45, 47, 1, 2)).findings] == ["categories_below_total"]
    assert scene.load(*rows(52, 45, 1, 2), reason="Counted again").findings == []

    overlapping = {"partner": "A", "indicator": "c", "period": "2024-Q2"}
    many = [{**overlapping, "cell": {"need": code}, "value": 65} for code in ("food", "rent")]
    assert scene.load({**overlapping, "value": 100}, *many).findings == []
    assert scene.point("c", "2024-Q2").value == 100


def test_11_a_total_of_groups_is_weighed_and_a_mix_may_shift_it(scene: Scene) -> None:
    scene.dimension("group", "g", "h")
    scene.indicator("r", "ratio", dimensions=["group"], cadence="yearly")
    years = {
        "2022": {"g": (30, 40), "h": (12, 60)},
        "2023": {"g": (360, 400), "h": (180, 600)},
        "2024": {"g": (92, 100), "h": (288, 900)},
    }
    for year, groups in years.items():
        for code, (n, d) in groups.items():
            cell = {"cell": {"group": code}, "numerator": n, "denominator": d}
            scene.give("r", year, {"A": cell})

    assert [p.value for p in scene.points("r")] == [42, 54, 38]
    shares = {(p.period.code, p.group): p.value for p in scene.points("r", by="group")}
    assert shares["2022", "g"] - shares["2022", "h"] == 55
    assert shares["2024", "g"] - shares["2023", "g"] == 2
    assert shares["2024", "h"] - shares["2023", "h"] == 2


def test_12_missing_is_never_zero(scene: Scene) -> None:
    scene.indicator("n")
    scene.assign("n", "A", "B", "C")
    scene.give("n", "2024-Q1", {"A": {"value": 20}, "B": {"value": 0}})
    point = scene.point("n")
    assert (point.value, point.reported, point.expected) == (20, 2, 3)

    scene.indicator("r", "ratio")
    scene.assign("r", "A", "B", "C")
    parts = {"A": {"numerator": 10, "denominator": 20}, "B": {"numerator": 0, "denominator": 15}}
    scene.give("r", "2024-Q1", parts)
    assert scene.point("r").display == "28.6%"
    assert scene.point("r").expected == 3

    scene.give("r", "2024-Q1", {"C": {"status": "not_applicable"}})
    point = scene.point("r")
    assert (point.reported, point.expected, point.coverage) == (2, 2, 1)

    loaded = scene.give("r", "2024-Q2", {"A": {"numerator": 5}})
    assert [found.code for found in loaded.findings] == ["incomplete"]
    point = scene.point("r", "2024-Q2")
    assert (point.value, point.reported) == (None, 0)
    assert "1 left out" in point.note


def test_13_coverage_is_weighed_by_the_last_volume_and_nothing_is_carried_forward(scene: Scene) -> None:
    scene.indicator("n")
    scene.give("n", "2024-Q1", {"A": {"value": 50}, "B": {"value": 30}, "C": {"value": 120}})
    scene.give("n", "2024-Q2", {"A": {"value": 55}, "B": {"value": 33}})

    point = scene.point("n", "2024-Q2")

    assert (point.value, point.status, point.reported, point.expected) == (88, "provisional", 2, 3)
    assert (point.coverage, point.coverage_basis) == (Decimal("0.4"), "volume")
    assert scene.point("n", "2024-Q1").value == 200


def test_14_a_series_can_be_asked_for_as_it_stood(scene: Scene) -> None:
    scene.indicator("r", "ratio")
    scene.give("r", "2024-Q1", {"A": {"numerator": 45, "denominator": 100}}, at="2024-04-10")
    with pytest.raises(DomainError) as refused:
        scene.give("r", "2024-Q1", {"A": {"numerator": 48, "denominator": 100}}, at="2024-05-02")
    assert refused.value.code == "already_accepted"
    changed = {"A": {"numerator": 48, "denominator": 100}}
    scene.give("r", "2024-Q1", changed, at="2024-05-02", reason="Three late answers")

    assert scene.point("r", as_of=moment("2024-04-20")).display == "45.0%"
    assert scene.point("r", as_of=moment("2024-05-03")).display == "48.0%"
    assert scene.points("r", as_of=moment("2024-04-09")) == []
    now = scene.point("r")
    assert (now.display, now.status) == ("48.0%", "revised")
    assert scene.point("r", as_of=moment("2024-04-20")).status == "provisional"
    assert scene.point("r", group="A", by="partner", as_of=moment("2024-04-20")).display == "45.0%"


def test_20_periods_that_do_not_lie_inside_are_left_out(scene: Scene) -> None:
    scene.indicator("n", cadence="monthly", time_behaviour="flow")
    for month, value in enumerate((10, 15, 5), start=1):
        scene.give("n", f"2024-{month:02d}", {"A": {"value": value}})
    scene.give("n", "2024-Q1", {"B": {"value": 22}})
    scene.give("n", "2023-09-01/2024-01-15", {"C": {"value": 40}})

    point = scene.point("n", time="quarterly")

    assert (point.value, point.reported, point.expected) == (52, 2, 3)
    assert "1 left out: its period does not lie inside" in point.note


def test_5_what_a_running_total_added_and_what_a_stock_was_on_average(scene: Scene) -> None:
    scene.indicator("sum", cadence="monthly", time_behaviour="cumulative")
    scene.indicator("list", cadence="monthly", time_behaviour="stock")
    for month, (total, listed) in enumerate([(10, 410), (25, 402), (30, 395)], start=1):
        scene.give("sum", f"2024-{month:02d}", {"A": {"value": total}})
        scene.give("list", f"2024-{month:02d}", {"A": {"value": listed}})

    assert [p.value for p in scene.points("sum", reading="periodic")] == [10, 15, 5]
    average = scene.point("list", time="quarterly", reading="average")
    assert round(average.value or 0, 1) == Decimal("402.3")
    assert scene.point("list", time="quarterly").value == 395

    scene.give("list", "2024-04", {"A": {"value": 390}})
    assert scene.point("list", "2024-Q2", time="quarterly", reading="average").value is None
    with pytest.raises(DomainError) as refused:
        scene.points("list", reading="periodic")
    assert refused.value.code == "no_such_reading"


@pytest.mark.parametrize(
    ("numerator", "denominator", "told"),
    [(4, 50, "hidden (few people)"), (97, 100, ">90%"), (5, 8, "hidden (few people)"), (30, 50, "60.0%")],
)
def test_17_a_hidden_percentage_may_be_bounded_for_those_below_staff(
    scene: Scene, numerator: int, denominator: int, told: str
) -> None:
    scene.indicator("p", "ratio", about_people=True, visibility="public", level="community")
    scene.cycle("2024-Q1")
    scene.give("p", "2024-Q1", {"A": {"numerator": numerator, "denominator": denominator}})
    scene.lock("2024-Q1")

    point = scene.point("p", who=scene.person("funder"))

    assert point.display == told
    assert point.suppressed is (told != "60.0%")
    if point.suppressed:
        assert (point.numerator, point.denominator, point.value) == (None, None, None)
    assert scene.point("p").value == Decimal(100 * numerator) / denominator


def test_17_a_bound_is_not_said_beside_a_figure_that_is_shown(scene: Scene) -> None:
    """Were it known that fewer than ten are left in one sector, the other would tell how few of all are."""
    with scene.acting() as actor:
        core_services.add_partner(actor, code="H", name="H", sector="health")
    scene.indicator("p", "ratio", about_people=True, visibility="public")
    scene.cycle("2024-Q1")
    parts = {"A": {"numerator": 197, "denominator": 200}, "H": {"numerator": 150, "denominator": 170}}
    scene.give("p", "2024-Q1", parts)
    scene.lock("2024-Q1")
    funder = scene.person("funder")

    sectors = {point.group: point for point in scene.points("p", funder, by="sector")}

    assert sectors["health"].display == "88.2%"
    assert sectors["education"].display == scene.point("p", who=funder).display == "hidden (few people)"


def test_17_a_bound_does_not_follow_revisions(scene: Scene) -> None:
    scene.indicator("p", "ratio", about_people=True, visibility="public", level="community")
    scene.cycle("2024-Q1")
    funder, base = scene.person("funder"), {"denominator": 100}
    scene.give("p", "2024-Q1", {"A": {"numerator": 97, **base}})
    scene.lock("2024-Q1")
    scene.give("p", "2024-Q1", {"A": {"numerator": 96, **base}}, reason="One less")
    assert scene.point("p", who=funder).display == ">90%"

    for numerator in (60, 97):
        scene.give("p", "2024-Q1", {"A": {"numerator": numerator, **base}}, reason="Again")
        assert scene.point("p", who=funder).display == "hidden (few people)"


def test_17_time_is_a_dimension_the_year_is_hidden_with_a_quarter(scene: Scene) -> None:
    scene.indicator("p", about_people=True, visibility="public", level="community")
    for quarter, value in enumerate((25, 6, 30, 22), start=1):
        scene.cycle(f"2024-Q{quarter}")
        scene.give("p", f"2024-Q{quarter}", {"A": {"value": value}})
        scene.lock(f"2024-Q{quarter}")
    funder = scene.person("funder")

    quarters = [point.value for point in scene.points("p", funder)]
    year = scene.point("p", "2024", who=funder, time="yearly")

    assert quarters == [25, None, 30, 22]
    assert (year.suppressed, year.value, year.low, year.high) == (True, None, None, None)
    assert scene.point("p", "2024", time="yearly").value == 83


def test_19_organisations_weigh_the_same_unless_people_are_asked_for() -> None:
    answers = [surveys.Answers(4, Decimal("2.0")), surveys.Answers(1, Decimal("4.0"))]

    assert surveys.overall(answers).mean == Decimal("3.0")
    assert surveys.overall(answers, by_person=True).mean == Decimal("2.4")


def test_19_an_item_without_an_answer_is_left_out() -> None:
    items = [Decimal(3), Decimal(4), None, Decimal(2)]

    assert surveys.mean_of(items) == 3
    assert surveys.answers_of(items) == surveys.Answers(3, Decimal(3))
    assert (surveys.mean_of([None]), surveys.answers_of([])) == (None, None)


@pytest.mark.parametrize(
    ("raters", "hidden"), [((4, 1), True), ((2, 1, 1), True), ((2, 2, 1), False), ((5, 0, 0), True)]
)
def test_19_results_of_few_are_hidden(raters: tuple[int, ...], hidden: bool) -> None:
    found = surveys.published([surveys.Answers(count, Decimal(3)) for count in raters])

    assert found.hidden is hidden
    assert found.mean == (None if hidden else 3)
    assert found.raters == (0 if hidden else 5)


def test_22_money_that_is_passed_on_counts_once() -> None:
    found = money.raised(
        [
            money.Gift("Fund", "backbone", received=Decimal(500_000)),
            money.Gift("backbone", "A", received=Decimal(200_000), passed_on=True),
        ]
    )

    assert found.received["new"] == 500_000
    assert found.held == {"backbone": 300_000, "A": 200_000}


def test_22_sorts_stand_apart_and_what_is_pledged_is_not_received() -> None:
    found = money.raised(
        [
            money.Gift("Fund", "backbone", received=Decimal(100), pledged=Decimal(250)),
            money.Gift("City", "A", received=Decimal(70), sort="realigned"),
            money.Gift("Church", "B", received=Decimal(30), pledged=Decimal(30), sort="in_kind"),
        ]
    )

    assert found.received == {"new": 100, "realigned": 70, "in_kind": 30}
    assert found.outstanding == {"new": 150, "realigned": 0, "in_kind": 0}
