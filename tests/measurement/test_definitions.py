"""Definitions: the sheet, what changes the meaning and what only the words, the headline list, dimensions."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from initiatives.kernel.errors import Conflict, DomainError
from measurement import queries, services
from measurement.models import Indicator
from measurement.words import MOST_HEADLINES
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Two partners, A and B."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", sector="education")
    return made


def change(scene: Scene, code: str, **values: object) -> Indicator:
    with scene.acting() as actor:
        return services.change_indicator(actor, queries.indicator(actor, code), **values)  # type: ignore[arg-type]


def numbers(scene: Scene, code: str) -> list[int]:
    with scene.acting() as actor:
        return [v.number for v in queries.versions(actor, queries.indicator(actor, code))]


def test_the_sheet_holds_what_describes_and_what_defines(scene: Scene) -> None:
    scene.indicator(
        "read",
        "ratio",
        rba_type="better_off",
        outcome="Children read well",
        inclusions="All public schools",
        exclusions="Pupils who joined after May",
        collection_method="State test",
        publication_lag=90,
        decision_informed="Where tutors go",
        known_limits="Few take it in Westside",
        communication_power=3,
        proxy_power=2,
        data_power=1,
    )
    with scene.acting() as actor:
        found = queries.indicator(actor, "read")
        version = found.latest_versions[0]  # type: ignore[attr-defined]
    assert (found.outcome, found.publication_lag, found.communication_power) == ("Children read well", 90, 3)
    assert (version.inclusions, version.exclusions) == ("All public schools", "Pupils who joined after May")

    with pytest.raises(DomainError) as refused:
        change(scene, "read", proxy_power=4)
    assert (refused.value.code, refused.value.field) == ("out_of_range", "proxy_power")


def test_a_change_of_who_is_in_makes_a_version_and_clearer_words_do_not(scene: Scene) -> None:
    scene.indicator("n", definition="Children servd")
    scene.give("n", "2024-Q1", {"A": {"value": 5}})

    with pytest.raises(DomainError) as refused:
        change(scene, "n", inclusions="Siblings too")
    assert refused.value.field == "valid_from"

    change(scene, "n", definition="Children served", clarification="A letter was missing.")
    assert numbers(scene, "n") == [1]
    with pytest.raises(DomainError) as beyond:
        change(scene, "n", time_behaviour="stock", clarification="Just clearer.")
    assert (beyond.value.code, beyond.value.field) == ("changes_meaning", "time_behaviour")

    change(scene, "n", inclusions="Siblings too", valid_from=date(2024, 7, 1), break_note="Siblings came in.")
    assert numbers(scene, "n") == [1, 2]
    with scene.acting() as actor:
        first, second = queries.version_rows(actor, queries.indicator(actor, "n")).order_by("number")
        rows = {row.field: row for row in queries.compare(first, second)}
    assert (rows["inclusions"].earlier, rows["inclusions"].later, rows["inclusions"].changed) == (
        "",
        "Siblings too",
        True,
    )
    assert (rows["definition"].later, rows["definition"].changed) == ("Children served", False)
    assert "exclusions" not in rows


def test_the_headline_list_is_full_at_fifteen_and_one_gives_way_for_another(scene: Scene) -> None:
    for number in range(MOST_HEADLINES):
        scene.indicator(f"h{number}", headline=True)
    scene.indicator("late")

    with pytest.raises(Conflict) as refused:
        change(scene, "late", headline=True)
    assert (refused.value.code, refused.value.field) == ("headline_full", "headline")
    with pytest.raises(Conflict):
        scene.indicator("new", headline=True)

    with scene.acting() as actor:
        first = queries.indicator(actor, "h0")
    change(scene, "late", headline=True, demote=first)
    with scene.acting() as actor:
        told = queries.headlines(actor)
        assert len(told.indicators) == MOST_HEADLINES
        assert {"h0", "late"} & {row.code for row in told.indicators} == {"late"}
        with pytest.raises(DomainError) as wrong:
            services.define_indicator(
                actor, code="x", name="X", headline=True, demote=queries.indicator(actor, "h0")
            )
    assert wrong.value.field == "demote"


def test_one_button_makes_an_indicator_a_headline_and_the_form_asks_where_the_list_is_full(
    scene: Scene, client: Client
) -> None:
    scene.indicator("told")
    page = f"/i/{scene.where.slug}/measurement/indicators/told/"
    client.force_login(scene.lead)
    assert b"Make it a headline" in client.get(page).content
    assert client.post(f"{page}headline/", {"headline": "yes"})["Location"] == page
    assert b"Take it off the headlines" in client.get(page).content
    client.post(f"{page}headline/", {"headline": "no"})
    assert b"Make it a headline" in client.get(page).content
    for number in range(MOST_HEADLINES):
        scene.indicator(f"h{number}", headline=True)
    assert client.post(f"{page}headline/", {"headline": "yes"})["Location"] == f"{page}change/"
    assert b"Make it a headline" in client.get(page).content


def test_a_category_that_is_no_longer_offered_stays_in_the_periods_that_had_it(scene: Scene) -> None:
    scene.dimension("sex", "f", "m", "x")
    scene.indicator("n", dimensions=["sex"])
    cells = [{"cell": {"sex": code}, "value": value} for code, value in (("f", 4), ("m", 3), ("x", 2))]
    scene.load(*({"partner": "A", "indicator": "n", "period": "2024-Q1", **row} for row in cells))

    with scene.acting() as actor:
        services.extend_dimension(
            actor,
            queries.dimension(actor, "sex"),
            categories=[
                {"code": "m"},
                {"code": "f"},
                {"code": "x", "retired_on": date(2024, 4, 1)},
                {"code": "d", "name": "Diverse", "starts_on": date(2024, 4, 1)},
                {"code": "nk", "name": "Not known", "not_known": True, "starts_on": date(2024, 4, 1)},
            ],
        )
    scene.work()
    later = [{"cell": {"sex": code}, "value": 1} for code in ("f", "m", "d", "nk")]
    scene.load(*({"partner": "A", "indicator": "n", "period": "2024-Q2", **row} for row in later))

    # Each total is the sum over the list of its own period: f, m, x then f, m, d, not known.
    assert scene.point("n", "2024-Q1").value == 9
    assert scene.point("n", "2024-Q2").value == 4
    with scene.acting() as actor:
        names = [row.code for row in queries.dimension(actor, "sex").categories.all()]
    assert names == ["m", "f", "x", "d", "nk"]


def test_whether_groups_overlap_is_settled_by_the_first_figure(scene: Scene) -> None:
    scene.dimension("need", "food", "rent")
    with scene.acting() as actor:
        services.extend_dimension(actor, queries.dimension(actor, "need"), exclusive=False)
        assert not queries.dimension(actor, "need").exclusive
    scene.indicator("n", dimensions=["need"])
    scene.load({"partner": "A", "indicator": "n", "period": "2024-Q1", "value": 2, "cell": {"need": "food"}})
    with scene.acting() as actor, pytest.raises(Conflict) as refused:
        services.extend_dimension(actor, queries.dimension(actor, "need"), exclusive=True)
    assert refused.value.field == "exclusive"


def test_restated_figures_are_told_under_the_present_definition_and_marked(scene: Scene) -> None:
    scene.indicator("hours")
    scene.give("hours", "2023-Q3", {"A": {"value": 100}, "B": {"value": 50}})
    scene.give("hours", "2023-Q4", {"A": {"value": 110}, "B": {"value": 60}})
    change(
        scene, "hours", definition="With children", valid_from=date(2024, 1, 1), break_note="No desk hours."
    )
    scene.give("hours", "2024-Q1", {"A": {"value": 70}, "B": {"value": 40}})

    with scene.acting() as actor:
        rows = [
            {"partner": "A", "period": "2023-Q4", "value": Decimal(65)},
            {"partner": "B", "period": "2023-Q4", "value": Decimal(35)},
        ]
        services.back_cast(actor, queries.indicator(actor, "hours"), rows, source="Recounted from diaries")
    scene.work()

    told = {p.period.code: (p.value, p.version, p.back_cast) for p in scene.points("hours")}
    assert told == {
        "2023-Q3": (150, 1, False),
        "2023-Q4": (170, 1, False),
        "2024-Q1": (110, 2, False),
    }
    across = {p.period.code: (p.value, p.version, p.back_cast) for p in scene.points("hours", back_cast=True)}
    assert across == {"2023-Q4": (100, 2, True), "2024-Q1": (110, 2, False)}
    assert "back-cast" in scene.point("hours", "2023-Q4", back_cast=True).note

    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        row = {"partner": "A", "period": "2024-Q1", "value": Decimal(1)}
        services.back_cast(actor, queries.indicator(actor, "hours"), [row], source="x")
    assert refused.value.errors[0].code == "not_earlier"
