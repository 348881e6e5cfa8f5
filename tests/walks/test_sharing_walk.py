"""The walk of what leaves: a report by a link, the public page, a chart in a frame; each gone when taken back."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.scene import Scene
from tests.walks.conftest import audit, within

pytestmark = [pytest.mark.browser]
SITE = "https://www.example.org/"


@pytest.fixture
def scene(cloned_database: Any) -> Scene:
    """One headline figure of three partners."""
    made = Scene("valley", self_acceptance=True, name="Valley")
    made.partners("A", "B", "C")
    made.indicator("books", headline=True, visibility="public", cadence="yearly", name="Books given out")
    for year in ("2022", "2023"):
        made.give("books", year, {"A": {"value": 100}, "B": {"value": 120}, "C": {"value": 140}})
    return made


def visitor(stage: Any) -> Any:
    """A page of somebody who is not signed in."""
    context = stage.browser.new_context(base_url=stage.address, viewport={"width": 1360, "height": 900})
    # The other sites are invented, Concert is on this machine: the browser would ask whether one may reach the other.
    context.grant_permissions(["local-network-access"])
    page = context.new_page()
    page.on("pageerror", lambda error: stage.said.append(str(error)))
    page.on("console", stage.listen)
    return page


def status(page: Any, url: str) -> int:
    """What the address answers in the visitor's browser."""
    return int(page.goto(url).status)


def test_what_is_shared_works_without_signing_in_and_stops_at_once(stage: Any, scene: Scene) -> None:
    ana, guest = stage.sign_in(scene.lead), visitor(stage)

    ana.goto("/i/valley/reports/")
    ana.get_by_label("Funders").check()
    ana.get_by_label("Title").fill("Books, so far")
    ana.get_by_role("button", name="Put it together").click()
    ana.wait_for_url("**/reports/*-*/")
    assert within(30, lambda: bool(ana.reload()) and ana.get_by_role("button", name="Publish").count() == 1)
    ana.on("dialog", lambda dialog: dialog.accept())
    ana.get_by_role("button", name="Publish").click()
    ana.get_by_text("Nothing in it changes any more").wait_for()
    ana.get_by_role("button", name="Make a link").click()
    link = ana.locator("#secret").inner_text()

    assert status(guest, link) == 200
    assert "360" in guest.inner_text("article")
    assert audit(guest) == []
    guest.emulate_media(media="print")
    sheet = guest.locator("article.report").bounding_box()
    assert sheet["x"] < 100 and sheet["width"] > 1000, "the whole report fills the paper"
    guest.emulate_media(media="null")
    ana.goto("/i/valley/reports/")
    ana.get_by_role("link", name="Books, so far").click()
    ana.get_by_role("button", name="Revoke").click()
    ana.get_by_text("The link works no longer").wait_for()
    stage.said.clear()
    assert status(guest, link) == 410
    assert "360" not in guest.content()

    home, framed = (
        reverse("public_page", args=["valley"]),
        reverse("embedded_figure", args=["valley", "books"]),
    )
    assert status(guest, home) == 404
    stage.said.clear()
    ana.goto("/i/valley/public/")
    ana.get_by_label("The page is open to everybody").check()
    ana.get_by_label("Sites that may embed").fill("www.example.org")
    ana.get_by_role("button", name="Keep").click()
    ana.get_by_text("Kept.").wait_for()
    assert status(guest, home) == 200
    assert "Books given out" in guest.inner_text("main")
    assert audit(guest) == []
    assert shown_in_a_frame(guest, SITE, stage.address + framed, 30), stage.said
    assert not shown_in_a_frame(guest, "https://www.example.com/", stage.address + framed)
    stage.said.clear()

    ana.get_by_label("The page is open to everybody").uncheck()
    ana.get_by_role("button", name="Keep").click()
    ana.get_by_text("Kept.").wait_for()
    assert status(guest, home) == 404
    assert status(guest, framed) == 404
    assert not shown_in_a_frame(guest, SITE, stage.address + framed)


def shown_in_a_frame(page: Any, site: str, url: str, seconds: float = 3) -> bool:
    """Whether another site's page shows the address in a frame."""
    body = f'<!doctype html><iframe src="{url}" width="900" height="600"></iframe>'
    page.route(site, lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto(site)
    frame = page.frame_locator("iframe")
    return within(seconds, lambda: frame.get_by_role("heading", name="Books given out").count() == 1)
