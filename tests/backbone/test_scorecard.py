"""The scorecard: goals with their indicators, judged fairly, and what a red line lacks. Worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda import queries as agreed
from agenda import services as agenda
from backbone import queries
from backbone.queries import Asked, Line, Scorecard
from backbone.queries.public import shown_to_all
from backbone.queries.telling import counted
from backbone.services import make_report
from backbone.words import Audience
from initiatives import queries as core_queries
from initiatives import services as core
from initiatives.kernel import clock
from initiatives.kernel.access import Role, onlooker
from initiatives.kernel.errors import DomainError
from initiatives.models import Membership, User
from initiatives.services.actions import change_action
from initiatives.services.groups import found_group
from measurement import queries as measured
from measurement import services as measuring
from measurement.periods import parse
from tests import factories
from tests.api import Api
from tests.factories import agenda as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
D = Decimal
NOW = moment("2027-02-01")
READING = {
    "baseline_value": D(40),
    "baseline_date": date(2022, 12, 31),
    "value": D(60),
    "date": date(2030, 12, 31),
    "reason": "Agreed by all",
}


@pytest.fixture
def scene(db: None) -> Scene:
    """Reading of 40.0 % in 2022 and 47.0 % in 2026 on its way to 60 % by 2030: off track (example 9)."""
    made = Scene(self_acceptance=True)
    made.partners("A", "B", sector="education")
    made.indicator("reading", "ratio", cadence="yearly", decimals=1, headline=True, level="community")
    give(made, "reading", {2022: 40, 2025: 45, 2026: 47})
    with clock.at(NOW), made.acting() as actor:
        measuring.set_target(actor, measured.indicator(actor, "reading"), **READING)
    return made


def give(scene: Scene, code: str, values: dict[int, object], partner: str = "A") -> None:
    for year, value in values.items():
        rows = {partner: {"numerator": D(str(value)) * 10, "denominator": 1000}}
        scene.give(code, str(year), rows, at=f"{year + 1}-01-15")


def card(scene: Scene, who: User | None = None, at: Any = NOW, **asked: Any) -> Scorecard:
    with clock.at(at), scene.acting(who) as actor:
        return queries.scorecard(actor, Asked(**asked))


def line(scene: Scene, code: str = "reading", **how: Any) -> Line:
    return next(row for row in card(scene, **how).lines if row.indicator.code == code)


def told(found: Scorecard) -> list[tuple[str, list[str]]]:
    return [(row.title, [one.indicator.code for one in row.lines]) for row in found.sections]


def test_without_goals_it_is_by_outcome(scene: Scene) -> None:
    scene.indicator("ready", headline=True, outcome="Children start school ready")
    scene.indicator("quiet")
    assert told(card(scene)) == [("Children start school ready", ["ready"]), ("", ["reading"])]


def test_goals_hold_their_indicators_in_their_order_and_an_indicator_of_two_goals_is_counted_once(
    scene: Scene,
) -> None:
    scene.indicator("books")
    scene.indicator("visits", headline=True, outcome="Something else")
    with clock.at(NOW), scene.acting() as actor:
        books, reading = (measured.indicator(actor, code) for code in ("books", "reading"))
        group = found_group(actor, name="Grade 3 reading")
        make.goal(actor, "Six in ten read", indicators=[books, reading], group=group)
        other = make.goal(actor, "The gap halves", indicators=[reading])
        make.goal(actor, "Nothing tells of this one")
    found = card(scene)
    assert told(found) == [
        ("Six in ten read", ["books", "reading"]),
        ("The gap halves", ["reading"]),
        ("", ["visits"]),
    ]
    assert found.counts == {"off_track": 1, "": 2}
    assert counted(found) == "0 of 1 indicator that can be judged is on track.", "two are not"
    assert told(card(scene, goal=other.public_id)) == [("The gap halves", ["reading"])]
    assert told(card(scene, group=group.public_id)) == [("Six in ten read", ["books", "reading"])]
    with scene.acting() as actor:
        chosen = [measured.indicator(actor, code).pk for code in ("visits", "reading", "books")]
        assert told(queries.scorecard(actor, among=chosen)) == [
            ("Six in ten read", ["reading", "books"]),
            ("The gap halves", ["reading"]),
            ("", ["visits"]),
        ]


def test_a_red_line_says_what_it_lacks_until_it_has_a_steward_a_story_and_an_action(scene: Scene) -> None:
    assert line(scene).lacks == ("steward", "story", "action")
    with clock.at(NOW), scene.acting() as actor:
        reading = measured.indicator(actor, "reading")
        me = Membership.objects.get(pk=actor.membership_id)
        measuring.change_indicator(actor, reading, steward=me)
        session = measuring.start_session(actor, reading, result="Every child reads")
        measuring.tell_session(actor, session, story=[{"push": "down", "text": "Monday absence"}])
        for days, what in ((20, "Later"), (10, "Move the bus")):
            due = clock.today(actor.initiative.timezone) + timedelta(days=days)
            first = measuring.add_session_action(actor, session, what=what, owner=me, due=due)
    found = line(scene)
    assert (found.lacks, found.action.what if found.action else "") == ((), "Move the bus")
    assert [row["text"] for row in found.story] == ["Monday absence"]
    with clock.at(NOW), scene.acting() as actor:
        change_action(actor, first, state="done", outcome="It moved")
    again = line(scene)
    assert again.action is not None
    assert again.action.what == "Later"
    # Looked back at, a line is not asked what is done about it now.
    assert line(scene, as_of=date(2026, 12, 31)).lacks == ()


def test_in_the_first_year_and_before_strategies_are_at_work_it_is_too_early(scene: Scene) -> None:
    assert line(scene).state == "off_track"
    with clock.at(moment("2026-06-01")), scene.acting() as actor:
        agenda.enter_phase(actor, 1)
    assert line(scene).state == "too_early"
    found = card(scene)
    assert (found.effort.year, found.effort.is_beginning, found.lacking) == (1, True, [])
    later = moment("2027-06-02")
    assert line(scene, at=later).state == "too_early"  # of the whole population, and still assessing
    with clock.at(later), scene.acting() as actor:
        measuring.change_indicator(actor, measured.indicator(actor, "reading"), level="partner")
    assert line(scene, at=later).state == "off_track"


def test_goals_homes_reports_and_the_public_page_judge_no_sooner_than_the_scorecard(scene: Scene) -> None:
    def said() -> set[tuple[str, str]]:
        with clock.at(NOW), scene.acting() as actor:
            chosen = queries.shown(actor, Audience.PUBLIC)
            visitor = onlooker(actor.initiative, Role.COMMUNITY)
            rows = [*queries.standings_in(actor, chosen), *shown_to_all(visitor)[1]]
            rows += agreed.standings_of(actor, {"reading"}).values()
            return {(row.state, row.judged.sentence if row.judged else "") for row in rows}

    def frozen() -> str:
        with clock.at(NOW):
            with scene.acting() as actor:
                made = make_report(actor, kind="public", period=parse("2026"), title="Where we stand")
            scene.work()
            with scene.acting() as actor:
                [figure] = queries.frozen(queries.reader_of(actor.initiative, made), made)
                return figure.state

    hard = "35\u00a0% of the way to 60.0\u00a0% by 2030; 50\u00a0% expected by now."
    assert (said(), frozen()) == ({("off_track", hard)}, "off_track")
    with clock.at(moment("2026-06-01")), scene.acting() as actor:
        agenda.enter_phase(actor, 1)
    fair = "35\u00a0% of the way to 60.0\u00a0% by 2030; too early to judge."
    assert (said(), frozen()) == ({("too_early", fair)}, "too_early")


def test_no_face_of_an_indicator_judges_sooner_than_the_scorecard(scene: Scene, client: Client) -> None:
    here = f"/i/{scene.where.slug}/measurement/"
    api = Api(factories.token(scene.lead))
    client.force_login(scene.lead)

    def said() -> set[str]:
        with clock.at(NOW):
            pages = [client.get(address).content.decode() for address in (here, f"{here}indicators/reading/")]
            with scene.acting() as actor:
                kept = [row.state for row in measured.standings(actor)]
            answer = api.get(f"/initiatives/{scene.where.slug}/indicators/reading/progress/").json["state"]
        listed, alone = [{word for word in ("Off track", "Too early") if word in page} for page in pages]
        assert listed == alone
        return {*alone, *kept, answer}

    with clock.at(NOW), scene.acting() as actor:
        whose = {**READING, "partner": core_queries.partner(actor, "A")}
        measuring.set_target(actor, measured.indicator(actor, "reading"), **whose)
    assert said() == {"Off track", "off_track"}
    with clock.at(moment("2026-06-01")), scene.acting() as actor:
        agenda.enter_phase(actor, 1)
    assert said() == {"Too early", "too_early"}


def test_an_effort_whose_first_told_phase_is_a_later_one_began_before(scene: Scene) -> None:
    with clock.at(NOW), scene.acting() as actor:
        agenda.enter_phase(actor, 5)
    found = card(scene)
    assert (found.effort.year, found.counts["off_track"]) == (None, 1)


def test_two_periods_are_compared_and_a_past_one_is_judged_by_what_was_expected_then(scene: Scene) -> None:
    # 2025: 45.0 is 25 % of the way, 37.5 % were expected: a ratio of 0.67, off track.
    found = line(scene, period="2025", against="2022")
    assert (str(found.value.number), found.former.number, found.state) == ("45.0", "40.0", "off_track")
    assert found.change is not None
    assert (found.change.text, found.change.verdict, found.period, found.since) == (
        "+5.0 points",
        "better",
        "2025",
        "2022",
    )
    missing = line(scene, period="2024")
    assert (missing.point, missing.state, missing.change) == (None, "", None)


def test_a_year_is_compared_by_its_last_quarter(scene: Scene) -> None:
    scene.indicator("absence", headline=True)
    for period, value in (("2025-Q1", 9), ("2025-Q3", 7), ("2026-Q1", 6), ("2026-Q2", 4)):
        scene.give("absence", period, {"A": {"value": value}}, at="2026-12-01")
    found = line(scene, "absence", period="2026", against="2025")
    assert (found.value.number, found.former.number) == ("4", "7")


def test_as_of_a_day_it_stands_as_it_stood(scene: Scene) -> None:
    found = line(scene, as_of=date(2026, 12, 31))
    assert (found.value.number, found.state) == ("45.0", "")  # no target had been set
    assert line(scene, as_of=date(2027, 2, 1)).state == "off_track"


def test_a_sectors_figures_are_shown_and_not_judged(scene: Scene) -> None:
    found = line(scene, sector="education")
    assert (found.value.number, found.state, found.lacks) == ("47.0", "", ())


def test_a_categorys_figures_are_those_of_the_series_hidden_ones_too_and_not_judged(scene: Scene) -> None:
    cleo = scene.person("funder")
    scene.partners("C")
    scene.dimension("sex", "f", "m", "x")
    scene.indicator("helped", headline=True, about_people=True, dimensions=["sex"], cadence="yearly")
    rows = [
        {"partner": partner, "indicator": "helped", "period": "2026", "cell": {"sex": sex}, "value": value}
        for partner, values in {"A": (20, 10, 2), "B": (30, 15, 2), "C": (25, 16, 3)}.items()
        for sex, value in zip(("f", "m", "x"), values, strict=True)
    ]
    scene.load(*rows, at="2027-01-20")
    told = {}
    for who in (scene.lead, cleo):
        points = {point.group: point for point in scene.points("helped", who, by="sex")}
        for sex in "fmx":
            found = line(scene, "helped", who=who, category=f"sex:{sex}")
            assert found.point is not None
            assert (found.point.value, found.point.suppressed) == (points[sex].value, points[sex].suppressed)
            assert found.state == ""
            told[who, sex] = found.value.number
    assert [told[scene.lead, sex] for sex in "fmx"] == ["75", "41", "7"]
    assert told[cleo, "x"] == ""
    assert [told[cleo, sex] for sex in "fm"].count("") == 1, "one more covers the hidden one"
    assert line(scene, category="sex:f").point is None


def test_what_there_is_not_is_refused_at_its_field(scene: Scene) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    for asked, field in (
        ({"goal": nobody}, "goal"),
        ({"group": nobody}, "group"),
        ({"sector": "hobbits"}, "sector"),
        ({"category": "sex:unheard"}, "category"),
        ({"category": "sex"}, "category"),
        ({"period": "soon"}, "period"),
        ({"against": "2024-13"}, "against"),
    ):
        with pytest.raises(DomainError) as refused:
            card(scene, **asked)
        assert refused.value.errors[0].field == field


def test_a_funder_reads_what_is_published_and_no_more(scene: Scene) -> None:
    cleo = scene.person("funder")
    scene.indicator("served", headline=True, about_people=True)
    scene.give("served", "2026", {"A": {"value": 20}, "B": {"value": 4}}, at="2027-01-20")
    assert line(scene, "served").value.number == "24"
    found = line(scene, "served", who=cleo)
    assert (found.point, found.value.number) == (None, "")
    with clock.at(NOW), scene.acting() as actor:
        core.change_settings(actor, name="Another name")
    assert line(scene, who=cleo).value.number == "47.0"


def test_it_costs_no_query_more_for_more_lines(scene: Scene) -> None:
    def count() -> int:
        with clock.at(NOW), scene.acting() as actor, CaptureQueriesContext(connection) as seen:
            queries.scorecard(actor)
        return len(seen)

    few = count()
    for number in range(6):
        scene.indicator(f"i{number}", headline=True)
        scene.give(f"i{number}", "2026", {"A": {"value": 1}}, at="2027-01-20")
    assert count() == few
