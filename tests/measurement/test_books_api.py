"""Workbooks over the API: out, back, and dropped."""

import base64
from pathlib import Path
from typing import Any

import pytest

from measurement import queries
from measurement.queries.books import workbook
from tests import factories
from tests.api import Api
from tests.factories.books import at, filled
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A partner asked for a count."""
    scene = Scene()
    scene.partners("north")
    scene.indicator("served")
    scene.assign("served", "north")
    scene.cycle("2024-Q1")
    return scene


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_workbook_goes_out_and_comes_back_by_the_api(scene: Scene) -> None:
    api = Api(factories.token(scene.person("contributor", "north")))
    here = f"/initiatives/{scene.where.slug}/"
    where = f"{here}requests/{api.get(f'{here}requests/').json['results'][0]['id']}/workbook/"
    book = api.get(where).json
    content = base64.b64decode(book["content"])
    cell = at(content, "served|value", "figure")
    sent = {"name": book["name"], "content": text(filled(content, {cell: 12.5}))}
    looked = api.post(where, sent).json
    assert looked["submission"] is None and not looked["saved"]
    assert looked["changes"] == [
        {"indicator": "served", "cell": {}, "part": "value", "before": "", "after": "12.5", "at": cell}
    ]
    saved = api.post(where, {**sent, "save": True}).json
    (figure,) = api.get(f"{here}submissions/{saved['submission']}/").json["observations"]
    assert figure["value"] == "12.5"
    assert api.post(where, {"name": "a.xlsx", "content": "%%"}).status == 400
    assert api.post(where, {"name": "a.xlsx", "content": text(b"no")}).json["errors"][0]["field"] == "file"


def test_a_workbook_is_dropped_by_the_api(scene: Scene, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with scene.acting() as actor:
        content = workbook(actor, queries.requests(actor).get())[1]
    cell = at(content, "served|value", "figure")
    api = Api(factories.token(scene.lead))
    where = f"/initiatives/{scene.where.slug}/deliveries/"
    made = api.post(where, {"name": "q1.xlsx", "content": text(filled(content, {cell: 3})), "sent_by": "Mo"})
    assert made.status == 201 and made.json["state"] == "reading"
    scene.work()
    (row,) = api.get(where).json["results"]
    assert (row["state"], row["partner"], row["findings"]) == ("handed_in", "north", [])
    assert api.get(f"/initiatives/{scene.where.slug}/submissions/{row['submission']}/").json["on_behalf"]
