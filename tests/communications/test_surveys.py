"""Surveys: whose answer it is nobody can tell, what is shown above the floor, one organisation one voice."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.utils.dateparse import parse_datetime

from communications.models import Survey, SurveyInvitation, SurveyRemark, SurveySheet
from communications.queries import surveys as asked
from communications.services import surveys
from initiatives import jobs
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import Event, User
from initiatives.voices import tally
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

FULL = {"trust": "4", "voice": "3", "value": "5", "burden": "2"}


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.partners("a", "b", "c")
    return found


def pulse(scene: Scene, **values: Any) -> Survey:
    """A pulse for people of partners that is open for a week."""
    with scene.acting() as actor:
        until = clock.today(actor.initiative.timezone) + timedelta(days=7)
        return surveys.plan_survey(
            actor, **{"kind": "pulse", "audience": "partners", "closes_on": until, **values}
        )


def answer(scene: Scene, row: Survey, who: User, ratings: Mapping[str, str], remark: str = "") -> None:
    with scene.acting(who) as actor:
        surveys.answer_survey(actor, row, ratings=ratings, remark=remark)


def close(scene: Scene, row: Survey) -> Survey:
    with scene.acting() as actor:
        return surveys.close_survey(actor, row)


def test_a_voice_is_an_organisation_and_the_plain_mean_stands_beside_it() -> None:
    # A: four people, mean 2.0; B: one, 4.0. By voices 3.0, by people 2.4; each voice lies 1 from the mean.
    found = tally(
        [("a", "1"), ("a", "2"), ("a", "2"), ("a", "3"), ("b", "4"), ("c", "dont_know"), ("d", "na")]
    )
    assert (found.mean, found.plain, found.spread) == (Decimal(3), Decimal("2.4"), Decimal(1))
    assert (found.people, found.voices, found.unknown, found.not_applicable) == (5, 2, 1, 1)
    # What does not apply is left out: 3, 4, n/a, 2 make 3.0.
    assert tally(enumerate(["3", "4", "na", "2"])).mean == Decimal(3)


def test_what_is_stored_of_an_answer_tells_neither_who_nor_when_nor_in_which_order(scene: Scene) -> None:
    people = [scene.person("contributor", "a") for _ in range(3)]
    row = pulse(scene)
    for who in people:
        answer(scene, row, who, FULL, remark="Fewer meetings")
    with scene.acting():
        assert {field.name for field in SurveySheet._meta.fields} == {
            *("initiative", "id", "survey", "voice", "side", "ratings")
        }
        assert {field.name for field in SurveyRemark._meta.fields} == {
            *("initiative", "id", "survey", "text", "withheld")
        }
        assert {field.name for field in SurveyInvitation._meta.fields} == {
            *("initiative", "id", "survey", "membership", "answered", "letters")
        }
        sheets = list(SurveySheet.objects.all())
        assert all(sheet.id.version == 4 for sheet in sheets)
        assert len({sheet.voice for sheet in sheets}) == 1
        told = Event.objects.filter(key="communications.survey_answered")
        assert {(one.user_id, one.membership_id, one.partner_id) for one in told} == {(None, None, None)}
    closed = close(scene, row)
    with scene.acting():
        assert (closed.asked_n, closed.answered_n, closed.sealed_secret) == (3, 3, "")
        assert not SurveyInvitation.objects.exists()


def test_an_organisation_has_another_voice_in_each_round(scene: Scene) -> None:
    who = scene.person("contributor", "a")
    voices = set()
    for _ in range(2):
        row = pulse(scene)
        answer(scene, row, who, FULL)
        close(scene, row)
        with scene.acting():
            voices.add(SurveySheet.objects.get(survey=row).voice)
    assert len(voices) == 2


def test_one_answers_once_and_only_who_is_asked_while_it_is_open(scene: Scene) -> None:
    who, other = scene.person("contributor", "a"), scene.person("community")
    row = pulse(scene)
    answer(scene, row, who, FULL)
    with pytest.raises(Conflict, match="cannot be changed"):
        answer(scene, row, who, FULL)
    with pytest.raises(Forbidden):
        answer(scene, row, other, FULL)
    late = scene.person("contributor", "b")  # came after it opened
    with pytest.raises(Forbidden):
        answer(scene, row, late, FULL)
    with clock.at(clock.now() + timedelta(days=9)), pytest.raises(Conflict, match="closed"):
        answer(scene, row, who, FULL)


@pytest.mark.parametrize(
    ("ratings", "field"),
    [({"trust": "6"}, "ratings.trust"), ({"luck": "3"}, "ratings.luck"), ({"trust": ""}, "ratings")],
)
def test_what_cannot_be_an_answer_is_refused_at_its_statement(
    scene: Scene, ratings: dict[str, str], field: str
) -> None:
    who = scene.person("contributor", "a")
    row = pulse(scene)
    with pytest.raises(DomainError) as error:
        answer(scene, row, who, ratings)
    assert error.value.errors[0].field == field
    answer(scene, row, who, FULL)  # and it was not used up


def results(scene: Scene, row: Survey, who: User | None = None) -> asked.SurveyResults:
    with scene.acting(who) as actor:
        return asked.results(actor, asked.survey(actor, row.public_id))


@pytest.mark.parametrize(
    ("of", "kept_back"),
    [("aabb", True), ("aaaab", True), ("abca", True), ("aabbc", False)],
    ids=["four of two", "five of two", "four of three", "five of three"],
)
def test_nobody_is_shown_what_fewer_than_five_people_or_three_voices_said(
    scene: Scene, of: str, kept_back: bool
) -> None:
    people = [scene.person("contributor", partner) for partner in of]
    row = pulse(scene)
    for who in people:
        answer(scene, row, who, {"trust": "4"}, remark="Too many meetings")
    close(scene, row)
    found = results(scene, row)
    trust = found.statements[0].reading
    assert (found.kept_back, trust.shown, trust.mean is None) == (kept_back, not kept_back, kept_back)
    assert len(found.remarks) == (0 if kept_back else 5)
    # Nobody said anything of the burden: it is not shown as if they had.
    assert not found.statements[3].reading.shown


def test_while_it_is_open_nobody_reads_results_and_others_read_them_once_they_are_shared(
    scene: Scene,
) -> None:
    people = [scene.person("contributor", partner) for partner in "aabbc"]
    row = pulse(scene)
    for who, trust in zip(people, "12245", strict=True):
        answer(scene, row, who, {"trust": trust})
    for who in (scene.lead, people[0]):
        with pytest.raises(NotFound):
            results(scene, row, who)
    close(scene, row)
    trust = results(scene, row).statements[0].reading
    # a: 1 and 2 make 1.5; b: 2 and 4 make 3; c: 5. Voices 9.5/3, people 14/5.
    assert (trust.mean, trust.plain) == (Decimal("9.5") / 3, Decimal("2.8"))
    assert (trust.people, trust.voices, trust.unknown_share) == (5, 3, Decimal(0))
    with pytest.raises(NotFound):
        results(scene, row, people[0])
    with scene.acting() as actor:
        surveys.release_survey(actor, row, response="Meetings are cut to an hour")
    assert results(scene, row, people[0]).statements[0].reading == trust


def test_a_side_is_told_only_where_the_rest_is_told_too(scene: Scene) -> None:
    partners = [scene.person("contributor", partner) for partner in "aabbc"]
    few = [scene.person("community") for _ in range(4)]
    row = pulse(scene, audience="everybody")
    for who in (*partners, *few):
        answer(scene, row, who, {"trust": "4"})
    close(scene, row)
    # Five of partners stand for themselves, but what is left would be what four people of the community said.
    assert results(scene, row).statements[0].sides == {}
    again = pulse(scene, audience="everybody")
    for who, trust in [
        *((who, "4") for who in partners),
        *((who, "2") for who in (*few, scene.person("community"))),
    ][:9]:
        answer(scene, again, who, {"trust": trust})
    with scene.acting():
        SurveySheet.objects.create(survey=again, voice="fifth", side="community", ratings={"trust": "2"})
    close(scene, again)
    sides = results(scene, again).statements[0].sides
    assert {side: one.mean for side, one in sides.items()} == {
        "partners": Decimal(4),
        "community": Decimal(2),
    }


def test_the_trend_has_the_rounds_with_their_n_and_the_latest_means_are_by_statement(scene: Scene) -> None:
    people = [scene.person("contributor", partner) for partner in "aabbc"]
    for trust in "35":
        row = pulse(scene)
        for who in people:
            answer(scene, row, who, {"trust": trust})
        close(scene, row)
    with scene.acting() as actor:
        rounds = asked.readings_by_round(actor, "pulse")
        assert [one["trust"].mean for _row, one in rounds] == [Decimal(3), Decimal(5)]
        assert asked.latest_means(actor, "pulse")["trust"] == (Decimal(5), 5)
        assert asked.latest_means(actor, "pulse")["voice"] == (None, 0)
        assert asked.latest_means(actor, "backbone_review") == {}
    with scene.acting(people[0]) as actor:
        assert asked.latest_means(actor, "pulse") == {}


def test_a_withheld_remark_stays_with_the_backbone(scene: Scene) -> None:
    people = [scene.person("contributor", partner) for partner in "aabbc"]
    row = pulse(scene)
    for who in people:
        answer(scene, row, who, FULL, remark="Ben of a is rude" if who is people[0] else "")
    row = close(scene, row)
    with scene.acting() as actor:
        [remark] = asked.results(actor, row).remarks
        surveys.withhold_remark(actor, row, remark.id)
        surveys.release_survey(actor, row, response="We heard you")
    assert len(results(scene, row).remarks) == 1
    assert results(scene, row, people[1]).remarks == ()


def in_hours(scene: Scene) -> Any:
    """The clock at noon of the initiative's day, outside anybody's quiet hours."""
    moment = parse_datetime(f"{clock.today(scene.where.timezone)}T12:00:00+00:00")
    assert moment is not None
    return clock.at(moment)


def work(scene: Scene) -> None:
    jobs.run_due()


def test_letters_go_to_those_asked_and_reminders_only_to_who_has_not_answered(scene: Scene) -> None:
    first, second = scene.person("contributor", "a"), scene.person("contributor", "b")
    with in_hours(scene):
        row = pulse(scene)
        work(scene)
        assert {letter.to[0] for letter in mail.outbox} == {first.email, second.email}
        answer(scene, row, first, FULL)
        mail.outbox.clear()
        with scene.acting() as actor:
            surveys.remind_of_survey(actor, row)
        work(scene)
        assert [letter.to[0] for letter in mail.outbox] == [second.email]
        with scene.acting() as actor, pytest.raises(Conflict):
            surveys.remind_of_survey(actor, row)


def test_it_is_reminded_of_and_closed_by_the_clock(scene: Scene) -> None:
    who = scene.person("contributor", "a")
    with in_hours(scene):
        row = pulse(scene)
        begun = clock.now()
        work(scene)
    mail.outbox.clear()
    with clock.at(begun + timedelta(days=5)):
        work(scene)
        assert [letter.to[0] for letter in mail.outbox] == [who.email]
    with clock.at(begun + timedelta(days=7, hours=11)):
        work(scene)
        with scene.acting() as actor:
            assert asked.survey(actor, row.public_id).closed_at is None
    with clock.at(begun + timedelta(days=8, hours=1)):
        work(scene)
        with scene.acting() as actor:
            assert asked.survey(actor, row.public_id).closed_at is not None


def test_the_link_in_a_letter_answers_for_a_person_without_an_account_and_does_nothing_else(
    scene: Scene,
) -> None:
    who = scene.person("contributor", "a")
    row = pulse(scene)
    with scene.acting():
        invitation = SurveyInvitation.objects.get(survey=row)
        token = asked.survey_token(invitation)
    with asked.entered_by_survey(token) as (actor, found):
        assert not actor.may("share_agenda" if False else surveys.Capability.RUN_CYCLES)
        surveys.answer_survey(actor, found, ratings=FULL)
    with scene.acting(who) as actor:
        assert asked.surveys_to_answer(actor).count() == 0
    for bad in (token[:-1] + "x", "1-2-3-4", ""):
        with pytest.raises(NotFound), asked.entered_by_survey(bad):
            pass
