"""Bodies that nobody should send: of targets, agreements, rules and workbooks. Each is refused, and nothing changes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from initiatives.kernel.tenancy import tenant
from initiatives.models import Event
from measurement import queries
from measurement.models import (
    CheckRule,
    CheckRuleVersion,
    DataSharingAgreement,
    Delivery,
    Entry,
    Submission,
    Target,
    TargetVersion,
)
from measurement.queries.books import workbook
from tests import factories
from tests.api import Api
from tests.factories.books import at, filled
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
TABLES = (
    Target,
    TargetVersion,
    DataSharingAgreement,
    CheckRule,
    CheckRuleVersion,
    Delivery,
    Submission,
    Entry,
)
HERE = "/initiatives/here"
PAGES = "/i/here/measurement"
HUGE = "9" * 400
TARGET = {
    "indicator": "read",
    "baseline_value": 40,
    "baseline_date": "2022-12-31",
    "value": "60",
    "date": "2030-12-31",
    "reason": "Agreed by all",
}
AGREEMENT = {"title": "Sharing counts", "parties": ["A"], "starts_on": "2024-01-01", "level": "de_identified"}
RULE = {
    "name": "No more leave than came",
    "left": [{"indicator": "served"}],
    "operator": "at_most",
    "right": [{"indicator": "came"}],
}
GOOD: Mapping[str, Mapping[str, Any]] = {"targets": TARGET, "agreements": AGREEMENT, "checks": RULE}

# What belongs to another initiative is unknown here, by whatever field it is named.
OF_OTHERS = [
    ("targets", {"indicator": "theirs"}),
    ("targets", {"partner": "stranger"}),
    ("targets", {"category": "theirs", "dimension": "theirs"}),
    ("agreements", {"parties": ["A", "stranger"]}),
    ("agreements", {"indicators": ["theirs"]}),
    ("agreements", {"dimensions": ["theirs"]}),
    ("checks", {"left": [{"indicator": "theirs"}]}),
    ("checks", {"right": [{"indicator": "theirs"}]}),
]
CONTROLS = [
    ("targets", {"reason": "a\u0000b"}),
    ("targets", {"indicator": "re\u0000ad"}),
    ("targets", {"rationale": "\ud800"}),
    ("agreements", {"title": "a\u0000b"}),
    ("agreements", {"parties": ["A\u0000"]}),
    ("agreements", {"purpose": "\u0000"}),
    ("checks", {"name": "a\u0000b"}),
    ("checks", {"message": "\u0000"}),
    ("checks", {"left": [{"indicator": "served\u0000"}]}),
]
NUMBERS = [
    ("targets", {"value": HUGE}),
    ("targets", {"value": "NaN"}),
    ("targets", {"value": "Infinity"}),
    ("targets", {"value": "1e999999"}),
    ("targets", {"baseline_value": HUGE}),
    ("targets", {"denominator": "-1e40"}),
    ("targets", {"date": "99999-12-31"}),
    ("targets", {"date": "0000-01-01"}),
    ("targets", {"interims": [{"date": "2025-12-31", "value": HUGE}]}),
    ("agreements", {"renewal_days": 10**30}),
    ("agreements", {"review_days": -1}),
    ("agreements", {"starts_on": "99999-01-01"}),
    ("agreements", {"ends_on": "1999-01-01"}),
    ("checks", {"constant": HUGE}),
    ("checks", {"tolerance": "NaN"}),
    ("checks", {"left": [{"indicator": "served", "factor": HUGE}]}),
    ("checks", {"left": [{"indicator": "served"}] * 1000}),
]
SHAPES = [
    ("targets", {"value": {"a": 1}}),
    ("targets", {"interims": "none"}),
    ("targets", {"interims": [7]}),
    ("targets", {"path": ["linear"]}),
    ("agreements", {"parties": "A"}),
    ("agreements", {"parties": []}),
    ("agreements", {"parties": [["A"]]}),
    ("agreements", {"level": 7}),
    ("agreements", {"audience": "mars"}),
    ("agreements", {"file": "x"}),
    ("checks", {"left": {}}),
    ("checks", {"left": ["served"]}),
    ("checks", {"operator": None}),
    ("checks", {"severity": "block"}),
]


@pytest.fixture
def scene(db: None) -> Scene:
    """Partners A and B with three indicators; elsewhere a partner, an indicator and a dimension of other names."""
    there = Scene("there")
    there.partners("stranger")
    there.dimension("theirs", "theirs")
    there.indicator("theirs")
    made = Scene("here")
    made.partners("A", "B")
    made.indicator("read", "ratio", cadence="yearly", decimals=1)
    made.indicator("served")
    made.indicator("came")
    made.assign("served", "A", "B")
    made.cycle("2024-Q1")
    return made


def counts(scene: Scene) -> list[int]:
    """How many rows there are of everything that a body could have made, and what was told of it."""
    with tenant(scene.where):
        told = Event.objects.filter(key__startswith="measurement.").count()
        return [*(table._default_manager.count() for table in TABLES), told]


@pytest.fixture
def unchanged(scene: Scene) -> Callable[[], bool]:
    """Whether everything is as it was when the test began."""
    before = counts(scene)
    return lambda: counts(scene) == before


def test_the_bodies_are_good_but_for_what_is_bad_in_them(scene: Scene) -> None:
    lead = Api(factories.token(scene.lead))
    assert [lead.post(f"{HERE}/{what}/", body).status for what, body in GOOD.items()] == [201, 201, 201]


@pytest.mark.parametrize(
    "bodies",
    [OF_OTHERS, CONTROLS, NUMBERS, SHAPES],
    ids=["of another initiative", "control characters", "numbers", "shapes"],
)
def test_what_is_wrong_in_a_body_is_refused_and_makes_nothing(
    scene: Scene, unchanged: Callable[[], bool], bodies: list[tuple[str, dict[str, Any]]]
) -> None:
    lead = Api(factories.token(scene.lead))
    for what, wrong in bodies:
        answer = lead.post(f"{HERE}/{what}/", {**GOOD[what], **wrong})
        assert answer.status in (400, 422), (what, wrong, answer)
        assert "stranger" not in answer.content.decode() or "stranger" in str(wrong)
    assert unchanged()


@pytest.mark.parametrize("bodies", [OF_OTHERS, CONTROLS, NUMBERS, SHAPES])
def test_nor_does_it_change_what_there_is(scene: Scene, bodies: list[tuple[str, dict[str, Any]]]) -> None:
    lead = Api(factories.token(scene.lead))
    made = {what: lead.post(f"{HERE}/{what}/", body).json["id"] for what, body in GOOD.items()}
    before = counts(scene), [lead.get(f"{HERE}/{what}/{made[what]}/").json for what in made]
    again = {"checks": {"severity": "notice", "reason": "Clearer"}, "targets": {"reason": "Further"}}
    for what, wrong in bodies:
        fixed = {"indicator", "partner", "category", "dimension"} if what == "targets" else set()
        change = {
            **({k: v for k, v in GOOD[what].items() if k not in fixed} | again.get(what, {})),
            **wrong,
        }
        if what == "checks" and "severity" in wrong:
            change["severity"] = "fatal"  # a later wording may block
        answer = lead.patch(f"{HERE}/{what}/{made[what]}/", change, If_Match="*")
        assert answer.status in (400, 422), (what, wrong, answer)
    assert (counts(scene), [lead.get(f"{HERE}/{what}/{made[what]}/").json for what in made]) == before


def test_only_staff_send_them_and_nobody_from_outside(scene: Scene) -> None:
    lead = Api(factories.token(scene.lead))
    made = {what: lead.post(f"{HERE}/{what}/", body).json["id"] for what, body in GOOD.items()}
    before = counts(scene)
    drop = {"name": "q1.xlsx", "content": base64.b64encode(b"x").decode()}
    people = [scene.person("contributor", "A"), scene.person("partner_lead", "A"), scene.person("funder")]
    for who, refused in [*((one, 403) for one in people), (Scene("outside").lead, 404)]:
        api = Api(factories.token(who))
        for what, body in GOOD.items():
            assert api.post(f"{HERE}/{what}/", body).status == refused
            change = {**body, "severity": "block"} if what == "checks" else body
            answer = api.patch(f"{HERE}/{what}/{made[what]}/", change, If_Match="*")
            assert answer.status in ({refused, 404} if refused == 403 else {404}), (what, answer)
        assert api.post(f"{HERE}/checks/trial/", RULE).status in (refused, 422)
        assert api.post(f"{HERE}/deliveries/", drop).status == refused
        for path in ("indicators/read/target/", "agreements/new/", "checks/new/", "deliveries/"):
            assert browser(who).post(f"{PAGES}/{path}", {}).status_code == refused, path
    assert counts(scene) == before


def browser(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


FORMS: list[tuple[str, dict[str, str]]] = [
    ("indicators/read/target/", {"value": HUGE, "reason": "Because we said so"}),
    ("indicators/read/target/", {"value": "6\u00000", "reason": "Because we said so"}),
    ("agreements/new/", {"title": "Because we said so", "parties": "stranger", "starts_on": "2024-01-01"}),
    ("agreements/new/", {"title": "Because we said so", "parties": "A", "starts_on": "99999-01-01"}),
    ("agreements/new/", {"title": "Because we said so", "parties": "A", "purpose": "\u0000"}),
    ("checks/new/", {"name": "Because we said so", "left_0_indicator": "theirs", "operator": "at_most"}),
    (
        "checks/new/",
        {
            "name": "Because we said so",
            "left_0_indicator": "served",
            "left_0_factor": HUGE,
            "operator": "at_most",
            "right_0_indicator": "came",
        },
    ),
]


@pytest.mark.parametrize(("path", "sent"), FORMS)
def test_a_form_with_it_keeps_what_was_typed_and_makes_nothing(
    scene: Scene, unchanged: Callable[[], bool], path: str, sent: dict[str, str]
) -> None:
    answer = browser(scene.lead).post(f"{PAGES}/{path}", sent)
    assert answer.status_code in (400, 422)
    assert answer.status_code == 400 or "Because we said so" in answer.content.decode()
    assert unchanged()


def test_a_workbook_is_refused_whoever_it_is_of_and_whatever_is_in_it(
    scene: Scene, settings: Any, tmp_path: Path
) -> None:
    """B's workbook for A's request, one from nowhere, figures that are none: nothing of it is handed in."""
    settings.MEDIA_ROOT = tmp_path
    with scene.acting() as actor:
        asked = {row.partner.code: row for row in queries.requests(actor).select_related("partner")}
        books = {code: workbook(actor, row)[1] for code, row in asked.items()}
    before = counts(scene)
    where = f"{HERE}/requests/{asked['A'].public_id}/workbook/"
    cell = at(books["A"], "served|value", "figure")
    mine = Api(factories.token(scene.person("contributor", "A")))

    def send(api: Api, content: bytes, name: str = "q1.xlsx") -> Any:
        body = {"name": name, "content": base64.b64encode(content).decode(), "save": True}
        return api.post(where, body)

    assert send(mine, books["B"]).status == 422
    assert send(mine, books["A"][:200]).status == 422
    assert send(mine, books["A"], "q1\u0000.xlsx").status in (400, 422)
    assert mine.post(where, {"name": "q1.xlsx", "content": 7, "save": "perhaps"}).status == 400
    assert send(Api(factories.token(scene.person("contributor", "B"))), books["A"]).status == 404
    assert send(Api(factories.token(scene.person("funder"))), books["A"]).status in (403, 404)
    assert send(Api(factories.token(Scene("outside").lead)), books["A"]).status == 404
    assert counts(scene) == before
    for figure in (HUGE, "1e400", "many", -1):
        answer = send(mine, filled(books["A"], {cell: figure}))
        assert answer.status in (200, 422), answer
        assert answer.status == 422 or answer.json["problems"], (figure, answer)
    with tenant(scene.where):
        # What is no number goes nowhere; one that no count may have is kept in the draft, which the checks hold.
        assert [row.value for row in Entry.objects.exclude(value=None)] == [-1]
        assert Submission.objects.get().state == "draft"


def test_a_file_that_is_dropped_and_is_none_fills_no_draft(
    scene: Scene, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    files = [("q1.xlsx", b""), ("q1.exe", b"MZ"), ("q1.csv", b"partner;figure\n"), ("q2.xlsx", b"PK\x03\x04")]
    for name, content in files:
        file = SimpleUploadedFile(name, content)
        assert browser(scene.lead).post(f"{PAGES}/deliveries/", {"workbooks": file}).status_code in (303, 422)
    scene.work()
    with tenant(scene.where):
        assert {row.state for row in Delivery.objects.all()} == {"refused"}
        assert all(row.message and not row.stored_as for row in Delivery.objects.all())
        assert not Submission.objects.exists() and not Entry.objects.exists()
