"""What continuous communication tells whom in a digest: one's word that is wanted, decisions, lessons, asks."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from activities.services import raise_blocker
from agenda.services import enter_phase
from communications import services
from communications.services import lessons, rulings, voice_form
from communications.services.positions import take_position
from initiatives.kernel import clock
from initiatives.kernel.digests import SECTIONS, parts_for
from initiatives.models import Membership, User
from initiatives.services.groups import seat
from tests.factories import communications_decisions as make
from tests.factories.activities import activity
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db
TOLD = (
    *("activities.blocked", "measurement.coverage"),
    *("decisions", "communications.decided", "communications.lessons", "communications.asks"),
)


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b")
    return found


def told(scene: Scene, who: User, days: int = 7) -> dict[str, list[str]]:
    """The titles of what this reader is told of these sections, by section."""
    with scene.acting(who) as actor:
        parts = parts_for(actor, clock.now() - timedelta(days=days))
        return {part.key: [line.title for line in part.lines] for part in parts if part.key in TOLD}


def test_a_proposal_asks_those_who_sit_there_and_is_then_told_to_everybody_as_decided(scene: Scene) -> None:
    with scene.acting() as actor:
        where = make.group(actor, decision_rule="majority")
    chair, member = make.seated(scene, where, "community", "funder", co_chair=True)
    outside = scene.person("contributor", "a")
    with scene.acting() as actor:
        row = make.proposed(actor, where)
    assert told(scene, member) == {"decisions": ["Move tutoring"]}
    assert told(scene, outside) == {}
    for who in (chair, member):
        with scene.acting(who) as actor:
            take_position(actor, row, position="agree")
    assert told(scene, member) == {}
    with scene.acting() as actor:
        rulings.decide(actor, row, outcome="adopted", reasons="It is where most are absent")
    for who in (member, outside):
        assert told(scene, who) == {"communications.decided": ["Move tutoring"]}
    with clock.at(clock.now() + timedelta(days=8)):
        assert told(scene, outside) == {}


def test_lessons_of_others_and_only_those_one_may_read(scene: Scene) -> None:
    author, funder = scene.person("contributor", "a"), scene.person("funder")
    with scene.acting(author) as actor:
        lessons.share_lesson(actor, claim="Buses, not motivation", so_what="Ask the city")
        lessons.share_lesson(actor, claim="Among us", so_what="Wait", visibility="partners")
    assert told(scene, author) == {}
    assert told(scene, funder) == {"communications.lessons": ["Buses, not motivation"]}
    assert told(scene, scene.person("contributor", "b")) == {
        "communications.lessons": ["Among us", "Buses, not motivation"]
    }


def test_asks_are_told_to_the_group_asked_and_answers_to_the_one_that_asked(scene: Scene) -> None:
    asking, asked, outside = (scene.person("community") for _ in range(3))
    with scene.acting() as actor:
        here, there = make.group(actor, "Reading"), make.group(actor, "Steering")
        for group, who in ((here, asking), (there, asked)):
            seat(actor, group, Membership.objects.get(user=who))
        row = services.ask_group(actor, from_group=here, to_group=there, what="Money for a bus")
    assert told(scene, asked) == {"communications.asks": ["Money for a bus"]}
    assert told(scene, asking) == {}
    with scene.acting() as actor:
        services.answer_ask(actor, row, answer="From May on")
    assert told(scene, asking) == {"communications.asks": ["Money for a bus"]}
    assert told(scene, asked) == {}
    assert told(scene, outside) == {}


def test_who_sits_in_the_group_hears_what_is_blocked_and_the_chair_has_it_to_answer(scene: Scene) -> None:
    with scene.acting() as actor:
        where = make.group(actor, "Steering")
    [chair] = make.seated(scene, where, "community", co_chair=True)
    [member] = make.seated(scene, where, "funder")
    with scene.acting() as actor:
        raise_blocker(actor, activity(actor), group=where, what="No room", ask="Find one")
    assert told(scene, member) == {"activities.blocked": ["No room"]}
    assert told(scene, chair) == {}
    assert told(scene, scene.person("funder")) == {}


def test_the_backbone_hears_of_whose_newest_figure_too_few_have_reported(scene: Scene) -> None:
    scene.indicator("books", name="Books given", headline=True)
    scene.assign("books", "a", "b")
    scene.give("books", "2024-Q1", {"a": {"value": 1}, "b": {"value": 2}})
    assert "measurement.coverage" not in told(scene, scene.lead)
    scene.give("books", "2024-Q2", {"a": {"value": 1}})
    assert told(scene, scene.lead)["measurement.coverage"] == ["Books given"]
    assert "measurement.coverage" not in told(scene, scene.person("community"))


def section(scene: Scene, key: str, who: User, days: int = 7) -> list[tuple[str, str]]:
    """The lines of one section as this reader has it: what, and the sentence on it."""
    with scene.acting(who) as actor:
        part = SECTIONS[key].part(actor, clock.now() - timedelta(days=days))
        return [(line.title, line.note) for line in part.lines] if part else []


def test_an_open_question_is_told_when_it_is_new_and_before_it_closes_and_what_was_heard_to_all(
    scene: Scene,
) -> None:
    dora = scene.person("community")
    key = "communications.questions"
    with scene.acting() as actor:
        today = clock.today(actor.initiative.timezone)
        row = voice_form.put_question(actor, asks="Why late?", closes_on=today + timedelta(days=30))
    until = f"Answer it until {date_format(today + timedelta(days=30))}."
    assert section(scene, key, dora) == [("Why late?", until)]
    assert section(scene, key, scene.lead) == []
    with clock.at(clock.now() + timedelta(days=10)):
        assert section(scene, key, dora) == []
    with clock.at(clock.now() + timedelta(days=24)):
        assert section(scene, key, dora) == [("Why late?", until)]
    with clock.at(clock.now() + timedelta(days=31)):
        with scene.acting() as actor:
            voice_form.tell_heard(actor, row, heard="The bus leaves at seven")
        for who in (dora, scene.lead):
            assert section(scene, key, who) == [("Why late?", "What was heard: The bus leaves at seven")]


def test_the_staff_hear_which_partners_went_quiet_and_why(scene: Scene) -> None:
    lead = scene.person("partner_lead", "a")
    with clock.at(clock.now() + timedelta(days=100)):
        [(name, signs)] = section(scene, "backbone.quiet", scene.lead)
        assert name == "a" and signs.startswith("Nobody signed in for ")
        assert signs.endswith(" days. No contact was ever written down.")
        assert section(scene, "backbone.quiet", lead) == []
        assert section(scene, "backbone.quiet", scene.person("funder")) == []


def test_a_funder_hears_how_far_the_effort_is_in_its_phase_when_a_figure_is_new(scene: Scene) -> None:
    funder, key = scene.person("funder"), "backbone.progress"
    scene.partners("c")
    scene.indicator("books", name="Books given", headline=True)
    scene.assign("books", "a", "b", "c")
    assert section(scene, key, funder) == []
    scene.give("books", "2024-Q1", {"a": {"value": 10}, "b": {"value": 20}, "c": {"value": 30}})
    scene.lock("2024-Q1")
    assert section(scene, key, funder) == [
        ("All indicators together", "1 indicator; nothing is judged yet. 1 out of date."),
        ("Books given", "60 in 2024 Q1."),
    ]
    with scene.acting() as actor:
        enter_phase(actor, 2)
    assert section(scene, key, funder)[0] == (
        "In the phase “Initiate action”",
        "1 indicator; nothing is judged yet. The effort is in its first year: it is too early to judge"
        " what it set out to reach. 1 out of date.",
    )
    assert section(scene, key, scene.lead) == section(scene, key, scene.person("community")) == []
    with clock.at(clock.now() + timedelta(days=8)):
        assert section(scene, key, funder) == []


def test_a_funder_is_told_no_figure_of_few_people(scene: Scene) -> None:
    funder = scene.person("funder")
    scene.indicator("held", name="Walruses", headline=True, about_people=True)
    scene.assign("held", "a", "b")
    scene.give("held", "2024-Q1", {"a": {"value": 3}, "b": {"value": 1}})
    assert "4 in" not in str(section(scene, "backbone.progress", funder))
