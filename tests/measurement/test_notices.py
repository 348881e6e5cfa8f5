"""Letters of notice: one to each partner, before its figures show it by name, never twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from initiatives import jobs
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event
from measurement import notices, queries, services
from measurement.models import FigureNotice
from measurement.periods import parse
from measurement.queries.coming import coming_figures
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
NOW = moment("2024-04-10 12:00")


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A with lead and contributor, B with a contributor alone, C with nobody; a figure of each, shown to partners."""
    with clock.at(NOW):
        made = Scene("notice")
        made.partners("A", "B", "C")
        made.where.fiscal_year_start = 1
        made.indicator("books", name="Books given", visibility="partners")
        made.indicator("visits", name="Home visits", visibility="public")
        made.indicator("kept", visibility="anonymous")
        made.give("books", "2024-Q1", {"A": {"value": 10}, "B": {"value": 20}, "C": {"value": 30}})
        made.give("visits", "2023-Q4", {"A": {"value": 5}})
        made.give("kept", "2024-Q1", {"A": {"value": 1}})
    yield made


@contextmanager
def night(day: str) -> Iterator[None]:
    """The night of a day: the sweep, and what follows from it."""
    with clock.at(moment(f"{day} 02:00")):
        yield


def sweep(scene: Scene) -> list[EmailMultiAlternatives]:
    """The letters of one night."""
    mail.outbox.clear()
    with tenant(scene.where):
        jobs.enqueue(notices.GIVE_NOTICE)
    scene.work()
    return list(mail.outbox)  # type: ignore[arg-type]


def test_what_is_about_to_be_shown_comes_page_by_page(scene: Scene, client: Client) -> None:
    client.force_login(scene.person("partner_lead", "A"))

    with night("2024-04-11"):
        first = client.get("/api/v1/initiatives/notice/partners/A/coming/?page_size=1").json()
        second = client.get(first["next"]).json()

    told = [(row["number"], row["indicator"]) for row in first["results"] + second["results"]]
    assert told == [(1, "books"), (2, "visits")]
    assert second["next"] is None


def test_one_letter_a_partner_to_its_lead_else_to_who_contributes(scene: Scene) -> None:
    scene.person("contributor", "A")
    lead = scene.person("partner_lead", "A")
    other = scene.person("contributor", "B")

    with night("2024-04-11"):
        letters = sweep(scene)

    assert sorted(letter.to for letter in letters) == sorted([[lead.email], [other.email]])
    [mine] = [letter for letter in letters if letter.to == [lead.email]]
    assert mine.subject == "2 figures will show A by name"
    text = str(mine.body)
    assert "- Books given, 2024 Q1: to the partners from 15 April 2024, " in text
    assert "- Home visits, 2023 Q4: to everybody from 15 April 2024, " in text
    assert "kept" not in text
    assert "/i/notice/measurement/partners/A/own/" in text
    assert "add a note" in text
    html = str(mine.alternatives[0][0])
    assert "Home visits" in html and "/i/notice/measurement/partners/A/own/" in html
    with tenant(scene.where):
        assert Event.objects.filter(key="measurement.notice_written").count() == 2


def test_what_one_letter_told_no_other_tells(scene: Scene) -> None:
    scene.person("partner_lead", "A")
    with night("2024-04-11"):
        assert len(sweep(scene)) == 1
        assert sweep(scene) == []
    with clock.at(moment("2024-04-12 09:00")):
        scene.give("books", "2023-Q4", {"A": {"value": 7}})
    with night("2024-04-13"):
        [letter] = sweep(scene)
    assert letter.subject == "1 figure will show A by name"
    assert "2023 Q4" in str(letter.body) and "2024 Q1" not in str(letter.body)
    with night("2024-04-18"):
        assert sweep(scene) == []


def test_who_agreed_already_or_is_shown_already_gets_no_letter(scene: Scene) -> None:
    lead = scene.person("partner_lead", "A")
    with clock.at(NOW + timedelta(hours=1)), scene.acting(lead) as actor:
        for code, period in (("books", "2024-Q1"), ("visits", "2023-Q4")):
            found = queries.indicator(actor, code)
            services.note_figure(actor, core.partner(actor, "A"), found, parse(period), agreed=True)
    with night("2024-04-11"):
        assert sweep(scene) == []
    with clock.at(moment("2024-04-20 02:00").astimezone(UTC)):
        scene.person("contributor", "B")
        assert sweep(scene) == []


def test_a_wider_circle_is_told_of_anew(scene: Scene) -> None:
    scene.person("partner_lead", "A")
    with night("2024-04-11"):
        sweep(scene)
    with clock.at(moment("2024-04-12 09:00")), scene.acting() as actor:
        services.change_indicator(actor, queries.indicator(actor, "books"), visibility="public")
    with night("2024-04-13"):
        [letter] = sweep(scene)
    assert "- Books given, 2024 Q1: to everybody from 17 April 2024, " in str(letter.body)


def agree(scene: Scene, partner: str, audience: str) -> None:
    with clock.at(NOW), scene.acting() as actor:
        made = services.draft_agreement(
            actor,
            parties=[core.partner(actor, partner)],
            title="Sharing",
            starts_on=NOW.date(),
            level="de_identified",
            audience=audience,
        )
        services.activate_agreement(actor, made)


def test_no_letter_announces_what_an_agreement_keeps_without_a_name(scene: Scene) -> None:
    """A, B and C gave the books: with A, the other two go without a name, for the total would tell A's."""
    agree(scene, "A", "totals")
    for partner in "AB":
        scene.person("partner_lead", partner)
    with night("2024-04-11"):
        assert sweep(scene) == []
        with scene.acting() as actor:
            assert coming_figures(actor, core.partner(actor, "A").pk) == []


def test_a_letter_says_to_whom_an_agreement_lets_a_figure_be_shown(scene: Scene) -> None:
    scene.person("partner_lead", "A")
    agree(scene, "A", "partners")
    with night("2024-04-11"):
        [letter] = sweep(scene)
    assert "- Home visits, 2023 Q4: to the partners from 15 April 2024, " in str(letter.body)
    assert "- Books given, 2024 Q1: to the partners from 15 April 2024, " in str(letter.body)


def test_a_worker_killed_between_sending_and_noting_sends_the_same_letter(scene: Scene) -> None:
    scene.person("partner_lead", "A")
    with night("2024-04-11"):
        with tenant(scene.where):
            jobs.enqueue(notices.GIVE_NOTICE)
        killed = patch.object(EmailMultiAlternatives, "send", side_effect=KeyboardInterrupt)
        with killed, pytest.raises(KeyboardInterrupt):
            jobs.run_due()
        with tenant(scene.where):
            [row] = FigureNotice.objects.all()
            assert row.sent_at is None
        key = str(row.pk)
        mail.outbox.clear()
        notices.send_notice(scene.where.pk, key)
        notices.send_notice(scene.where.pk, key)
    [letter] = mail.outbox
    assert letter.extra_headers["Message-ID"].startswith(f"<figure-notice.{row.pk}.")


def test_many_periods_are_told_in_one_line(scene: Scene) -> None:
    scene.person("contributor", "B")
    with clock.at(NOW):
        for year in (2022, 2023):
            for quarter in (1, 2, 3, 4):
                scene.give("books", f"{year}-Q{quarter}", {"B": {"value": 3}}, work=False)
    with night("2024-04-11"):
        [letter] = sweep(scene)
    assert "- Books given, 2022 Q1 – 2024 Q1 (9): to the partners" in str(letter.body)
