"""Collecting through the API: practice, board, reminders, links, sign-off, files, what it costs."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Partner, User
from tests import factories
from tests.api import Api
from tests.factories import measurement as make

pytestmark = pytest.mark.django_db
HOME = "/initiatives/riverbend"


@pytest.fixture
def asked(riverbend: Initiative, ana: User, ben: User, as_api: Callable[..., Api]) -> str:
    """school-board reports one figure; its request for a quarter that was due long ago."""
    make.indicator(riverbend, "meals")
    api = as_api(ana)
    body = {"partner": "school-board", "indicator": "meals", "from": "2024-01-01"}
    assert api.post(f"{HOME}/assignments/", body).status == 201
    opened = {"period": "2024-Q1", "opens": "2024-04-01", "due": "2024-04-15"}
    assert api.post(f"{HOME}/cycles/", opened).status == 201
    return str(api.get(f"{HOME}/requests/").json["results"][0]["id"])


def cycle_of(api: Api) -> str:
    return str(api.get(f"{HOME}/cycles/?period=2024-Q1").json["results"][0]["id"])


def test_the_board_and_one_reminder_a_day(
    asked: str, ana: User, ben: User, as_api: Callable[..., Api]
) -> None:
    api = as_api(ana, ["read", "write"])
    cycle = cycle_of(api)
    board = api.get(f"{HOME}/cycles/{cycle}/board/").json
    assert board["counts"]["late"] == 1
    [row] = board["partners"]
    assert (row["partner"], row["group"], row["asked"], row["given"]) == ("school-board", "late", 1, 0)
    nudge = f"{HOME}/cycles/{cycle}/nudge/"
    assert api.post(nudge, {}).json["nudged"] == ["school-board"]
    assert api.post(nudge, {"message": "Again"}).json == {"nudged": [], "reminded": []}
    assert as_api(ben).post(f"{HOME}/cycles/{cycle}/nudge/", {}).status == 403


def test_practice_is_opened_and_thrown_away(asked: str, ana: User, as_api: Callable[..., Api]) -> None:
    api = as_api(ana)
    made = api.post(f"{HOME}/cycles/", {"period": "2024-Q1", "practice": True})
    assert (made.status, made.json["practice"], made.json["asked"]) == (201, True, 1)
    assert api.post(f"{HOME}/cycles/{made.json['id']}/discard/").status == 204
    assert api.get(f"{HOME}/cycles/{made.json['id']}/").status == 404
    real = cycle_of(api)
    assert api.post(f"{HOME}/cycles/{real}/discard/").status == 409


def test_a_link_tells_its_address_once_and_dies_when_revoked(
    asked: str, ana: User, as_api: Callable[..., Api], client: Client
) -> None:
    api = as_api(ana)
    made = api.post(f"{HOME}/requests/{asked}/links/", {"days": 2})
    assert made.status == 201
    path = made.json["address"].partition("testserver")[2]
    assert client.get(path).status_code == 200
    listed = api.get(f"{HOME}/requests/{asked}/links/")
    assert path.split("/")[-2] not in listed.content.decode()
    assert api.post(f"{HOME}/links/{made.json['id']}/revoke/").json["revoked_at"]
    assert client.get(path).status_code == 410
    for bad in ({"days": 0}, {"days": 61}, {"days": "x"}, {"to": "x"}, {"message": "x" * 1001}):
        assert api.post(f"{HOME}/requests/{asked}/links/", bad).status in (400, 422)


def test_the_lead_signs_off(
    asked: str, riverbend: Initiative, ana: User, ben: User, as_api: Callable[..., Api]
) -> None:
    api = as_api(ana)
    assert api.patch(f"{HOME}/collecting/", {"lead_signs_off": True}, If_Match="*").json["lead_signs_off"]
    lead = factories.user()
    with tenant(riverbend):
        of = Partner.objects.get(code="school-board")
    factories.member(riverbend, lead, "partner_lead", of=of)
    api.post(f"{HOME}/requests/{asked}/extend/", {"until": "2090-01-01"})
    body = {
        "partner": "school-board",
        "period": "2024-Q1",
        "submit": True,
        "observations": [{"indicator": "meals", "value": 4}],
    }
    sent = as_api(ben).post(f"{HOME}/submissions/", body).json
    assert sent["state"] == "draft" and sent["sign_off_asked_at"]
    where = f"{HOME}/submissions/{sent['id']}"
    assert api.get(f"{where}/").status == 404
    assert as_api(ben).post(f"{where}/sign-off/").status == 403
    done = as_api(lead).post(f"{where}/sign-off/").json
    assert done["state"] == "submitted" and done["signed_off_at"]
    assert as_api(lead).post(f"{where}/send-back/", {"reason": "x"}).status == 409


def test_files_come_in_base64_and_go_out_as_attachments(
    asked: str,
    ana: User,
    ben: User,
    as_api: Callable[..., Api],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    as_api(ana).post(f"{HOME}/requests/{asked}/extend/", {"until": "2090-01-01"})
    api = as_api(ben)
    body = {"partner": "school-board", "period": "2024-Q1", "observations": []}
    draft = api.post(f"{HOME}/submissions/", body).json["id"]
    where = f"{HOME}/submissions/{draft}/evidence/"

    def file(name: str, content: bytes) -> dict[str, str]:
        return {"indicator": "meals", "name": name, "content": base64.b64encode(content).decode()}

    made = api.post(where, file("a.pdf", b"%PDF-1"))
    assert (made.status, made.json["size"]) == (201, 6)
    got = api.get(f"{HOME}/evidence/{made.json['id']}/")
    assert (got.content, got.headers["Content-Type"]) == (b"%PDF-1", "application/octet-stream")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert as_api(ana).get(f"{HOME}/evidence/{made.json['id']}/").status == 404, (
        "a draft is its partner's own"
    )
    assert api.post(where, file("a.pdf", b"<html>")).status == 422
    assert api.post(where, {**file("a.pdf", b""), "content": "%%%"}).status == 422
    assert api.delete(f"{HOME}/evidence/{made.json['id']}/").status == 204
    assert api.get(where).json["results"] == []


def test_what_reporting_costs_is_for_staff_and_the_partner(
    asked: str, ana: User, ben: User, pia: User, as_api: Callable[..., Api]
) -> None:
    api = as_api(ana)
    where = f"{HOME}/partners/school-board/reporting/"
    found = api.get(where).json
    assert (found["figures"], found["forecast_minutes"], found["basis"]) == (4, 4, "assumed")
    changed = api.patch(where, {"minutes_a_year": 3, "fiscal_year_start": 7}, If_Match="*").json
    assert (changed["over_minutes"], changed["fiscal_year_start"]) == (1, 7)
    assert as_api(ben).get(where).json["budget_minutes"] == 3
    assert as_api(pia).get(where).status == 404
    for bad in ({"fiscal_year_start": 13}, {"minutes_a_year": 0}, {"minutes_a_year": 10**30}):
        assert api.patch(where, bad, If_Match="*").status in (400, 422)
