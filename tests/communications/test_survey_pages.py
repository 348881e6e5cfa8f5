"""The pages of surveys over HTTP: planned, answered inside and by the link of a letter, read and shared."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communications.models import Survey, SurveyInvitation, SurveySheet
from communications.queries import surveys as asked
from communications.services import surveys
from initiatives.kernel import clock
from initiatives.kernel.digests import parts_for
from tests.api import Api
from tests.factories import core as make_core
from tests.factories import surveys as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = Scene(timezone="America/Chicago")
    found.partners("a", "b", "c")
    return found


def at(scene: Scene, name: str, *args: Any) -> str:
    return reverse(f"communications:{name}", args=[scene.where.slug, *args])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def opened(scene: Scene, **values: Any) -> Survey:
    with scene.acting() as actor:
        return make.survey(actor, **values)


def test_it_is_planned_answered_closed_read_and_shared(scene: Scene, client: Client) -> None:
    people = [scene.person("contributor", partner) for partner in "aabbc"]
    client.force_login(scene.lead)
    today = clock.today(scene.where.timezone)
    sent = {"kind": "pulse", "audience": "partners", "opens_on": today, "closes_on": today}
    client.post(at(scene, "plan_survey"), sent)
    with scene.acting():
        row = Survey.objects.get()
    for who, trust in zip(people, "12245", strict=True):
        client.force_login(who)
        assert "You are asked" in words(client.get(at(scene, "surveys")))
        answer = client.post(
            at(scene, "answer_survey", row.public_id),
            {"trust": trust, "voice": 1, "remark": f"Less of {trust}"},
        )
        assert answer.status_code == 303
    again = client.get(at(scene, "answer_survey", row.public_id), follow=True)
    assert "An anonymous answer cannot be changed" in words(again)
    client.force_login(scene.lead)
    page = words(client.get(at(scene, "survey", row.public_id)))
    assert "5 of 5" in page
    assert "Less of" not in page
    client.post(at(scene, "close_survey", row.public_id))
    page = words(client.get(at(scene, "survey", row.public_id)))
    # a: 1.5, b: 3, c: 5; by person 14/5.
    assert "<b>3.2</b>" in page
    assert "by person 2.8" in page
    assert "Highest: Trust, 3.2 of 5. Lowest: Voice, 1.0 of 5." in page, "the answer, before its table"
    assert "Less of 4" in page
    client.force_login(people[0])
    assert "<b>3.2</b>" not in words(client.get(at(scene, "survey", row.public_id)))
    client.force_login(scene.lead)
    client.post(at(scene, "share_results", row.public_id), {"response": "Meetings end on time"})
    client.force_login(people[0])
    page = words(client.get(at(scene, "survey", row.public_id)))
    assert "Meetings end on time" in page
    assert "<b>3.2</b>" in page


def test_what_was_typed_stays_when_an_answer_is_refused(scene: Scene, client: Client) -> None:
    client.force_login(scene.person("contributor", "a"))
    row = opened(scene)
    answer = client.post(
        at(scene, "answer_survey", row.public_id), {"trust": "9", "voice": "2", "remark": "Fewer meetings"}
    )
    assert answer.status_code == 422
    page = words(answer)
    assert "Fewer meetings</textarea>" in page
    assert re.search(r'name="voice" value="2"[^>]* checked', page)
    with scene.acting():
        assert not SurveySheet.objects.exists()


def test_the_link_in_a_letter_answers_without_signing_in_and_looking_changes_nothing(
    scene: Scene, client: Client
) -> None:
    scene.person("contributor", "a")
    row = opened(scene, audience="partners")
    with scene.acting():
        token = asked.survey_token(SurveyInvitation.objects.get(survey=row))
    page = reverse("linked_survey", args=[token])
    assert "Hand in my answers" in words(client.get(page))
    with scene.acting():
        assert not SurveySheet.objects.exists()
    assert client.post(page, {"trust": "4"}).status_code == 303
    with scene.acting():
        assert SurveySheet.objects.get().ratings == {"trust": "4"}
    assert "Thank you" in words(client.get(page))
    client.post(page, {"trust": "1"})
    with scene.acting():
        assert SurveySheet.objects.count() == 1
    assert client.get(page[:-2] + "x/").status_code == 404


def test_a_digest_asks_who_has_not_answered_and_nobody_else(scene: Scene) -> None:
    who, other = scene.person("contributor", "a"), scene.person("community")
    row = opened(scene, audience="partners")
    sections = []
    for one in (who, other, who):
        with scene.acting(one) as actor:
            parts = {part.key: part for part in parts_for(actor, clock.now())}
            sections.append([line.title for line in parts["surveys"].lines] if "surveys" in parts else [])
            if one is other:
                continue
        with scene.acting(who) as actor:
            if not row.closed_at and one is who and len(sections) == 1:
                surveys.answer_survey(actor, row, ratings={"trust": "3"})
    assert sections == [[row.title], [], []]


def test_the_api_tells_what_the_page_tells_and_no_more(scene: Scene) -> None:
    people = [scene.person("contributor", partner) for partner in "aabbc"]
    lead = Api(make_core.token(scene.lead))
    home = f"/initiatives/{scene.where.slug}/surveys/"
    until = str(clock.today(scene.where.timezone))
    made = lead.post(home, {"kind": "pulse", "audience": "partners", "closes_on": until})
    assert made.status == 201
    one = f"{home}{made.json['id']}/"
    questions = lead.get(f"{one}questions/").json["statements"]
    assert [row["code"] for row in questions] == ["trust", "voice", "value", "burden"]
    for who, trust in zip(people, "12245", strict=True):
        api = Api(make_core.token(who))
        assert api.post(f"{one}answers/", {"ratings": {"trust": trust}}).status == 204
        assert api.post(f"{one}answers/", {"ratings": {"trust": trust}}).status == 409
    assert lead.get(f"{one}results/").status == 404
    assert lead.post(f"{one}close/", {}).json["answered"] == 5
    found = lead.get(f"{one}results/").json
    trust = found["statements"][0]
    assert (trust["people"], trust["organisations"], trust["plain_mean"]) == (5, 3, "2.8")
    assert trust["mean"].startswith("3.1666")
    assert found["statements"][1]["shown"] is False
    assert found["statements"][1]["mean"] is None
    partner = Api(make_core.token(people[0]))
    assert partner.get(f"{one}results/").status == 404
    assert lead.post(f"{one}release/", {"response": "Heard"}).status == 200
    assert partner.get(f"{one}results/").json == found
