"""The page on which earlier figures are restated under the present definition."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client

from initiatives import queries as core
from initiatives.models import Initiative, User
from measurement import queries
from measurement.models import Observation
from tests.api import Api
from tests.factories import measurement as make

pytestmark = pytest.mark.django_db
HERE = "/i/riverbend/measurement/indicators/reading/back-cast/"


@pytest.fixture
def changed(riverbend: Initiative, ana: User, as_api: Callable[..., Api]) -> dict[str, str]:
    """40 of 50 in the last quarter of 2023, by a definition that changed with 2024; the names of its boxes."""
    api, home = as_api(ana), "/initiatives/riverbend"
    api.patch(f"{home}/", {"self_acceptance": True}, If_Match="*")
    api.post(f"{home}/indicators/", {"code": "reading", "name": "Reading", "kind": "ratio"})
    row = {"partner": "food-bank", "indicator": "reading", "numerator": 40, "denominator": 50}
    rows = [{**row, "period": "2023-Q4"}, {**row, "period": "2024-Q1", "numerator": 30}]
    change = {"definition": "All grades", "valid_from": "2024-01-01", "break_note": "All grades now."}
    bulk = {"submit": True, "accept": True}
    assert api.post(f"{home}/submissions/bulk/", {**bulk, "observations": rows[:1]}).status == 200
    assert api.patch(f"{home}/indicators/reading/", change, If_Match="*").status == 200
    assert api.post(f"{home}/submissions/bulk/", {**bulk, "observations": rows[1:]}).status == 200
    with core.enter(ana, "riverbend") as actor:
        key = f"p{core.partner(actor, 'food-bank').pk}.2023-Q4"
    return {part: f"{key}.{part}" for part in ("numerator", "denominator")}


def test_earlier_figures_stand_beside_their_boxes_and_come_in_restated(
    changed: dict[str, str], riverbend: Initiative, ana: User, client: Client
) -> None:
    client.force_login(ana)
    page = client.get(HERE).content.decode()
    assert "40 of 50" in page and "30 of 50" not in page
    assert page.count('class="input w-4 end"') == 2

    given = {changed["numerator"]: "66", changed["denominator"]: "90", "source": "Recounted by each school"}
    answer = client.post(HERE, given)

    assert answer.status_code == 303
    make.rolled_up()
    with core.enter(ana, "riverbend") as actor:
        reading = queries.indicator(actor, "reading")
        then = queries.series(actor, reading).points
        now = queries.series(actor, reading, queries.Question(back_cast=True)).points
        kept = Observation.objects.filter(period_start="2023-10-01", superseded_at=None).count()
    assert [(p.numerator, p.denominator, p.version) for p in then] == [(40, 50, 1), (30, 50, 2)]
    assert [(p.numerator, p.denominator, p.back_cast) for p in now] == [(66, 90, True), (30, 50, False)]
    assert kept == 2
    again = client.get(HERE).content.decode()
    assert "restated" in again and 'value="66"' in again and "40 of 50" in again


def test_the_files_hold_the_figures_of_the_page_restated_ones_too(
    changed: dict[str, str], riverbend: Initiative, ana: User, client: Client
) -> None:
    client.force_login(ana)
    client.post(HERE, {changed["numerator"]: "66", changed["denominator"]: "90", "source": "Recounted"})
    make.rolled_up()
    page = HERE.replace("back-cast/", "")
    for asked, numerators in (("", ["30", "40"]), ("?definition=now", ["30", "66"])):
        drawn = client.get(page + asked).context
        assert [row["numerator"] for row in drawn["rows"]] == numerators
        rows = list(csv.DictReader(StringIO(client.get(drawn["csv"]).content.decode("utf-8-sig"))))
        assert sorted(row["numerator"] for row in rows) == numerators, asked


def test_what_is_wrong_is_named_at_its_row_and_nothing_typed_is_lost(
    changed: dict[str, str], riverbend: Initiative, ana: User, client: Client
) -> None:
    client.force_login(ana)
    for numerator, source, told in (
        ("many", "Recount", "Food bank, 2023 Q4"),
        ("95", "Recount", "Food bank, 2023 Q4"),
        ("66", "", "who restated"),
        ("", "Recount", "Food bank, 2023 Q4"),
    ):
        given = {changed["numerator"]: numerator, changed["denominator"]: "90", "source": source}
        answer = client.post(HERE, given)
        page = answer.content.decode()
        assert answer.status_code == 422, (numerator, source)
        assert f'value="{numerator}"' in page and 'value="90"' in page and f'value="{source}"' in page
        assert told in page[page.index("error-summary") :]
    assert client.post(HERE, {"source": "Recount"}).status_code == 422
    with core.enter(ana, "riverbend"):
        assert Observation.objects.count() == 2


def test_without_an_earlier_definition_there_is_nothing_to_restate(
    riverbend: Initiative, ana: User, ben: User, client: Client
) -> None:
    make.indicator(riverbend, "reading")
    client.force_login(ana)
    assert "No figure was reported before" in client.get(HERE).content.decode()
    client.force_login(ben)
    assert client.get(HERE).status_code == 403
