"""Targets through the services: how they are set, versioned, rolled up and judged; examples 8, 9, 18 and 21."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import User
from initiatives.services import change_settings
from measurement import queries, services
from measurement.models import TargetVersion
from measurement.periods import parse
from measurement.views.ahead import difference
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
D = Decimal
READING = {
    "baseline_value": D(40),
    "baseline_date": date(2022, 12, 31),
    "value": D(60),
    "date": date(2030, 12, 31),
}


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B; "read" is a yearly percentage, not about people."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", sector="education")
    made.indicator("read", "ratio", cadence="yearly", decimals=1)
    return made


def give(scene: Scene, values: dict[int, object], code: str = "read", partner: str = "A") -> None:
    """Yearly percentages of 1,000."""
    for year, value in values.items():
        scene.give(code, str(year), {partner: {"numerator": D(str(value)) * 10, "denominator": 1000}})


def wish(scene: Scene, code: str = "read", who: User | None = None, **values: Any) -> TargetVersion:
    """A target, with a reason unless there is one."""
    with scene.acting(who) as actor:
        given = {"reason": "Agreed by all", **values}
        if isinstance(given.get("partner"), str):
            given["partner"] = core.partner(actor, given["partner"])
        return services.set_target(actor, queries.indicator(actor, code), **given)


def standing(
    scene: Scene, code: str = "read", who: User | None = None, at: str = "2026-12-31"
) -> queries.Standing:
    """Where the indicator stands at a moment."""
    with clock.at(moment(at)), scene.acting(who) as actor:
        [found] = queries.standings(actor, among=[queries.indicator(actor, code).pk])
    return found


def test_8_and_9_progress_against_the_path(scene: Scene) -> None:
    give(scene, {2022: 40, 2026: 47})
    wish(scene, **READING)

    found = standing(scene)

    assert found.judged is not None and found.judged.progress is not None
    progress = found.judged.progress
    assert (progress.wanted, progress.share, progress.expected, progress.ratio) == (
        50,
        D("0.35"),
        D("0.5"),
        D("0.7"),
    )
    assert found.state == "off_track"
    assert "35" in found.judged.sentence and "60.0" in found.judged.sentence


@pytest.mark.parametrize(
    ("value", "state"),
    [(62, "achieved"), (39, "worse"), (50, "on_track"), (48, "slightly_behind"), (47, "off_track")],
)
def test_9_states(scene: Scene, value: int, state: str) -> None:
    give(scene, {2022: 40, 2026: value})
    wish(scene, **READING)

    assert standing(scene).state == state


def test_9_too_early_out_of_date_and_not_enough_data(scene: Scene) -> None:
    give(scene, {2022: 40})
    wish(scene, **READING)

    assert standing(scene, at="2023-02-01").state == "too_early"
    assert standing(scene, at="2026-02-01").state == "out_of_date"

    scene.indicator("thin", "ratio", cadence="yearly")
    scene.assign("thin", "A", "B", since="2026-01-01")
    give(scene, {2026: 60}, "thin")
    assert standing(scene, "thin").state == "not_enough_data", "one of two has reported"


def test_9_the_initiative_sets_its_thresholds(scene: Scene) -> None:
    give(scene, {2022: 40, 2026: 47})
    wish(scene, **READING)
    with scene.acting() as actor:
        change_settings(actor, on_track_from=D("0.9"), slightly_behind_from=D("0.7"))

    assert standing(scene).state == "slightly_behind"
    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        change_settings(actor, slightly_behind_from=D("0.95"))
    assert refused.value.field == "slightly_behind_from"


def test_10_a_band_is_kept_or_left(scene: Scene) -> None:
    scene.indicator(
        "kept", "ratio", cadence="yearly", direction="maintain", band_low=D(95), band_high=D(100), decimals=1
    )
    give(scene, {2026: 96}, "kept")
    assert standing(scene, "kept").state == "on_track"

    give(scene, {2027: 94}, "kept")
    assert standing(scene, "kept", at="2027-12-31").state == "off_track"


def test_what_is_context_has_progress_and_no_status(scene: Scene) -> None:
    scene.indicator("around", "ratio", cadence="yearly", direction="context", decimals=1)
    give(scene, {2022: 40, 2026: 47}, "around")
    wish(scene, "around", **READING)

    found = standing(scene, "around")

    assert found.state == "" and found.judged is not None and found.judged.share


def test_ten_points_are_not_ten_per_cent(scene: Scene) -> None:
    base = {"baseline_value": D(45), "baseline_date": date(2025, 12, 31), "date": date(2030, 12, 31)}

    assert wish(scene, value=D(10), basis="points", **base).value == 55
    assert wish(scene, value=D(10), basis="relative", **base).value == D("49.5")
    with pytest.raises(DomainError) as refused:
        wish(scene, value=D(10), basis="points", date=date(2030, 12, 31))
    assert refused.value.field == "baseline_value"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": D(101)}, "value"),
        ({"baseline_value": D(-1)}, "baseline_value"),
        ({"baseline_value": None}, "baseline_value"),
        ({"baseline_date": None}, "baseline_date"),
        ({"date": date(2022, 1, 1)}, "date"),
        ({"reason": " "}, "reason"),
        ({"denominator": D(0)}, "denominator"),
        ({"basis": "wish"}, "basis"),
        ({"baseline_value": D(0), "path": "rate"}, "path"),
        ({"baseline_value": D(0), "method": "cagr"}, "method"),
        ({"interims": [{"date": date(2031, 1, 1), "value": D(50)}]}, "interims"),
        ({"interims": [{"date": date(2025, month, 1), "value": D(50)} for month in (1, 6)]}, "interims"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_at_its_field(scene: Scene, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        wish(scene, **{**READING, **wrong})
    assert refused.value.field == field


def test_a_target_is_changed_by_a_version_and_stands_as_it_stood(scene: Scene) -> None:
    with clock.at(moment("2024-01-10")):
        first = wish(scene, **READING)
    with clock.at(moment("2025-01-10")):
        second = wish(scene, **{**READING, "value": D(55)}, reason="The new test is harder")
    with scene.acting() as actor:
        [now] = queries.standing_targets(actor)
        [then] = queries.standing_targets(actor, moment("2024-06-01"))
        every = list(
            queries.target_versions(actor).order_by("number").values_list("number", "value", "reason")
        )

    assert (now.pk, then.pk) == (second.pk, first.pk)
    assert every == [(1, 60, "Agreed by all"), (2, 55, "The new test is harder")]


def test_a_target_is_withdrawn_once_with_a_reason(scene: Scene) -> None:
    give(scene, {2022: 40, 2026: 47})
    target = wish(scene, **READING).target
    with scene.acting() as actor:
        services.withdraw_target(actor, target, reason="We measure something better now")
        assert not queries.standing_targets(actor).exists()
        with pytest.raises(Conflict):
            services.withdraw_target(actor, target, reason="Again")
    assert standing(scene).state == ""
    assert wish(scene, **READING).number == 3


def test_only_the_backbone_sets_targets(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        wish(scene, who=scene.person("contributor", "A"), **READING)


def test_21_targets_roll_up_like_values(scene: Scene) -> None:
    for code, value, of in (("A", 80, 50), ("B", 60, 100)):
        wish(scene, partner=code, value=D(value), denominator=D(of), date=date(2030, 12, 31))

    with scene.acting() as actor:
        indicator = queries.indicator(actor, "read")
        aim = queries.whole_aims(actor, [indicator.pk])[indicator.pk]

    assert aim.goal is not None and round(aim.goal, 4) == D("66.6667")
    assert (aim.of, aim.version, aim.way) == (2, None, None)


def test_21_the_ways_of_partners_add_up_too(scene: Scene) -> None:
    """Sums: A from 10 to 30 and B from 20 to 20 over four years: half-way 20 + 20."""
    scene.indicator("served", cadence="yearly")
    for code, low, high in (("A", 10, 30), ("B", 20, 20)):
        base = {"baseline_value": D(low), "baseline_date": date(2022, 1, 1)}
        wish(scene, "served", partner=code, value=D(high), date=date(2026, 1, 1), **base)
    scene.give("served", "2024", {"A": {"value": 25}, "B": {"value": 20}})

    found = standing(scene, "served", at="2025-01-01")

    assert found.judged is not None and found.judged.progress is not None
    assert (found.judged.progress.wanted, found.judged.progress.share) == (40, D("0.75"))
    assert found.state == "on_track"


def test_a_target_of_the_whole_goes_before_those_of_partners(scene: Scene) -> None:
    wish(scene, partner="A", value=D(80), denominator=D(50), date=date(2030, 12, 31))
    own = wish(scene, **READING)

    with scene.acting() as actor:
        indicator = queries.indicator(actor, "read")
        aim = queries.whole_aims(actor, [indicator.pk])[indicator.pk]

    assert aim.version is not None and aim.version.pk == own.pk


def test_what_few_partners_want_is_told_to_none_who_may_not_see_them(scene: Scene) -> None:
    scene.indicator("own", "ratio", cadence="yearly", visibility="own")
    for code in ("A", "B"):
        wish(scene, "own", partner=code, value=D(80), denominator=D(50), date=date(2030, 12, 31))
    ben, cleo = scene.person("contributor", "A"), scene.person("funder")

    def seen(actor: Actor) -> tuple[list[str], int]:
        indicator = queries.indicator(actor, "own")
        rows = queries.standing_targets(actor).filter(target__indicator=indicator)
        return sorted(row.target.partner.code for row in rows), len(queries.whole_aims(actor, [indicator.pk]))

    with scene.acting() as actor:
        assert seen(actor) == (["A", "B"], 1)
    with scene.acting(ben) as actor:
        assert seen(actor) == (["A"], 0)
    with scene.acting(cleo) as actor:
        assert seen(actor) == ([], 0)


def test_nothing_is_told_of_a_baseline_whose_figure_is_hidden(scene: Scene) -> None:
    """Four of nine is hidden (few people): neither the baseline nor the way from it may tell 44.4."""
    scene.indicator("few", "ratio", cadence="yearly", about_people=True, visibility="public", decimals=1)
    scene.cycle("2022")
    scene.give("few", "2022", {"A": {"numerator": 4, "denominator": 9}})
    scene.lock("2022")
    base = {"baseline_value": D("44.4"), "baseline_date": date(2022, 12, 31), "date": date(2030, 12, 31)}
    wish(scene, "few", value=D(10), basis="points", **base)
    cleo = scene.person("funder")

    with scene.acting() as actor:
        [seen] = queries.whole_aims(actor, [queries.indicator(actor, "few").pk]).values()
        assert (seen.goal, seen.baseline) == (D("54.4"), D("44.4"))
    with scene.acting(cleo) as actor:
        indicator = queries.indicator(actor, "few")
        [point] = queries.series(actor, indicator).points
        assert point.suppressed, "the figure should be hidden from her"
        [seen] = queries.whole_aims(actor, [indicator.pk]).values()
        assert (seen.goal, seen.baseline, seen.way) == (None, None, None)


def test_no_progress_is_computed_across_a_new_definition(scene: Scene) -> None:
    give(scene, {2022: 40, 2023: 41})
    wish(scene, **READING)
    with scene.acting() as actor:
        services.change_indicator(
            actor,
            queries.indicator(actor, "read"),
            definition="The new test",
            valid_from=date(2024, 1, 1),
            break_note="Another test",
        )
    give(scene, {2026: 47})

    found = standing(scene)

    assert found.judged is not None
    assert (found.state, found.judged.broken, found.judged.progress) == ("", True, None)

    wish(scene, **READING)
    assert standing(scene).judged.broken, "its baseline still stands under the old test"  # type: ignore[union-attr]
    wish(scene, **{**READING, "baseline_date": date(2024, 12, 31)})
    assert standing(scene).state == "on_track", "7 of 20, which is 35 %, where a third of the way is asked"


def fell(scene: Scene) -> None:
    give(scene, {2021: 50, 2022: 48, 2023: 47, 2024: 45, 2025: 44})


def frozen(scene: Scene, **values: Any) -> Any:
    with clock.at(moment("2026-02-01")), scene.acting() as actor:
        return services.freeze_forecast(actor, queries.indicator(actor, "read"), **values)


def test_18_a_forecast_is_frozen_and_never_fitted_again(scene: Scene) -> None:
    fell(scene)
    forecast = frozen(scene, on=date(2025, 12, 31))

    def expected() -> dict[str, str]:
        with scene.acting() as actor:
            row = queries.forecasts(actor, queries.indicator(actor, "read")).get()
            return {p["period"]: str(round(D(p["expected"]), 1)) for p in row.points}

    assert expected() == {"2026": "42.3", "2027": "40.8", "2028": "39.3"}
    give(scene, {2026: "43.5"})
    assert expected()["2027"] == "40.8"
    assert [row["period"] for row in forecast.history] == ["2021", "2022", "2023", "2024", "2025"]


def test_18_bending_and_turned(scene: Scene) -> None:
    fell(scene)
    forecast = frozen(scene, on=date(2025, 12, 31))

    def since() -> queries.Turned:
        with scene.acting() as actor:
            points = queries.series(actor, queries.indicator(actor, "read")).points
            return queries.curve_since(forecast, points, D("0.8"))

    assert since().state == ""
    give(scene, {2026: "43.5"})
    found = since()
    assert found.away is not None and (found.state, round(found.away, 1)) == ("bending", D("1.2"))
    give(scene, {2027: "44.5"})
    found = since()
    assert found.away is not None and (found.state, round(found.away, 1)) == ("turned", D("3.7"))


def test_18_percentages_do_not_pass_a_hundred(scene: Scene) -> None:
    give(scene, {2021: 92, 2022: 95, 2023: 98})

    assert D(frozen(scene).points[1]["expected"]) == 100


def test_18_two_figures_take_a_judgement(scene: Scene) -> None:
    give(scene, {2024: 45, 2025: 44})
    with pytest.raises(DomainError) as refused:
        frozen(scene)
    assert refused.value.errors[0].code == "too_few_figures"

    ours = [{"period": parse("2026"), "low": D(40), "expected": D(43), "high": D(44)}]
    forecast = frozen(scene, points=ours, note="The mill closes")
    assert forecast.method == "manual" and forecast.points[0]["expected"] == "43"
    with pytest.raises(DomainError):
        frozen(scene, points=[{"period": parse("2026"), "low": D(44), "expected": D(43), "high": D(45)}])
    with pytest.raises(DomainError):
        frozen(scene, points=[{"period": parse("2025"), "expected": D(43)}])


def test_a_session_keeps_what_was_said_and_ends_in_tasks(scene: Scene) -> None:
    fell(scene)
    forecast = frozen(scene)
    with scene.acting() as actor:
        indicator = queries.indicator(actor, "read")
        session = services.start_session(actor, indicator, result="All read well", forecast=forecast)
        services.tell_session(
            actor,
            session,
            is_ok="no",
            because="Every second child cannot",
            story=[{"push": "up", "text": "New books"}, {"push": "down", "text": ""}],
            partners=[{"partner": "A", "part": "Tutors"}, {"name": "The bus company"}],
            ideas=[
                {"text": "Later buses", "cost": "none", "off_the_wall": True, "leverage": 3, "chosen": True}
            ],
        )
        owner = core.people(actor).first()
        assert owner is not None
        services.add_session_action(actor, session, what="Ask", owner=owner, due=date(2026, 5, 1))
        services.close_session(actor, session)
        kept = queries.session(actor, session.public_id)
        with pytest.raises(Conflict):
            services.tell_session(actor, session, because="Changed my mind")

    assert kept.story == [{"push": "up", "text": "New books"}]
    assert [(row["name"], row["missing"]) for row in kept.partners] == [
        ("A", False),
        ("The bus company", True),
    ]
    assert kept.ideas[0]["values"] is None and kept.ideas[0]["chosen"]
    with scene.acting() as actor:
        assert [row.what for row in core.actions(actor, source=f"turning:{kept.public_id}")] == ["Ask"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"result": " "}, "result"),
        ({"is_ok": "maybe"}, "is_ok"),
        ({"story": [{"push": "left", "text": "x"}]}, "story"),
        ({"partners": [{"partner": "nobody"}]}, "partners"),
        ({"ideas": [{"text": "x", "cost": "much"}]}, "ideas"),
        ({"ideas": [{"text": "x", "leverage": 4}]}, "ideas"),
        ({"story": [{"push": "up", "text": "x"}] * 41}, "story"),
    ],
)
def test_what_a_session_cannot_say(scene: Scene, values: dict[str, Any], field: str) -> None:
    with scene.acting() as actor:
        session = services.start_session(actor, queries.indicator(actor, "read"), result="All read")
        with pytest.raises(DomainError) as refused:
            services.tell_session(actor, session, **values)
    assert refused.value.field == field


def test_steps_of_the_way_for_every_period(scene: Scene) -> None:
    wish(scene, **READING, interims=[{"date": date(2025, 12, 31), "value": D(44)}])

    with scene.acting() as actor:
        indicator = queries.indicator(actor, "read")
        aims = list(queries.whole_aims(actor, [indicator.pk]).values())
    steps = queries.steps_of(aims, 1)

    assert [(s.period, s.kind) for s in steps][:4] == [
        ("2022", "baseline"), ("2023", "path"), ("2024", "path"), ("2025", "interim"),
    ]  # fmt: skip
    assert {s.period: s.value for s in steps}["2026"] == D("47.2")
    assert steps[-1].kind == "target" and steps[-1].date - steps[0].date == timedelta(days=2922)


def test_a_way_back_is_no_share_of_the_way_and_what_lies_on_the_path_is_not_away_from_it(
    scene: Scene,
) -> None:
    """From 40 to 60 in eight years: 38 lie behind the beginning, 55 are wanted after six of them."""
    give(scene, {2022: 40, 2026: 38})
    wish(scene, **READING)
    behind = standing(scene, at="2027-02-01")
    assert behind.judged is not None
    assert behind.judged.way_told == "Further from 60.0\u00a0% than the baseline was"
    assert difference(behind) == "\u221212.0 points"
    give(scene, {2028: 55})
    on_it = standing(scene, at="2029-02-01")
    assert on_it.judged is not None
    assert (on_it.judged.way_told, difference(on_it)) == ("75\u00a0% of the way to 60.0\u00a0% by 2030", "")
