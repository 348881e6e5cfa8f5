"""The pages of the agenda: what was typed is never lost, and each sees and does what is theirs."""

import re
from typing import Any

import pytest
from django.test import Client

from agenda import queries, services
from initiatives import queries as core
from initiatives.models import Initiative, User
from initiatives.services import close_group, found_group
from measurement import queries as measured
from measurement import services as measuring
from tests.factories import agenda as make
from tests.factories import measurement as measure

HERE = "/i/riverbend/agenda/"


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def sent(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser sends them along."""
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


@pytest.fixture
def draft(riverbend: Initiative, ana: User) -> int:
    with core.enter(ana, "riverbend") as actor:
        return make.draft(actor).number


def text(who: User, key: str) -> str:
    with core.enter(who, "riverbend") as actor:
        return queries.sections(queries.agenda(actor, 1))[key].text  # type: ignore[index]


def test_before_anything_is_agreed_the_page_says_how_to_begin(
    riverbend: Initiative, ana: User, dora: User
) -> None:
    assert "Begin the agenda" in signed_in(ana).get(HERE).content.decode()
    assert "Begin the agenda" not in signed_in(dora).get(HERE).content.decode()


def test_a_draft_saves_itself_and_answers_with_the_new_tokens(draft: int, ana: User) -> None:
    client = signed_in(ana)
    page = client.get(f"{HERE}versions/1/write/").content.decode()
    body = {**sent(page), "title": "Every child reads", "problem": make.PROBLEM, "vision": "All read."}

    answer = client.post(f"{HERE}versions/1/write/", body, headers={"X-Autosave": "1"})

    assert answer.status_code == 200
    assert text(ana, "vision") == "All read."
    again = {**body, **answer.json()["tokens"], "vision": "All read well."}
    assert client.post(f"{HERE}versions/1/write/", again, headers={"X-Autosave": "1"}).status_code == 200
    assert text(ana, "vision") == "All read well."


def test_two_who_write_the_same_part_see_both_texts_and_save_once_more(
    draft: int, ana: User, sam: User
) -> None:
    client = signed_in(ana)
    opened = sent(client.get(f"{HERE}versions/1/write/").content.decode())
    with core.enter(sam, "riverbend") as actor:
        services.write(actor, queries.agenda(actor, 1), {"problem": "Sam was quicker."})
    mine = {**opened, "title": "Every child reads", "problem": "Ana was slower."}

    assert client.post(f"{HERE}versions/1/write/", mine, headers={"X-Autosave": "1"}).status_code == 412
    page = client.post(f"{HERE}versions/1/write/", mine)

    html = page.content.decode()
    assert page.status_code == 412
    assert "Ana was slower." in html and "Sam was quicker." in html
    assert text(ana, "problem") == "Sam was quicker."
    once_more = {**sent(html), "title": "Every child reads", "problem": "Both of us."}
    assert client.post(f"{HERE}versions/1/write/", once_more).status_code == 303
    assert text(ana, "problem") == "Both of us."


def test_what_is_too_long_is_told_at_its_part_and_kept(draft: int, ana: User) -> None:
    client = signed_in(ana)
    opened = sent(client.get(f"{HERE}versions/1/write/").content.decode())

    page = client.post(f"{HERE}versions/1/write/", {**opened, "title": "T", "vision": "ü" * 20_001})

    assert page.status_code == 422
    assert "ü" * 20_001 in page.content.decode()
    assert 'href="#id_vision"' in page.content.decode()


def test_a_comment_stands_at_its_paragraph_when_that_is_reworded(draft: int, ana: User, dora: User) -> None:
    client = signed_in(dora)
    page = client.get(f"{HERE}versions/1/comments/on/problem/?paragraph=1").content.decode()
    assert "No one body can mend it." in page
    client.post(f"{HERE}versions/1/comments/on/problem/?paragraph=1", {**sent(page), "text": "Who says so?"})
    with core.enter(ana, "riverbend") as actor:
        services.write(
            actor, queries.agenda(actor, 1), {"problem": "A new first one.\n\nNo one body alone can mend it."}
        )
        version = queries.agenda(actor, 1)
        section = queries.sections(version)["problem"]  # type: ignore[index]
        noted = queries.noted(section, list(queries.comments(actor, version)))

    assert [len(paragraph.comments) for paragraph in noted.paragraphs] == [0, 1]
    assert noted.adrift == ()


def test_a_comment_on_wording_that_is_gone_is_not_lost(draft: int, ana: User, dora: User) -> None:
    with core.enter(dora, "riverbend") as actor:
        services.comment(
            actor, queries.agenda(actor, 1), text="Whose figure?", quote="Four in ten read at level."
        )
    with core.enter(ana, "riverbend") as actor:
        services.write(actor, queries.agenda(actor, 1), {"problem": "Something else entirely."})

    assert "Whose figure?" in signed_in(ana).get(f"{HERE}versions/1/").content.decode()


def test_who_wrote_a_comment_settles_it_and_nobody_else_but_the_backbone(
    draft: int, ana: User, dora: User, cleo: User
) -> None:
    with core.enter(dora, "riverbend") as actor:
        said = services.comment(actor, queries.agenda(actor, 1), text="Whose figure?")
    url = f"{HERE.replace('agenda/', 'agenda/comments/')}{said.public_id}/settle/"

    assert signed_in(cleo).post(url, {"resolution": "x"}).status_code == 403
    assert signed_in(dora).post(url, {"resolution": "The state's"}).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        settled = queries.comment(actor, said.public_id)
    assert (settled.resolution, settled.resolved_by and settled.resolved_by.name) == (
        "The state's",
        "dora".title(),
    )


def test_a_partner_lead_signs_and_a_funder_reads_who_agreed(
    riverbend: Initiative, ana: User, pia: User, cleo: User
) -> None:
    with core.enter(ana, "riverbend") as actor:
        make.proposed(actor)
    client = signed_in(pia)
    assert "Sign for your organisation" in client.get(f"{HERE}versions/1/").content.decode()

    refused = client.post(
        f"{HERE}versions/1/positions/food-bank/", {"position": "reservation", "reservation": " "}
    )
    assert refused.status_code == 422
    body = {"position": "reservation", "reservation": "We miss the summer."}
    assert client.post(f"{HERE}versions/1/positions/food-bank/", body).status_code == 303

    page = signed_in(cleo).get(f"{HERE}versions/1/positions/").content.decode()
    assert "We miss the summer." in page and "Adopts with a reservation" in page
    assert "<strong>1 of 2</strong> partners adopted version 1; 1 with a reservation" in " ".join(
        signed_in(cleo).get(f"{HERE}versions/1/").content.decode().split()
    )


def test_two_versions_stand_side_by_side_with_words_marked(
    riverbend: Initiative, ana: User, cleo: User
) -> None:
    make.adopted(riverbend)
    with core.enter(ana, "riverbend") as actor:
        second = services.begin_agenda(actor)
        services.write(actor, second, {"problem": make.PROBLEM.replace("Four", "Five")})

    page = signed_in(cleo).get(f"{HERE}versions/2/compare/").content.decode()

    assert re.search(r"<del>.*?Four.*?</del>", page) and re.search(r"<ins>.*?Five.*?</ins>", page)
    assert "taken out:" in page and "came in:" in page, "not by colour alone"


def test_a_consultation_keeps_what_was_typed_when_a_line_is_not_read(draft: int, ana: User) -> None:
    client = signed_in(ana)
    body = {
        "audience": "Parents",
        "method": "meeting",
        "starts_on": "2026-03-01",
        "participants": "Parents: 24\nmany",
    }
    page = client.post(f"{HERE}versions/1/consultations/new/", body)
    assert page.status_code == 422 and "“many” is not read" in page.content.decode()
    assert "Parents: 24" in page.content.decode()
    body["participants"] = "Parents: 24\nTeachers: 1,200"
    assert client.post(f"{HERE}versions/1/consultations/new/", body).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        [row] = queries.consultations(actor)
    assert row.participants == [{"group": "Parents", "n": 24}, {"group": "Teachers", "n": 1200}]


@pytest.mark.parametrize(
    "path", ["", "versions/1/", "versions/1/comments/", "versions/1/positions/", "plan/"]
)
def test_everybody_who_belongs_here_reads(draft: int, dora: User, path: str) -> None:
    assert signed_in(dora).get(HERE + path).status_code == 200


@pytest.mark.parametrize("path", ["versions/99999999999999999999/", "versions/2/", "versions/2/compare/"])
def test_a_version_that_does_not_exist_is_not_found(draft: int, ana: User, path: str) -> None:
    assert signed_in(ana).get(HERE + path).status_code == 404


def test_a_form_keeps_what_was_retired_or_closed_since_and_every_measure(
    riverbend: Initiative, ana: User
) -> None:
    """A word changed on the page of a strategy or goal takes nothing from it: five measures, one of them retired."""
    for number in range(5):
        measure.indicator(riverbend, f"m{number}")
    with core.enter(ana, "riverbend") as actor:
        group = found_group(actor, name="Reading")
        known = [measured.indicator(actor, f"m{number}") for number in range(5)]
        aim = make.goal(actor, group=group, indicators=known[:1])
        moving = [services.Moving(one) for one in known]
        bet = make.strategy(actor, group=group, goals=[aim], moving=moving)
        close_group(actor, group, reason="Merged")
        measuring.change_indicator(actor, known[0], state="retired", reason="Nobody used it")
    client = signed_in(ana)
    for address, word in (
        (f"{HERE}goals/{aim.public_id}/change/", {"statement": "Seven in ten read"}),
        (f"{HERE}strategies/{bet.public_id}/change/", {"name": "Tutors"}),
    ):
        body = as_a_browser_sends(client.get(address).context["form"])
        assert client.post(address, {**body, **word}).status_code == 303
    with core.enter(ana, "riverbend") as actor:
        after, strategy = queries.goal(actor, aim.public_id), queries.strategy(actor, bet.public_id)
        assert (after.statement, after.group, strategy.name, strategy.group) == (
            *("Seven in ten read", group),
            *("Tutors", group),
        )
        assert [row.indicator.code for row in after.measured] == ["m0"]  # type: ignore[attr-defined]
        assert [row.indicator.code for row in strategy.moving] == ["m0", "m1", "m2", "m3", "m4"]  # type: ignore[attr-defined]


def as_a_browser_sends(form: Any) -> dict[str, Any]:
    """What a form holds that is sent as it was opened: of a choice nothing but what it offers."""
    body = {}
    for field in form:
        value = field.value()
        offered = {str(key) for key, _label in getattr(field.field, "choices", ())}
        if offered:
            chosen = [one for one in (value if isinstance(value, list) else [value]) if str(one) in offered]
            value = chosen if isinstance(value, list) else next(iter(chosen), "")
        body[field.html_name] = "" if value is None else value
    return body
