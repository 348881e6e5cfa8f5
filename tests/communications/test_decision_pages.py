"""The pages of decisions and lessons: raised, worded, spoken on, decided, followed to the effect; all over HTTP."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communications import queries as asked
from communications.models import Decision, Lesson
from communications.queries import decisions as queries
from communications.services import decisions as deciding
from initiatives.kernel.tenancy import tenant
from initiatives.models import User
from tests.factories import communications as meetings
from tests.factories import communications_decisions as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def at(scene: Scene, name: str, *args: Any) -> str:
    return reverse(f"communications:{name}", args=[scene.where.slug, *args])


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def as_(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_from_the_question_to_the_effect(scene: Scene) -> None:
    scene.indicator("absence")
    with scene.acting() as actor:
        steering = make.group(actor, decision_rule="consent")
    who, other = make.seated(scene, steering, "community", "community")
    lead, member = as_(scene.lead), as_(who)
    form = {
        "group": str(steering.public_id),
        "title": "Move tutoring",
        "question": "Should we?",
        "criteria": "Reach\nCost",
        "option_1_title": "Four schools",
        "option_1_marks": "cost: low\nReach: 180",
        "option_2_title": "As now",
        "proposed": "A",
    }
    gap = {**form, "option_2_title": "", "option_3_title": "Between"}
    refused = lead.post(at(scene, "raise_decision"), gap)
    assert (refused.status_code, "Give this option a name" in words(refused)) == (422, True)
    assert 'value="Between"' in words(refused), "what was typed is kept"
    made = lead.post(f"{at(scene, 'raise_decision')}?signal=absence", form)
    with tenant(scene.where):
        row = Decision.objects.get()
        marks = row.proposals.get().options[0]["marks"]
        signal = row.signal
    assert (made.status_code, str(signal), marks) == (303, "absence", {"Cost": "low", "Reach": "180"})
    here = at(scene, "decision", row.public_id)
    assert made["Location"] == here
    options = words(lead.get(here)).partition('class="options"')[2]
    assert options.index("180") < options.index("low"), "in the order of the criteria"

    lead.post(at(scene, "move_decision", row.public_id), {"state": "proposed"})
    assert "Your position is asked" in words(member.get(at(scene, "decisions")))
    assert f'action="{at(scene, "move_decision", row.public_id)}"' in words(lead.get(here)), (
        "back into discussion"
    )
    position = at(scene, "take_position", row.public_id)
    assert member.post(position, {"position": "object"}).status_code == 422
    member.post(position, {"position": "object", "reason": "Seven schools lose"})
    assert "Your position is asked" not in words(member.get(at(scene, "decisions")))
    page = words(lead.get(here))
    assert "1 objection stands." in page and "Seven schools lose" in page
    assert (
        lead.post(at(scene, "decide", row.public_id), {"outcome": "adopted", "reasons": "x"}).status_code
        == 422
    )
    with tenant(scene.where):
        spoken = row.positions.get()
    lead.post(at(scene, "answer_position", spoken.public_id), {"text": "We look again in January"})
    assert "We look again in January" in words(member.get(here))
    member.post(position, {"position": "reservation", "reason": "Review it in January"})
    assert member.get(at(scene, "decide", row.public_id)).status_code == 303, "led back"

    lead.post(at(scene, "link_effect", row.public_id), {"thing": "indicator:absence", "note": "Falls"})
    lead.post(at(scene, "decide", row.public_id), {"outcome": "adopted", "reasons": "It reaches more"})
    page = words(as_(other).get(here))
    assert "Adopted on" in page and "It reaches more" in page and "Review it in January" in page
    assert "1 of 2 who may speak has spoken." in page
    panel = words(member.get(at(scene, "of_indicator", "absence")))
    assert "Move tutoring" in panel and "In effect" in panel
    assert lead.post(at(scene, "word_decision", row.public_id), {**form, "title": "x"}).status_code == 422
    later = lead.get(f"{at(scene, 'raise_decision')}?supersedes={row.number}")
    assert "It takes the place of decision 1" in words(later)


def test_positions_of_lived_experience_stand_apart_only_where_they_may(scene: Scene) -> None:
    with scene.acting() as actor:
        steering = make.group(actor)
    first, second, third, reader = make.seated(scene, steering, *["community"] * 4)
    with scene.acting() as actor:
        row = make.proposed(actor, steering)
    for one in (first, second):
        make.says(scene, one, row, "agree", lived_experience=True)
    here = at(scene, "decision", row.public_id)
    assert "People with lived experience" not in words(as_(reader).get(here))
    make.says(scene, third, row, "agree", lived_experience=True)
    assert "People with lived experience" in words(as_(reader).get(here))


def test_decisions_before_the_group_come_upon_its_agenda(scene: Scene) -> None:
    with scene.acting() as actor:
        steering, council = make.group(actor), make.group(actor, "Council")
        row = make.proposed(actor, steering)
        make.raised(actor, steering, "Pay the council")
        make.raised(actor, council, "Elsewhere")
        meeting = meetings.meeting(actor, of="Steering")
        points = {one.title: one for one in asked.proposed(actor, meeting)}
    assert (points["Move tutoring"].purpose, points["Pay the council"].purpose) == ("decide", "discuss")
    assert points["Move tutoring"].source == queries.source_of(row)
    assert "Elsewhere" not in points
    lead = as_(scene.lead)
    lead.post(at(scene, "fill_agenda", meeting.public_id))
    page = words(lead.get(at(scene, "meeting", meeting.public_id)))
    assert at(scene, "decision", row.public_id) in page and "Decision 1" in page
    form = {"group": str(steering.public_id), "title": "Meet twice", "question": "Should we?"}
    lead.post(f"{at(scene, 'raise_decision')}?source=meeting:{meeting.public_id}", form)
    page = words(lead.get(at(scene, "meeting", meeting.public_id)))
    assert "Decisions raised here" in page and "Meet twice" in page


def test_a_figure_is_shown_as_it_stood_and_taken_back(scene: Scene) -> None:
    absence = scene.indicator("absence")
    scene.partners("a")
    scene.assign("absence", "a")
    scene.give("absence", "2024-Q1", {"a": {"value": 26}}, at="2024-04-10")
    with scene.acting() as actor:
        row = make.raised(actor, make.group(actor))
        kept = deciding.add_evidence(actor, row, kind="figure", title="Absence is high", indicator=absence)
    lead = as_(scene.lead)
    here = at(scene, "decision", row.public_id)
    page = words(lead.get(here))
    assert "Absence is high" in page and ">26<" in page and "Frozen as it stood on" in page
    lead.post(at(scene, "withdraw_evidence", kept.public_id))
    assert "Absence is high" not in words(lead.get(here))


def test_a_lesson_is_shared_applied_found_and_retired(scene: Scene) -> None:
    scene.partners("a")
    own, other = as_(scene.person("contributor", "a")), as_(scene.person("funder"))
    given = {
        "claim": "Buses, not motivation",
        "so_what": "Ask the city",
        "confidence": "low",
        "visibility": "all",
        "partner": "a",
        "nameless": "on",
    }
    assert own.post(at(scene, "share_lesson"), {**given, "so_what": ""}).status_code == 422
    own.post(at(scene, "share_lesson"), given)
    with tenant(scene.where):
        row = Lesson.objects.get()
    here = at(scene, "lesson", row.public_id)
    assert "(not named to others)" in words(own.get(here))
    assert "not named</span>" in words(other.get(here))
    other.post(at(scene, "apply_lesson", row.public_id), {"what": "Asked for a bus", "result": "held"})
    assert "Asked for a bus" in words(own.get(here))
    assert "1 lesson" in words(own.get(f"{at(scene, 'lessons')}?q=bus&applied=on"))
    assert other.get(at(scene, "retire_lesson", row.public_id)).status_code == 303, "led back"
    own.post(at(scene, "retire_lesson", row.public_id), {"reason": "The buses run"})
    assert "The buses run" in words(other.get(here))
    assert "No lesson is shared yet" in words(own.get(at(scene, "lessons")))


def test_a_look_back_leads_to_a_lesson(scene: Scene) -> None:
    lead = as_(scene.lead)
    made = lead.post(
        at(scene, "new_look_back"), {"title": "Spring", "expected": "More came", "happened": "Fewer came"}
    )
    page = words(lead.get(made["Location"]))
    assert "Fewer came" in page and "?review=" in page
    form = words(lead.get(re.search(r'href="([^"]+\?review=[^"]+)"', page).group(1)))  # type: ignore[union-attr]
    assert re.search(r'<option value="[0-9a-f-]{36}" selected>\s*Spring', form)
