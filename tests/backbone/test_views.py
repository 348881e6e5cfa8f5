"""The homes by role and the dashboard."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from backbone.queries import passages as stories
from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.models import Initiative, User
from measurement import queries, services
from tests import factories
from tests.factories import measurement as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
HOME = "/i/riverbend/"


def seen(who: User, path: str = HOME) -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def books(riverbend: Initiative, ana: User) -> Any:
    """An indicator that two partners report, with a quarter that is open."""
    indicator = make.indicator(riverbend, "books", name="Books given out", headline=True, visibility="public")
    with core.enter(ana, "riverbend") as actor:
        for code in ("school-board", "food-bank"):
            services.assign(
                actor,
                partner=core.partner(actor, code),
                indicator=indicator,
                starts_on=date(2024, 1, 1),
            )
    make.cycle(riverbend, "2024-Q1")
    return indicator


def late(riverbend: Initiative) -> None:
    """A second quarter whose last day was two days ago, where the initiative is."""
    due = clock.today(riverbend.timezone) - timedelta(days=2)
    make.cycle(riverbend, "2024-Q2", due=due)


def test_the_backbone_sees_what_waits_what_is_late_and_what_came_back(
    books: Any, riverbend: Initiative, ana: User, ben: User, pia: User
) -> None:
    make.hand_in(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 5}])
    returned = make.hand_in(riverbend, pia, "food-bank", "2024-Q1", [{"indicator": "books", "value": 6}])
    with core.enter(ana, "riverbend") as actor:
        services.return_(actor, queries.submission(actor, returned.public_id), reason="All of them?")
    html = seen(ana)
    assert "2 things need you." in html
    assert "Hand-ins to accept" in html
    assert "Returned, no answer yet" in html
    assert ">Late " not in html
    late(riverbend)
    html = seen(ana)
    assert "4 things need you." in html
    assert "2 days late" in html
    assert html.index("days late") < html.index("Hand-ins to accept"), "what is late stands first"
    with core.enter(ana, "riverbend") as actor:
        row = queries.requests(actor).filter(state="overdue").first()
        contact = core.people(actor).filter(partner=row.partner).first()
        core_services.change_partner(actor, row.partner, main_contact=contact)
    assert f"mailto:{contact.email}" in seen(ana)


def test_a_partner_sees_the_one_thing_due_and_why_it_came_back(
    books: Any, riverbend: Initiative, ana: User, ben: User
) -> None:
    html = seen(ben)
    assert "Your figures for 2024 Q1" in html
    handed = make.hand_in(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 5}])
    assert "Nothing is due" in seen(ben)
    with core.enter(ana, "riverbend") as actor:
        services.return_(actor, queries.submission(actor, handed.public_id), reason="Are all in?")
    html = seen(ben)
    assert "Are all in?" in html
    assert "Put right" in html


def test_what_was_never_handed_in_and_is_locked_hides_nothing_that_is_due() -> None:
    scene = Scene("town")
    scene.partners("library")
    scene.indicator("books")
    scene.assign("books", "library")
    for quarter in (1, 2, 3, 4):
        scene.cycle(f"2023-Q{quarter}", due=date(2024, 1, quarter))
        scene.lock(f"2023-Q{quarter}")
    scene.cycle("2024-Q1")
    assert "Your figures for 2024 Q1" in seen(scene.person("contributor", "library"), "/i/town/")


def test_a_partner_sees_what_its_own_figures_showed_and_nobody_elses(
    books: Any, riverbend: Initiative, ben: User, pia: User
) -> None:
    make.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 871}])
    mine, theirs = (seen(who).partition("All of us together")[0] for who in (ben, pia))
    assert ">871<" in mine
    assert ">871<" not in theirs


def test_readers_see_who_reported_and_how_settled_it_is(
    books: Any, riverbend: Initiative, ben: User, cleo: User, dora: User
) -> None:
    assert "no figure yet" in seen(cleo)
    make.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 871}])
    for path in (HOME, HOME + "dashboard/"):
        html = seen(cleo, path)
        assert ">871<" in html
        assert "1 of 2 reported" in html
        assert "2024 Q1, provisional" in html
        assert "Published figures only" in html
        told = seen(dora, path)
        assert "871 in 2024 Q1." in told, "a community member reads a sentence"
        assert "1 of 2 reported, provisional" in told
        assert "Published figures only" in told
    assert "Whom to ask: Ana" in seen(dora)


def test_a_new_initiative_is_led_from_step_to_step(zoe: User) -> None:
    home = "/i/harbor/"
    assert "Add the partners you already work with" in seen(zoe, home)
    with core.enter(zoe, "harbor") as actor:
        where = actor.initiative
    partner = factories.partner(where, "one")
    assert "Choose the first figures you all agree to watch" in seen(zoe, home)
    indicator = make.indicator(where, "beds", name="Beds", state="proposed")
    assert "Agree on the indicators with your partners" in seen(zoe, home)
    with core.enter(zoe, "harbor") as actor:
        for step in (services.consult, services.agree, services.activate):
            step(actor, indicator)
    assert "Say which partners report it" in seen(zoe, home)
    with core.enter(zoe, "harbor") as actor:
        services.assign(actor, partner=partner, indicator=indicator, starts_on=date(2024, 1, 1))
    assert "Open the first cycle" in seen(zoe, home)
    make.cycle(where, "2024-Q1")
    html = seen(zoe, home)
    assert "Your queue" in html
    assert "Nothing needs you." in html


def test_an_indicator_that_is_retired_leaves_the_dashboard(books: Any, ana: User, cleo: User) -> None:
    assert "Books given out" in seen(cleo, HOME + "dashboard/")
    with core.enter(ana, "riverbend") as actor:
        services.retire(actor, queries.indicator(actor, "books"), reason="Nobody counts them any more")
    assert "Books given out" not in seen(cleo, HOME + "dashboard/")


def test_the_scorecard_is_narrowed_by_its_address_and_loses_nothing_over_nonsense(
    books: Any, riverbend: Initiative, ana: User, ben: User, cleo: User
) -> None:
    assert "It fills by itself" not in seen(ana, HOME + "scorecard/"), "a headline without figures is a line"
    make.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 871}])
    page = HOME + "scorecard/"
    for who in (ana, cleo):
        html = seen(who, page)
        assert "<b>871</b>" in html
        assert "Out of date" in html
    narrowed = seen(ana, page + "?sector=education")
    assert "<b>871</b>" in narrowed
    assert "none of them is judged" in narrowed
    assert "<b>871</b>" not in seen(ana, page + "?sector=nonprofit")
    both = seen(ana, page + "?sector=education&place=north")
    assert "Choose a sector, a place or a group of people, not several of them." in both
    assert "<b>871</b>" in both
    assert "<b>871</b>" in seen(ana, page + "?goal=nonsense&period=x&as_of=9999-12-31")
    assert "<b>871</b>" not in seen(ana, page + "?as_of=2023-01-01")


def test_scorecard_and_dashboard_are_reached_from_the_rail_and_from_one_another(
    books: Any, riverbend: Initiative, cleo: User
) -> None:
    rail = seen(cleo, f"{HOME}partners/").split("</nav>")[0]
    assert f'href="{HOME}scorecard/"' in rail
    for here, other in (("scorecard", "dashboard"), ("dashboard", "scorecard")):
        page = seen(cleo, f"{HOME}{here}/")
        tabs = page.split('class="tabs"')[1].split("</nav>")[0]
        assert f'href="{HOME}{other}/"' in tabs and 'aria-current="page">' + here.capitalize() in tabs
    assert 'class="tabs"' not in seen(cleo), "a home is no page of the scorecard"


def test_a_new_initiative_has_an_empty_scorecard_that_says_how_it_fills(zoe: User) -> None:
    assert "It fills by itself" in seen(zoe, "/i/harbor/scorecard/")


def post(who: User, path: str, **values: Any) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(HOME + path, values)


def test_staff_choose_what_funders_are_shown_and_see_it_with_their_eyes(
    books: Any, riverbend: Initiative, ana: User, ben: User, cleo: User
) -> None:
    make.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 871}])
    make.indicator(riverbend, "visits", name="Home visits made")
    today = clock.today(riverbend.timezone)
    story = {"body": "The bus came after the bell.", "told_by": "A grandmother"}
    refused = post(ana, "passages/new/story/", **story)
    assert refused.status_code == 422
    assert "The bus came after the bell." in refused.content.decode(), "what was typed is kept"
    agreed = {"agreed_on": today.isoformat(), "agreed_how": "written", "uses": ["inside", "funders"]}
    assert post(ana, "passages/new/story/", **story, **agreed).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        told = stories(actor).get()
    page = "dashboards/funders/choose/"
    places = {"indicator-visits": "1", "indicator-books": "2", f"passage-{told.public_id}": "1"}
    assert post(ana, page, **{**places, "indicator-books": "0"}).status_code == 422
    assert post(ana, page, **places).status_code == 303
    for who, path in ((cleo, HOME), (ana, HOME + "dashboards/funders/")):
        html = seen(who, path)
        assert html.index("Home visits made") < html.index("Books given out")
        assert "The bus came after the bell." in html
        assert "A grandmother" in html
    assert "This is how it looks to those for whom it is made" in seen(ana, HOME + "dashboards/funders/")
    assert "Home visits made" not in seen(ana, HOME + "dashboards/public/")
    assert "A grandmother" in seen(ana, HOME + "passages/")
    assert post(ana, f"passages/{told.public_id}/remove/").status_code == 303
    assert "A grandmother" not in seen(cleo)


def test_nobody_below_staff_looks_with_the_eyes_of_others(
    books: Any, ana: User, cleo: User, ben: User
) -> None:
    client = Client()
    for who in (cleo, ben):
        client.force_login(who)
        for path in ("dashboards/funders/", "dashboards/public/", "passages/"):
            assert client.get(HOME + path).status_code == 403
    client.force_login(ana)
    assert client.get(HOME + "dashboards/moon/").status_code == 404
