"""The API of what gathers from all apps: the same figures as the pages, and nothing more."""

from collections.abc import Callable
from typing import Any

import pytest

from initiatives import queries as core
from initiatives.models import Initiative, User
from measurement import queries as measured
from tests.api import Api
from tests.factories import agenda as make_agenda
from tests.factories import measurement as make

pytestmark = pytest.mark.django_db
HOME = "/api/v1/initiatives/riverbend"
MakeApi = Callable[..., Api]


@pytest.fixture
def books(riverbend: Initiative, ana: User, ben: User) -> Any:
    """A headline indicator under a goal: 871 in the first quarter of 2024, of one of two partners."""
    make.indicator(riverbend, "books", name="Books given out", headline=True, visibility="public")
    make.cycle(riverbend, "2024-Q1")
    make.accepted(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "books", "value": 871}])
    with core.enter(ana, "riverbend") as actor:
        return make_agenda.goal(
            actor, "Every child owns books", indicators=[measured.indicator(actor, "books")]
        )


def test_the_scorecard_tells_goals_with_their_figures(
    books: Any, as_api: MakeApi, ana: User, cleo: User
) -> None:
    for who in (ana, cleo):
        told = as_api(who).get(f"{HOME}/scorecard/").json
        [section] = told["sections"]
        assert (section["goal"], section["title"]) == (str(books.public_id), "Every child owns books")
        [line] = section["lines"]
        assert (line["indicator"], line["figure"]["value"], line["figure"]["period"]) == (
            "books",
            "871",
            "2024-Q1",
        )
        assert (line["state"], told["counts"]) == ("out_of_date", {"out_of_date": 1})


def test_what_cannot_be_asked_is_told_at_its_field(books: Any, as_api: MakeApi, ana: User) -> None:
    api = as_api(ana)
    for query, field in (
        ("sector=hobbits", "sector"),
        ("place=moon", "place"),
        ("period=soon", "period"),
        ("against=2024-13", "against"),
        ("goal=nothing", "goal"),
        ("goal=00000000-0000-0000-0000-000000000000", "goal"),
        ("as_of=yesterday", "as_of"),
        ("sector=education&place=north", "place"),
        ("category=sex:unheard", "category"),
        ("sector=education&category=sex:f", "category"),
    ):
        answer = api.get(f"{HOME}/scorecard/?{query}")
        assert answer.status in (400, 422), query
        assert list(answer.faults) == [field], query


def put(api: Api, page: str, body: Any) -> Any:
    return api.ask("PUT", page, body, If_Match=api.get(page).etag)


def test_what_funders_are_shown_is_chosen_and_read(
    books: Any, as_api: MakeApi, ana: User, cleo: User
) -> None:
    api, page = as_api(ana), f"{HOME}/dashboards/funders/"
    assert api.get(page).json["indicators"] == ["books"]
    assert api.get(page).json["is_chosen"] is False
    story = {"kind": "story", "body": "The bus came late.", "told_by": "A grandmother"}
    assert api.post(f"{HOME}/passages/", story).faults == {"agreed_on": "required"}
    made = api.post(f"{HOME}/passages/", {**story, "agreed_on": "2024-01-05", "about": "books"})
    assert made.status == 201
    told = {"indicators": ["books"], "passages": [made.json["id"]]}
    assert put(api, page, {**told, "indicators": ["moon"]}).faults == {"indicators": "unknown_indicator"}
    unknown = "00000000-0000-0000-0000-000000000000"
    assert put(api, page, {**told, "passages": [unknown]}).faults == {"passages": "unknown_passage"}
    assert put(api, page, told).status == 200
    read = as_api(cleo).get(f"{HOME}/dashboard/").json
    assert (read["is_chosen"], [row["body"] for row in read["passages"]]) == (True, ["The bus came late."])
    assert read["scorecard"]["sections"][0]["lines"][0]["figure"]["value"] == "871"
    assert as_api(cleo).get(page).status == 403
    one = f"{HOME}/passages/{made.json['id']}/"
    tag = api.get(one).etag
    assert api.patch(one, {"body": " "}, If_Match=tag).status in (400, 422)
    changed = api.patch(one, {"body": "The bus came after the bell."}, If_Match=tag)
    assert (changed.status, changed.json["about"]) == (200, "books")
    assert api.delete(one, If_Match=changed.etag).status == 204
    assert as_api(cleo).get(f"{HOME}/dashboard/").json["passages"] == []
